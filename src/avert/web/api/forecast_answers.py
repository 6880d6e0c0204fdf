"""Reads forecasts of deaths for the API. Nothing here depends on the viewer: it is computed from public data."""

from __future__ import annotations

from typing import Any

import polars as pl

from avert.errors import MissingDataError
from avert.periods import month_text
from avert.places import place_of_gwcode
from avert.sources.results import Issued
from avert.web.api.envelope import envelope
from avert.web.api.selectors import own_rows, place_at, place_row
from avert.web.api.shelf import Shelf

Answer = dict[str, Any]
NO_FORECAST = "There is no forecast of this place here: unknown, not low."


def forecasts(shelf: Shelf, violence_type: str, months: int) -> Answer:
    """Return the deaths to come in every country, summed over so many months. Raises MissingDataError."""
    issued = _needed(shelf)
    wanted = (pl.col("violence_type") == violence_type) & (pl.col("last_step") == months)
    about = issued.frames["countries"].select("country_gwcode", "is_reporting_blackout")
    rows = issued.frames["sums"].filter(wanted).join(about, on="country_gwcode", how="left")
    return {
        **_about(issued, violence_type),
        "months": months,
        "rows": [
            _sum(row) | {"place": place_row(place_of_gwcode(row["country_gwcode"]))}
            for row in rows.sort("p_25", "mean", descending=True).iter_rows(named=True)
        ],
    }


def forecast_of_place(shelf: Shelf, code: str, violence_type: str) -> Answer:
    """Return the deaths to come in one place, in sum and by month. Raises UnknownPlaceError, MissingDataError."""
    at, issued = place_at(code), _needed(shelf)
    wanted = pl.col("violence_type") == violence_type
    sums, months, about = (own_rows(issued.frames[name], at) for name in ("sums", "months", "countries"))
    rests_on = about.row(0, named=True) if about.height else {}
    return {
        **_about(issued, violence_type, "" if about.height else NO_FORECAST),
        "place": place_row(at),
        "is_reporting_blackout": rests_on.get("is_reporting_blackout"),
        "unknown_months": rests_on.get("unknown_months_count"),
        "sums": [_sum(row) for row in sums.filter(wanted).sort("last_step").iter_rows(named=True)],
        "by_month": [
            row | {"month": month_text(row["month_id"])}
            for row in months.filter(wanted).sort("step").iter_rows(named=True)
        ],
    }


def _needed(shelf: Shelf) -> Issued:
    if issued := shelf.forecast():
        return issued
    raise MissingDataError(
        "Deaths to come have not been forecast here. Compute them first: avert forecast run."
    )


def _sum(row: Answer) -> Answer:
    return row | {"months": row["last_step"]}


def _about(issued: Issued, violence_type: str, note: str = "") -> Answer:
    result = issued.result
    return {
        **envelope([result], note),
        "origin": result.origin,
        "model": result.specification["model"],
        "violence_type": violence_type,
    }
