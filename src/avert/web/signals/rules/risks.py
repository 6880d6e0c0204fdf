"""Risks of new mass killing against those of the year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from avert.brief.quantities import Quantity
from avert.brief.words import RISK_BREAKS
from avert.places import place_of_gwcode
from avert.sources.holdings import Library
from avert.sources.results import Issued
from avert.web.signals.rules.findings import Finding, Raised

INTERVAL = "90 % interval"
Row = dict[str, Any]


def entered(library: Library, ranks: float) -> Raised:
    """Return the countries among the highest ranks that were not among them a year earlier."""
    return _raised(library, lambda row: row["rank"] <= ranks < row["rank_before"])


def rose(library: Library, per_cent: float) -> Raised:
    """Return the countries whose risk is higher by so many per cent than a year earlier, and not low still.

    A risk of 0.14 % after 0.03 % is more than four times as high, and nothing that anybody should be woken for.
    """
    return _raised(
        library,
        lambda row: row["risk"] >= max(RISK_BREAKS[0], row["risk_before"] * (1 + per_cent / 100)),
    )


def _raised(library: Library, is_found: Callable[[Row], bool]) -> Raised:
    issued = library.newest("risk")
    before = library.newest("risk", str(int(issued.result.origin) - 1)) if issued else None
    if issued is None:
        return Raised()
    if before is None:
        return Raised((), issued.frames["risks"].height)
    earlier = before.frames["risks"].select(
        "country_gwcode", pl.col("risk").alias("risk_before"), pl.col("rank").alias("rank_before")
    )
    rows = issued.frames["risks"].join(earlier, on="country_gwcode", how="left")
    known = rows.drop_nulls(["risk", "rank", "risk_before", "rank_before"])
    found = [row for row in known.sort("rank", "country_gwcode").to_dicts() if is_found(row)]
    return Raised(
        tuple(_finding(row, issued, rows["risk"].count()) for row in found), rows.height - known.height
    )


def _finding(row: Row, issued: Issued, ranked: int) -> Finding:
    result, place = issued.result, place_of_gwcode(row["country_gwcode"])
    source, year = result.sources[0], int(row["year"])
    risk = Quantity(
        "risk", "", str(year), "probability", row["risk"], row["risk_low"], row["risk_high"], INTERVAL,
        source.label, source.vintage,
    )  # fmt: skip
    rank = Quantity("rank", "", str(year), "rank", row["rank"], row["rank_low"], row["rank_high"], INTERVAL)
    earlier = Quantity("risk", "", str(year - 1), "probability", row["risk_before"])
    lines = [
        _(
            "{place}: risk of new mass killing {risk} ({interval}) from the figures of {year}, "
            "{before} a year earlier."
        ).format(
            place=place.name(year=year),
            risk=risk.text,
            interval=risk.interval_text,
            year=year,
            before=earlier.text,
        ),
        _("Rank {rank} of {ranked} ({interval}), {before} a year earlier.").format(
            rank=rank.text, ranked=ranked, interval=rank.interval_text, before=row["rank_before"]
        ),
        _how_clear(row),
        _("Source: {source}. Result {result}.").format(source=risk.source_text, result=result.result_id),
    ]
    return Finding(
        place.key, "\n".join(lines), str(year), dt.date(year, 12, 31), result.result_id, source.label
    )


def _how_clear(row: Row) -> str:
    if row["risk_low"] is None or row["risk_high"] is None:
        return _("There is no interval, so how clear the change is cannot be said.")
    if row["risk_low"] <= row["risk_before"] <= row["risk_high"]:
        return _("The earlier risk lies within the newer interval, so it may be no change at all.")
    return _("The earlier risk lies outside the newer interval.")
