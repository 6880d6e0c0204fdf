"""A small invented forecast in the form in which it is issued, of a few countries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from avert.forecast import DEFAULT
from avert.forecast.issuing import KIND
from avert.forecast.summaries import SUMS
from avert.places import place_of_gwcode
from avert.provenance import Source
from avert.sources.results import Result
from avert.sources.store import Store

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
SOURCE = Source(
    "ged", "1.0", dt.date(2025, 6, 1), False, "T", "P", "CC BY 4.0", "C", "https://p.example", "g"
)
ODDS = ("p_1", "p_25", "p_100", "p_1000")
WHOLE = ("q05", "q25", "q50", "q75", "q95", "deaths_before")


def country(code: int, **said: Any) -> dict[str, pl.DataFrame]:
    """Return what is forecast for a country: the same for every type and span but for what is said, as ``os_12={}``.

    ``blackout`` flags its record; ``quiet`` is whether a year without a death was recorded, None if that is unknown.
    """
    usual = {
        "mean": 10.0, "q05": 0, "q25": 2, "q50": 8, "q75": 20, "q95": 90, "p_1": 0.9, "p_25": 0.2, "p_100": 0.04,
        "p_1000": 0.001, "deaths_before": 12, "p_onset": None, "p_escalation": 0.1,
    }  # fmt: skip
    rows = [
        {"country_gwcode": code, "violence_type": kind, "last_step": span}
        | usual
        | said.get("all", {})
        | said.get(f"{kind}_{span}", {})
        for kind in ("sb", "ns", "os", "total")
        for span in SUMS
    ]
    place = place_of_gwcode(code)
    known = {
        "country_gwcode": code, "region": place.m49_region, "subregion": place.m49_subregion, "iso3": place.iso3,
        "name": place.name(), "deaths_12_months": 12, "unknown_months_count": 0, "is_quiet": said.get("quiet", False),
        "is_reporting_blackout": said.get("blackout", False), "newest_month": 526, "newest_source": "ged 1.0",
    }  # fmt: skip
    whole = dict.fromkeys(WHOLE, pl.Int64) | dict.fromkeys(
        ("mean", *ODDS, "p_onset", "p_escalation"), pl.Float64
    )
    sums = pl.DataFrame(rows, infer_schema_length=None).cast(
        {**whole, "country_gwcode": pl.Int32, "last_step": pl.Int16}
    )
    return {"sums": sums, "countries": pl.DataFrame([known]).cast({"country_gwcode": pl.Int32})}


def forecast(*countries: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Put countries into one forecast."""
    return {name: pl.concat([one[name] for one in countries]) for name in ("sums", "countries")}


def issue(
    store: Store,
    origin: str,
    *countries: dict[str, pl.DataFrame],
    seed: int = 0,
    model: str = DEFAULT,
    source: Source = SOURCE,
) -> str:
    """Keep a forecast of countries in a store as an issued one, and return its id."""
    result = Result(KIND, (source,), {"model": model}, seed, origin, NOW)
    store.put(result, forecast(*countries))
    return result.result_id
