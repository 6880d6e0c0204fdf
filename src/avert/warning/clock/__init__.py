"""The warning–response clock: what became of a warning at each addressee, and what is still waited for."""

from avert.warning.clock.events import Decision, Event, Stage, add_event, standing
from avert.warning.clock.ladders import DueStep, Ladder, Step, due_steps
from avert.warning.clock.state import Asked, ClockState, Review, review_due, state_of
from avert.warning.clock.words import SILENCE, stage_words

__all__ = [
    "SILENCE",
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
    "stage_words",
    "standing",
    "state_of",
]
