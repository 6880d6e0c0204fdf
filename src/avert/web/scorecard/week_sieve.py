"""Whose report of a week it is, and what may stand in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from avert.brief.iso_week import IsoWeek
from avert.handling import Marking
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.scorecard.selectors import About

LONGEST = 240


@dataclass
class Sieve:
    """Keeps what is marked no higher than the report, and counts the rest."""

    most: Marking
    left_out: int = 0
    markings: set[Marking] = field(default_factory=set)

    def keep(self, found: RecordQuerySet) -> RecordQuerySet:
        """Return the records that may stand in the report."""
        kept: RecordQuerySet = found.filter(marking__lte=self.most)
        self.left_out += found.filter(marking__gt=self.most).count()
        self.markings |= set(kept.order_by().values_list("marking", flat=True).distinct())
        return kept

    def keep_rows(self, rows: Iterable[Any], record: Callable[[Any], Any] = lambda row: row) -> list[Any]:
        """Return the rows whose record may stand in the report."""
        listed = list(rows)
        kept = [row for row in listed if record(row).marking <= self.most]
        self.left_out += len(listed) - len(kept)
        self.markings |= {record(row).marking for row in kept}
        return kept


@dataclass(frozen=True)
class Frame:
    """Whose report it is, of which week and what, as was known when."""

    viewer: Viewer
    week: IsoWeek
    about: About
    at: dt.datetime  # the end of the week, or now while it lasts

    def contains(self, name: str) -> dict[str, Any]:
        """Return the condition that an instant lies in the week."""
        return {f"{name}__gte": self.week.starts, f"{name}__lt": self.week.ends}

    @property
    def in_place(self) -> dict[str, Any]:
        """Return the condition that a record lies where the report is about."""
        return {"place__in": places_within(self.about.place)} if self.about.place else {}


def short(text: str) -> str:
    """Cut what somebody wrote to what a report has room for."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
