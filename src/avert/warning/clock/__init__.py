"""The warning–response clock: what became of a warning at each addressee, and what is still waited for."""

from avert.warning.clock.events import Decision, Event, Stage, add_event, standing
from avert.warning.clock.ladders import DueStep, Ladder, Step, due_steps
from avert.warning.clock.state import Asked, ClockState, Review, review_due, state_of

__all__ = [
    "Asked",
    "ClockState",
    "Decision",
    "DueStep",
    "Event",
    "Ladder",
    "Review",
    "Stage",
    "Step",
    "add_event",
    "due_steps",
    "review_due",
    "standing",
    "state_of",
]
