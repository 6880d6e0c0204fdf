"""A small invented forecast of deaths and tests of it: Myanmar fights on, Ethiopia fell silent, Mali was quiet."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from avert.forecast import DEFAULT
from avert.forecast.issuing import KIND
from avert.forecast.summaries import SUMS, described, odds
from avert.periods import month_id
from avert.provenance import Source
from avert.sources.results import Result
from avert.sources.store import Store

NOW = dt.datetime(2022, 4, 1, tzinfo=dt.UTC)
ETHIOPIA, MALI, MYANMAR = 530, 432, 775
HOSTILE = "=cmd|'/c calc'!A1<b>"
GED = Source(
    "ucdp_candidate", "22.0.2", dt.date(2022, 3, 31), False, "Candidate events", "UCDP", "CC BY 4.0", "Cite it.",
    "https://example.org/", "f",
)  # fmt: skip
ORIGIN = month_id(2022, 2)
MEANS = {ETHIOPIA: 0.4, MALI: 0.9, MYANMAR: 90.0}
REGIONS = {ETHIOPIA: "Africa", MALI: "Africa", MYANMAR: "Asia"}
BEFORE = {ETHIOPIA: None, MALI: 0, MYANMAR: 1200}
STEPS = 36


def _draws() -> dict[tuple[int, str], Any]:
    """Return (steps, 1,000) draws by country and type; the total is their sum, draw by draw."""
    rng = np.random.default_rng(7)
    found: dict[tuple[int, str], Any] = {}
    for code, mean in MEANS.items():
        for kind, share in (("sb", 0.7), ("ns", 0.1), ("os", 0.2)):
            found[code, kind] = rng.poisson(rng.gamma(0.3, share * mean / 0.3, (STEPS, 1000)))
        found[code, "total"] = sum(found[code, kind] for kind in ("sb", "ns", "os"))
    return found


def _by_step(draws: Any, **keys: Any) -> pl.DataFrame:
    steps = np.arange(1, STEPS + 1)
    return pl.DataFrame({"step": steps, "month_id": ORIGIN + steps} | described(draws)).select(
        *(pl.lit(value).alias(name) for name, value in keys.items()), pl.all()
    )


def _summed(draws: Any) -> Any:
    return np.cumsum(draws, axis=0)[[months - 1 for months in SUMS]]


def forecast_frames() -> dict[str, pl.DataFrame]:
    """Return the frames of a forecast of three countries."""
    drawn = _draws()
    months, sums = [], []
    for (code, kind), draws in drawn.items():
        keys = {"country_gwcode": code, "violence_type": kind}
        months.append(_by_step(draws, **keys).with_columns(**odds(draws)))
        summed = _summed(draws)
        before, unknown = BEFORE[code], [None] * len(SUMS)
        escalated = None if before is None else (summed >= max(2 * before, before + 25)).mean(axis=1)
        sums.append(
            pl.DataFrame({"last_step": SUMS} | described(summed) | odds(summed)).with_columns(
                *(pl.lit(value).alias(name) for name, value in keys.items()),
                pl.lit(before, pl.Int64).alias("deaths_before"),
                pl.Series(
                    "p_onset", (summed >= 25).mean(axis=1) if code == MALI else unknown, dtype=pl.Float64
                ),
                pl.Series("p_escalation", unknown if escalated is None else escalated, dtype=pl.Float64),
            )
        )
    regions, region_sums = [], []
    for region in ("Africa", "Asia", "World"):
        inside = [code for code in MEANS if region in (REGIONS[code], "World")]
        for kind in ("sb", "ns", "os", "total"):
            draws = sum(drawn[code, kind] for code in inside)
            keys = {"region": region, "violence_type": kind}
            regions.append(_by_step(draws, **keys))
            spread = pl.DataFrame({"last_step": SUMS} | described(_summed(draws)))
            region_sums.append(spread.with_columns(pl.lit(value).alias(name) for name, value in keys.items()))
    types = {"country_gwcode": pl.Int32, "month_id": pl.Int32, "step": pl.Int16, "last_step": pl.Int16}
    frames = {
        name: (frame := pl.concat(parts)).cast(
            {key: kind for key, kind in types.items() if key in frame.columns}
        )
        for name, parts in (
            ("months", months),
            ("sums", sums),
            ("regions", regions),
            ("region_sums", region_sums),
        )
    }
    return frames | {"countries": _countries(), "revisions": _revisions(), "blackouts": _blackouts()}


def _countries() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "country_gwcode": list(MEANS),
            "iso3": ["ETH", "MLI", "MMR"],
            "name": ["Ethiopia", "Mali", "Myanmar"],
            "region": list(REGIONS.values()),
            "deaths_12_months": [None, 0, 1200],
            "unknown_months_count": [3, 0, 0],
            "is_quiet": [None, True, False],
            "is_reporting_blackout": [True, False, False],
            "candidate_months_count": [14, 2, 0],
            "newest_month": [ORIGIN, ORIGIN, ORIGIN],
            "newest_source": ["ucdp_candidate 22.0.2", HOSTILE, "ucdp_candidate 22.0.2"],
        },
        schema_overrides={"country_gwcode": pl.Int32, "deaths_12_months": pl.Int64},
    )


def _blackouts() -> pl.DataFrame:
    said = {
        "country_gwcode": [ETHIOPIA],
        "kind": ["silent"],
        "since": [month_id(2021, 9)],
        "months_count": [6],
    }
    return pl.DataFrame(said, schema_overrides={"country_gwcode": pl.Int32, "since": pl.Int32})


def _revisions() -> pl.DataFrame:
    """Return revisions as ``avert.forecast.revisions`` sums them up: of candidate events, and of an older dataset."""
    shares = {
        "share_same": 0.6,
        "share_up": 0.3,
        "share_down": 0.1,
        "share_up_low": 0.21,
        "share_up_high": 0.42,
        "early_sum": 4000,
        "later_sum": 9000,
    }
    ratios = {"ratio_q05": 0.5, "ratio_q25": 0.9, "ratio_q50": 1.25, "ratio_q75": 1.5, "ratio_q95": 4.0}
    return pl.DataFrame(
        [
            {"early_source": source, "violence_type": kind, "size": size, "pairs_count": 150} | shares
            | (dict.fromkeys(ratios) if size == "0" else ratios)
            for source in ("ucdp_candidate", "ucdp_ged")
            for kind in ("sb", "total")
            for size in ("0", "26–100")
        ],
        schema_overrides=dict.fromkeys(ratios, pl.Float64),
    )  # fmt: skip


def put_forecast(store: Store, *, model: str = DEFAULT, seed: int = 0) -> str:
    """Keep the forecast; return its id."""
    said = {"model": model, "first_step": 1, "last_step": 36, "as_of": None, "is_past": None}
    result = Result(KIND, (GED,), said, seed, "2022-02", NOW + dt.timedelta(days=seed))
    store.put(result, forecast_frames())
    return result.result_id


def put_evaluation(store: Store, protocol: str = "cm-bench", windows: tuple[int, ...] = (2018, 2019)) -> str:
    """Keep a test of three models; in Myanmar one month of 2019 was far worse than forecast, one is unknown."""
    frames = {
        "scores": _scores(protocol, windows),
        "differences": _differences(),
        "reliability": _reliability(),
        "past": _past(windows),
        "rows": pl.DataFrame({"crps": [1.0]}),
    }
    said = {"protocol": protocol, "models": list(MODELS), "windows": list(windows), "draws": 200}
    result = Result("country-forecast-evaluation", (GED,), said, 0, f"{max(windows) - 1}-10", NOW)
    store.put(result, frames)
    return result.result_id


MODELS = {DEFAULT: 30.25, "other_model": 29.5, "challenge:boot": 31.0}


def _scores(protocol: str, windows: tuple[int, ...]) -> pl.DataFrame:
    rows = ["all", "deaths", "onset", *(["steps 1-3", "steps 13-24"] if protocol == "cm-bench-36" else [])]
    return pl.DataFrame(
        [
            {
                "model": model, "is_default": model == DEFAULT, "violence_type": kind, "window": window,
                "rows": row, "count": 2292, "crps": crps + (500.0 if row == "deaths" else 0.0), "crps_log1p": 0.15,
                "ignorance": 0.6, "interval_score_90": 500.0, "coverage_90": None if ":" in model else 0.875,
            }
            for model, crps in MODELS.items()
            for kind in ("sb", "ns", "os", "total")
            for window in (*map(str, windows), "mean")
            for row in rows
        ],
        schema_overrides={"coverage_90": pl.Float64},
    )  # fmt: skip


def _differences() -> pl.DataFrame:
    ends = {"other_model": (0.134, 0.107, 0.159), "challenge:boot": (-0.004, -0.052, 0.029)}
    return pl.DataFrame(
        [
            {
                "model": model, "reference": "conflictology", "violence_type": kind, "rows": row, "score": score,
                "difference": -skill, "low": -high, "high": -low, "skill": skill, "skill_low": low, "skill_high": high,
            }
            for model, (skill, low, high) in ends.items()
            for kind in ("sb", "ns", "os", "total")
            for row in ("all", "onset")
            for score in ("crps", "crps_log1p", "ignorance", "interval_score_90", "coverage_90")
        ]
    )  # fmt: skip


def _reliability() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "model": model, "violence_type": kind, "threshold": least, "bin_low": low, "bin_high": low + 0.1,
                "count": 1000, "p_mean": low + 0.05, "observed": low + 0.04, "observed_low": low + 0.01,
                "observed_high": low + 0.08,
            }
            for model in (DEFAULT, "other_model")
            for kind in ("sb", "ns", "os", "total")
            for least in (1, 25, 100, 1000)
            for low in (0.0, 0.4)
        ]
    )  # fmt: skip


def _past(windows: tuple[int, ...]) -> pl.DataFrame:
    outcomes = {month_id(2019, 5): 40_000.0, month_id(2019, 6): None}
    return pl.DataFrame(
        [
            {
                "model": DEFAULT, "violence_type": kind, "country_gwcode": MYANMAR,
                "origin": month_id(window - 1, 10), "step": step, "month_id": month_id(window - 1, 10) + step,
                "q05": 0, "q25": 10, "q50": 40, "q75": 90, "q95": 400, "p_25": 0.6,
                "outcome": outcomes.get(month_id(window - 1, 10) + step, 50.0),
            }
            for kind in ("sb", "ns", "os", "total")
            for window in windows
            for step in range(3, 15)
        ],
        schema_overrides={"country_gwcode": pl.Int32, "outcome": pl.Float64},
    )  # fmt: skip
