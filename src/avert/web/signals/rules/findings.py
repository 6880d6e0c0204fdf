"""What a rule finds in the results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A place that a rule found: what is said of it, of which period, from which result."""

    place: str
    text: str
    period: str
    at: dt.date
    result_id: str
    origin: str


@dataclass(frozen=True)
class Raised:
    """What a rule found, and of how many places the data do not say."""

    findings: tuple[Finding, ...] = ()
    unknown_count: int = 0
