"""What a reader gives and what the store keeps: a validated frame with its source and its coverage."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from avert import periods
from avert.provenance import Source
from avert.sources.releases import Release


@dataclass(frozen=True)
class Coverage:
    """For which months, countries and types of violence silence in the table means *none*.

    ``countries`` None means the whole world. Where ``is_by_row`` is true only the rows present say anything,
    and every absent row is unknown.
    """

    first_month: int
    last_month: int
    countries: frozenset[int] | None = None
    is_by_row: bool = False

    def __str__(self) -> str:
        first, last = (periods.month_text(m) for m in (self.first_month, self.last_month))
        where = "world" if self.countries is None else f"{len(self.countries)} countries"
        if self.countries is not None and len(self.countries) == 1:
            where = f"gw:{next(iter(self.countries))}"
        return f"{first} to {last}, {where}"

    def to_json(self) -> str:
        """Write as JSON."""
        countries = None if self.countries is None else sorted(self.countries)
        return json.dumps([self.first_month, self.last_month, countries, self.is_by_row])

    @classmethod
    def from_json(cls, text: str) -> Coverage:
        """Read what to_json wrote."""
        first, last, countries, is_by_row = json.loads(text)
        return cls(first, last, None if countries is None else frozenset(countries), is_by_row)


@dataclass(frozen=True)
class Reading:
    """A file as its reader understood it."""

    frame: pl.DataFrame
    release: str
    vintage: dt.date
    is_inferred: bool
    """The release was worked out from the contents."""
    coverage: Coverage
    notes: tuple[str, ...] = ()
    """What the user should know: oddities kept as they are, columns not known."""

    @classmethod
    def of_years(
        cls, frame: pl.DataFrame, release: Release, notes: Iterable[str], *, is_by_row: bool = True
    ) -> Reading:
        """Return a reading of a table by state and year, which covers its years and, by row, only its rows."""
        years = frame["year"].to_list()
        first, last = periods.month_id(min(years), 1), periods.month_id(max(years), 12)
        return cls(
            frame=frame,
            release=release.name,
            vintage=release.vintage,
            is_inferred=release.is_inferred,
            coverage=Coverage(first, last, is_by_row=is_by_row),
            notes=tuple(notes),
        )


@dataclass(frozen=True)
class Table:
    """One release of one dataset, as the store gives it."""

    frame: pl.DataFrame
    source: Source
    coverage: Coverage
