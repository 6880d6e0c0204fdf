"""What UCDP's event datasets share: layout, release names, and the month in which an event counts."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

import polars as pl

from avert import periods
from avert.errors import MalformedFileError
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

FIRST_YEAR = 1989
VIOLENCE_TYPES = {1: "sb", 2: "ns", 3: "os"}
"""UCDP's numbers: state-based, non-state and one-sided violence."""
WORLD_COUNTRIES = 30
"""An extract of fewer countries than this speaks only for the countries in it; UCDP's world files have 60."""

_ANNUAL = re.compile(r"(?P<yy>\d\d)\.1")
_CANDIDATE = re.compile(r"(?P<yy>\d\d)\.(?:0|(?P<first>\d\d?)\.(?P<yy2>\d\d))\.(?P<last>\d\d?)")
_ANNUAL_NAME = re.compile(r"ged(?:event_v)?(\d\d)_?1(?!\d)", re.IGNORECASE)
_CANDIDATE_NAME = re.compile(r"gedevent_v(\d\d(?:_\d\d?){2,3})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Release:
    """A release of UCDP events: ``23.1`` is annual; ``22.0.2`` and ``21.01.21.12`` are candidates."""

    name: str
    is_annual: bool
    first_month: int
    last_month: int
    vintage: dt.date

    @classmethod
    def parse(cls, name: str) -> Release:
        """Read a release name. Annual release YY.1 covers 1989 to the year before and appears in June."""
        if match := _ANNUAL.fullmatch(name):
            year = 2000 + int(match["yy"])
            first, last = periods.month_id(FIRST_YEAR, 1), periods.month_id(year - 1, 12)
            return cls(name, True, first, last, dt.date(year, 6, 30))
        if match := _CANDIDATE.fullmatch(name):
            year = 2000 + int(match["yy2"] or match["yy"])
            last = periods.month_id(year, int(match["last"]))
            first = periods.month_id(2000 + int(match["yy"]), int(match["first"])) if match["first"] else last
            # Candidate events appear about three weeks after their month; its end is the safe side.
            return cls(name, False, first, last, _last_day(last + 1))
        raise MalformedFileError(
            f"{name!r} is not a UCDP release. Annual releases are written 23.1, "
            "candidates 22.0.2 or 21.01.21.12."
        )

    @classmethod
    def of_year(cls, last_year: int) -> Release:
        """Return the first annual release that holds events of that year."""
        return cls.parse(f"{(last_year + 1) % 100:02d}.1")


def _last_day(month: int) -> dt.date:
    year, calendar_month = periods.year_month(month)
    return dt.date(year, calendar_month, calendar.monthrange(year, calendar_month)[1])


def stated_release(file: InputFile) -> Release | None:
    """Return the release that a file's name, or its archive's, states; None when it states none."""
    for name in (file.name, file.origin):
        if match := _CANDIDATE_NAME.search(name):
            return Release.parse(match[1].replace("_", "."))
        if match := _ANNUAL_NAME.search(name):
            return Release.parse(f"{match[1]}.1")
    return None


def is_candidate(file: InputFile, release: Release | None) -> bool:
    """Say whether a file holds candidate events: by its release, else by codes that only candidates have.

    In annual releases every event is coded *Clear*; candidates carry open checks.
    """
    if release is not None:
        return not release.is_annual
    columns = ["code_status", "year"]
    seen = pl.scan_csv(file.path, infer_schema=False).select(columns).unique().collect()
    if (seen["code_status"] != "Clear").any():
        return True
    if seen["year"].n_unique() == 1:
        raise MalformedFileError(
            f"{file.origin} holds one year and no open checks, so it may be annual or candidate events, "
            "which rank differently. Say which with --release, such as 23.1 or 22.0.2."
        )
    return False


def read_events(file: InputFile, declaration: Declaration, release: Release | None) -> Reading:
    """Read and check a file of UCDP events; without a release, infer the earliest that can hold them."""
    frame, unknown = read_columns(file, declaration)
    if frame.is_empty():
        raise MalformedFileError(f"{file.origin} has a header and no events.")
    check_key(frame, declaration, file.origin)
    backwards = frame.filter(pl.col("date_end") < pl.col("date_start"))
    if backwards.height:
        raise MalformedFileError(
            f"{file.origin}: event {backwards['event_id_ucdp'][0]} ends before it starts."
        )
    known = release or _inferred(frame)
    frame = _counted(frame, known.last_month).sort("event_id_ucdp")
    return Reading(
        frame=frame,
        release=known.name,
        vintage=known.vintage,
        is_inferred=release is None,
        coverage=Coverage(known.first_month, known.last_month, _countries(frame)),
        notes=(*unknown_note(unknown), *_oddities(frame, known.first_month)),
    )


def _inferred(frame: pl.DataFrame) -> Release:
    if (frame["code_status"] != "Clear").any():
        months = frame.select(periods.month_id_expr(pl.col("date_start")))["date_start"].to_list()
        first_year, first = periods.year_month(min(months))
        last_year, last = periods.year_month(max(months))
        return Release.parse(f"{first_year % 100:02d}.{first:02d}.{last_year % 100:02d}.{last:02d}")
    return Release.of_year(max(frame["year"].to_list()))


def _counted(frame: pl.DataFrame, last_month: int) -> pl.DataFrame:
    """Add the month in which an event counts: that of its last day, or the release's last if that is earlier.

    This is the rule behind VIEWS' country-month totals: recomputed so, all 384 months of Sri Lanka 1989-2020
    agree with them, against 38 differing state-based months when the first day decides.
    """
    return frame.with_columns(
        periods.month_id_expr(pl.col("date_end")).clip(upper_bound=last_month).alias("month_id"),
        pl.col("violence_type").replace_strict(VIOLENCE_TYPES, return_dtype=pl.String),
        pl.col("country_gwcode", "priogrid_gid").cast(pl.Int32),
    )


def _countries(frame: pl.DataFrame) -> frozenset[int] | None:
    countries = frozenset(frame["country_gwcode"].unique().to_list())
    return None if len(countries) >= WORLD_COUNTRIES else countries


def _oddities(frame: pl.DataFrame, first_month: int) -> list[str]:
    crossed = (pl.col("fatalities_low") > pl.col("fatalities_best")) | (
        pl.col("fatalities_best") > pl.col("fatalities_high")
    )
    counts = frame.select(
        crossed.sum().alias("have a best estimate outside their own low and high; kept as published"),
        (pl.col("month_id") < first_month).sum().alias("ended before the months that the release covers"),
    ).row(0, named=True)
    return [f"{count} events {what}" for what, count in counts.items() if count]
