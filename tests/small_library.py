"""A small invented library of results, for what shows figures: some known, some zero, some unknown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from avert.config import Config
from avert.provenance import Source
from avert.sources.results import Result
from avert.sources.store import Store
from tests.forecast_results import put_forecast

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
ETHIOPIA, SUDAN, KENYA, UGANDA = 530, 625, 501, 500
FORMULA = "=HYPERLINK(1)"
"""A release may be called anything."""


def source(dataset: str, release: str = "1.0") -> Source:
    day = dt.date(2025, 6, 1)
    return Source(
        dataset, release, day, False, "Title", "P", "CC BY 4.0", "Cite", "https://p.example", dataset
    )


def put(store: Store, kind: str, origin: str, seed: int = 0, **frames: pl.DataFrame) -> str:
    result = Result(kind, (source(kind, FORMULA),), {"model": "m"}, seed, origin, NOW)
    store.put(result, frames)
    return result.result_id


def death_row(code: int, when: dict[str, int], best: int | None) -> dict[str, Any]:
    row: dict[str, Any] = {"country_gwcode": code, **when}
    for kind in ("sb", "ns", "os"):
        ends = (best, best, None if best is None else 2 * best)
        for name, value in zip(("best", "low", "high"), ends, strict=True):
            row[f"fatalities_{kind}_{name}"] = value
        row[f"fatalities_{kind}_source"] = None if best is None else FORMULA
    return row


def deaths() -> dict[str, pl.DataFrame]:
    known = [
        (ETHIOPIA, 2020, 7),
        (ETHIOPIA, 2021, 40),
        (SUDAN, 2021, 0),
        (KENYA, 2021, None),
        (UGANDA, 2021, 3),
    ]
    months = [(ETHIOPIA, 493, 4), (ETHIOPIA, 494, None), (SUDAN, 493, 0)]
    silence = {"country_gwcode": [SUDAN], "silent_since": [490], "silent_months_count": [4],
               "past_active_share": [0.75], "probability": [0.001]}  # fmt: skip
    return {
        "years": pl.DataFrame([death_row(code, {"year": year}, best) for code, year, best in known]),
        "months": pl.DataFrame([death_row(code, {"month_id": month}, best) for code, month, best in months]),
        "silence": pl.DataFrame(silence),
    }


def risks(year: int, value: float) -> dict[str, pl.DataFrame]:
    row = {"country_gwcode": ETHIOPIA, "year": year, "model": FORMULA, "risk": value, "risk_low": value / 2,
           "risk_high": 2 * value, "rank": 1, "rank_low": 1, "rank_high": 2}  # fmt: skip
    unknown = row | {"country_gwcode": KENYA} | dict.fromkeys(
        ("risk", "risk_low", "risk_high", "rank", "rank_low", "rank_high")
    )  # fmt: skip
    parts = {"country_gwcode": [ETHIOPIA] * 2, "year": [year] * 2, "label": ["a", "b"], "value": [26.98, 1.0],
             "contribution": [0.123456, -1.0]}  # fmt: skip
    return {"risks": pl.DataFrame([row, unknown]), "contributions": pl.DataFrame(parts)}


def structure() -> dict[str, pl.DataFrame]:
    same = {
        "country_gwcode": ETHIOPIA,
        "year": 2024,
        "indicator": "v2x_libdem",
        "value": 0.2,
        "value_low": None,
    }
    series = pl.DataFrame([same | {"value_high": None}]).cast(
        {"value_low": pl.Float64, "value_high": pl.Float64}
    )
    more = {"worse_is": "low", "share_of_world_better": 0.9, "change_5y": None, "is_change_clear": None,
            "own_past_rank": 0.5, "source_label": "vdem v15"}  # fmt: skip
    return {"profile": series.with_columns(pl.lit(value).alias(name) for name, value in more.items()),
            "series": series}  # fmt: skip


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    store = Store(home / "store")
    put(store, "deaths", "2021-12", **deaths())
    put(store, "risk", "2024", **risks(2024, 0.05))
    put(store, "risk", "2023", **risks(2023, 0.03))
    put(store, "structure", "2024", **structure())
    years = {"country_gwcode": [ETHIOPIA], "year": [2024], "conflicts_count": [2], "conflict_intensity_max": [1],
             "is_conflict": [True], "is_war": [False]}  # fmt: skip
    put(store, "conflicts", "2024-12", years=pl.DataFrame(years))
    put_forecast(store)
    put(store, "diary", "2024", pages=pl.DataFrame({"x": [1]}))
    return home


@pytest.fixture
def small_library(small_home: Path, settings: Any) -> Store:
    """The small library, as the site's own."""
    settings.CONFIG = Config(home=small_home)
    return Store(small_home / "store")
