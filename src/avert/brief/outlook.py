"""What the newest forecast of deaths says of a place, and what else was computed that says something of the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from avert.forecast import DEFAULT
from avert.places import Place
from avert.provenance import Provenance
from avert.sources.holdings import Library
from avert.sources.results import Issued, Result

KIND, EVALUATION, MONTHLY = "country-forecast", "country-forecast-evaluation", "monthly-risk"
MONTHS = 12
MONTHLY_DEATHS = 100


@dataclass(frozen=True)
class Tested:
    """How often its 90 % intervals held what came in months with deaths, in a test on so many of them."""

    coverage: float
    count: int
    windows: str


@dataclass(frozen=True)
class Outlook:
    """A forecast of 12 months. ``sums``: for sb, ns, os and total a row of ``avert.forecast.summaries``.

    ``monthly_p`` is what the monthly model gives 100 deaths or more in one-sided violence in 12 months, None where it
    says nothing. ``results`` are those that it was read from.
    """

    origin: str
    model: str
    sums: Mapping[str, Mapping[str, Any]]
    is_blackout: bool
    monthly_p: float | None
    tested: Tested | None
    provenance: Provenance
    results: tuple[Result, ...]


def outlook_of(library: Library, place: Place) -> Outlook | None:
    """Return what is forecast for a place; None where no forecast is at hand or covers it."""
    issued = library.newest(KIND, model=DEFAULT)
    if issued is None:
        return None
    is_there = pl.col("country_gwcode").is_in([place.gwcode])
    sums = issued.frames["sums"].filter(is_there, last_step=MONTHS).drop_nulls("q50")
    countries = issued.frames["countries"].filter(is_there)
    if sums.is_empty() or countries.is_empty():
        return None
    monthly, evaluation = library.newest(MONTHLY), library.newest(EVALUATION)
    newest = countries["newest_source"][0]
    return Outlook(
        origin=issued.result.origin,
        model=str(issued.result.specification["model"]),
        sums={row["violence_type"]: row for row in sums.to_dicts()},
        is_blackout=countries["is_reporting_blackout"][0],
        monthly_p=_monthly(monthly, place),
        tested=_tested(evaluation),
        provenance=Provenance.of(source for source in issued.result.sources if source.label == newest),
        results=tuple(one.result for one in (issued, monthly, evaluation) if one),
    )


def _monthly(issued: Issued | None, place: Place) -> float | None:
    if issued is None:
        return None
    rows = issued.frames["risks"].filter(
        pl.col("country_gwcode").is_in([place.gwcode]), pl.col("threshold") == MONTHLY_DEATHS
    )
    return rows["p"].to_list()[0] if rows.height else None


def _tested(issued: Issued | None) -> Tested | None:
    if issued is None:
        return None
    rows = issued.frames["scores"].filter("is_default", violence_type="total", window="mean", rows="deaths")
    if rows.drop_nulls("coverage_90").is_empty():
        return None
    windows = sorted(int(window) for window in issued.result.specification["windows"])
    row = rows.row(0, named=True)
    return Tested(row["coverage_90"], row["count"], f"{windows[0]}–{windows[-1]}")
