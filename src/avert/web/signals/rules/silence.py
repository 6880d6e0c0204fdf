"""Records that have fallen silent against their own past."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from avert.brief.quantities import day_text, month_text, written
from avert.forecast import DEFAULT
from avert.forecast.issuing import KIND as FORECAST
from avert.periods import year_month
from avert.places import place_of_gwcode
from avert.sources.holdings import Library
from avert.sources.results import Issued
from avert.web.signals.rules.findings import Finding, Raised


def fell_silent(library: Library, months: float) -> Raised:
    """Return the countries flagged as silent for so many months; see ``avert.panel.silence``."""
    issued = library.newest("deaths")
    if issued is None:
        return Raised()
    silent = issued.frames["silence"].filter(pl.col("silent_months_count") >= months)
    rows = silent.sort("country_gwcode").to_dicts()
    forecast = library.newest(FORECAST, model=DEFAULT)
    return Raised(tuple(_finding(row, issued, forecast) for row in rows))


def _finding(row: dict[str, Any], issued: Issued, forecast: Issued | None) -> Finding:
    place, result = place_of_gwcode(row["country_gwcode"]), issued.result
    year, number = year_month(row["silent_since"])
    sources = ", ".join(dict.fromkeys(source.label for source in result.sources))
    lines = [
        _(
            "{place}: no death recorded since {month}, for {months} months, after deaths in {share} of the "
            "24 months before. Silence is not calm: either the violence stopped or the reporting did."
        ).format(
            place=place.name(year=year),
            month=month_text(row["silent_since"]),
            months=row["silent_months_count"],
            share=written(row["past_active_share"], "share"),
        ),
        _("A past like this one would bring such a silence with a probability of at most {probability}.").format(
            probability=written(row["probability"], "probability")
        ),
        *_beside(forecast, row["country_gwcode"]),
        _("Source: {source}, as known on {day}. Result {result}.").format(
            source=sources,
            day=day_text(result.data_as_of or result.issued_at.date()),
            result=result.result_id,
        ),
    ]  # fmt: skip
    # One silence is one signal, however many months later the data still say so.
    return Finding(
        place.key,
        "\n".join(lines),
        f"since-{year:04d}-{number:02d}",
        dt.date(year, number, 1),
        result.result_id,
        sources[:200],
    )


def _beside(forecast: Issued | None, code: int) -> list[str]:
    """Say of the forecast for a country that has fallen silent that nobody may rest on it."""
    if forecast is None or code not in forecast.frames["countries"]["country_gwcode"]:
        return []
    text = _(
        "The forecast of deaths from {origin} (result {result}) is unreliable there: a low number in it is no sign "
        "of calm."
    )
    return [text.format(origin=forecast.result.origin, result=forecast.result.result_id)]
