"""A signal: something reported, measured or expected that may call for a warning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from avert.assessment.ageing import Kind
from avert.assessment.grading import Weighed
from avert.deadlines import in_utc


@dataclass(frozen=True)
class Signal:
    """A signal, as triage sees it.

    ``place`` is a place key, none if unknown. ``at`` is when it was so, or will be; none if unknown. ``has_second``
    says that a second person has verified it, ``is_blackout`` that reports from there have stopped.
    """

    id: str
    received_at: dt.datetime
    text: str = ""
    place: str | None = None
    at: dt.datetime | None = None
    kind: Kind = Kind.TRIGGER
    weighed: Weighed | None = None
    threatens_life: bool = False
    is_blackout: bool = False
    has_second: bool = False

    def __post_init__(self) -> None:
        in_utc(self.received_at)
        if self.at is not None:
            in_utc(self.at)
