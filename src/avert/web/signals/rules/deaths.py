"""Recorded deaths of the newest month against the twelve before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from avert.brief.quantities import Quantity, day_text, month_text, written
from avert.periods import year_month
from avert.places import place_of_gwcode
from avert.sources.holdings import Library
from avert.sources.results import Issued
from avert.web.signals.rules.findings import Finding, Raised

PAST_MONTHS = 12
FEWEST_KNOWN = 9
"""Of the past months; with fewer known, nothing is said."""
FEWEST = 25
"""Deaths below which a multiple of the mean says little."""
Types = tuple[str, ...]
ALL: Types = ("sb", "ns", "os")
STATE_BASED: Types = ("sb",)
Row = dict[str, Any]


def above_all(library: Library, deaths: float, *, types: Types = ALL) -> Raised:
    """Return the countries with so many recorded deaths, more than in any of the 12 months before."""
    return _raised(library, types, lambda row: row["best"] >= deaths and row["best"] > row["highest"])


def rose(library: Library, times: float, *, types: Types = ALL) -> Raised:
    """Return the countries with so many times the recorded deaths of the mean of the 12 months before."""
    return _raised(
        library,
        types,
        lambda row: (
            row["best"] >= FEWEST and row["best"] > row["mean"] and row["best"] >= times * row["mean"]
        ),
    )


def _raised(library: Library, types: Types, is_found: Callable[[Row], bool]) -> Raised:
    issued = library.newest("deaths")
    if issued is None:
        return Raised()
    months = _totals(issued.frames["months"], types)
    known_months = months.drop_nulls("best")
    # Each country's own newest month: releases end at different times. What ended a year before the others is no news.
    now = known_months.filter(pl.col("month_id") == pl.col("month_id").max().over("country_gwcode")).filter(
        pl.col("month_id") > pl.lit(known_months["month_id"].max()) - PAST_MONTHS
    )
    past = (
        known_months.join(
            now.select("country_gwcode", pl.col("month_id").alias("newest")), on="country_gwcode"
        )
        .filter(pl.col("month_id").is_between(pl.col("newest") - PAST_MONTHS, pl.col("newest") - 1))
        .group_by("country_gwcode")
        .agg(
            pl.len().alias("known"),
            pl.col("best").mean().alias("mean"),
            pl.col("best").max().alias("highest"),
            pl.col("releases").unique().alias("releases_before"),
        )
    )
    rows = now.join(past, on="country_gwcode", how="left")
    known = rows.filter(pl.col("known") >= FEWEST_KNOWN)
    ordered = known.sort("best", "country_gwcode", descending=[True, False]).to_dicts()
    found = tuple(_finding(row, issued, types) for row in ordered if is_found(row))
    return Raised(found, months["country_gwcode"].n_unique() - known.height)


def _totals(months: pl.DataFrame, types: Types) -> pl.DataFrame:
    """Sum types of violence where all are known; a bound is known where all of them are."""
    sums = [
        pl.sum_horizontal([f"fatalities_{kind}_{name}" for kind in types], ignore_nulls=False).alias(name)
        for name in ("best", "low", "high")
    ]
    releases = pl.concat_str([f"fatalities_{kind}_source" for kind in types], separator=" + ")
    return months.select("country_gwcode", "month_id", *sums, releases.alias("releases"))


def _finding(row: Row, issued: Issued, types: Types) -> Finding:
    place, month = place_of_gwcode(row["country_gwcode"]), row["month_id"]
    year, number = year_month(month)
    releases = list(dict.fromkeys(row["releases"].split(" + ")))
    best = Quantity(
        "deaths", "", month_text(month), "deaths", row["best"], row["low"], row["high"],
        "UCDP's low to high", ", ".join(releases),
    )  # fmt: skip
    bounds = (
        best.interval_text
        if best.low is not None and best.high is not None
        else _("no low and high in this release")
    )
    vintages = [source.vintage for source in issued.result.sources if source.label in releases]
    lines = [
        _(
            "{place}: {deaths} deaths recorded in {violence} in {month} ({bounds}). "
            "In the 12 months before, of which {known} are known: {mean} a month, {highest} at most."
        ).format(
            place=place.name(year=year), violence=_violence(types), deaths=best.text, month=best.period, bounds=bounds,
            known=row["known"],
            mean=written(row["mean"], "number"), highest=written(row["highest"], "deaths"),
        ),
        *_caution(row),
        _("What is recorded is not all that happens. Source: {source}, as known on {day}. Result {result}.").format(
            source=best.source, day=day_text(max(vintages, default=issued.result.issued_at.date())),
            result=issued.result.result_id,
        ),
    ]  # fmt: skip
    return Finding(
        place.key,
        "\n".join(lines),
        f"{year:04d}-{number:02d}",
        dt.date(year, number, 1),
        issued.result.result_id,
        best.source,
    )


def _violence(types: Types) -> str:
    return _("state-based conflict") if types == STATE_BASED else _("organised violence")


def _caution(row: Row) -> list[str]:
    if set(row["releases_before"]) <= {row["releases"]}:
        return []
    return [_("The months come from different releases, so part of the difference may be revision.")]
