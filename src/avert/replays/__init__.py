"""Replays: real cases as dated facts with sources, of which only what was known on a day is ever shown.

They are acceptance tests, demonstration and training at once. Nothing in them says what would have been
prevented.
"""

from avert.citing import Citation, Source
from avert.periods import Span
from avert.replays.assessments import Answer, Assessment
from avert.replays.items import (
    Actor,
    DecisionPoint,
    Fact,
    FieldReport,
    Item,
    PublishedWarning,
    RecordedResponse,
)
from avert.replays.replay import Replay, ReplaySummary
from avert.replays.shipped import list_replays, load_replay

__all__ = [
    "Actor",
    "Answer",
    "Assessment",
    "Citation",
    "DecisionPoint",
    "Fact",
    "FieldReport",
    "Item",
    "PublishedWarning",
    "RecordedResponse",
    "Replay",
    "ReplaySummary",
    "Source",
    "Span",
    "list_replays",
    "load_replay",
]
