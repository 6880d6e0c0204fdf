"""Forecasts of one origin beside what happened: a row per country, type and month, with its scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from avert.forecast.knowing import known_at
from avert.forecast.protocols.origins import Protocol
from avert.forecast.registry import all_models
from avert.forecast.scenarios import WorldForecast, world_forecast
from avert.forecast.summaries import KINDS, QUIET_MONTHS, described, known_totals, odds
from avert.panel.arrays import Floats, Ints
from avert.panel.death_histories import DeathHistories
from avert.scoring.samples import score_samples

SCORES = ("crps", "crps_log1p", "ignorance", "interval_score_90", "coverage_90")
SUM = 0
"""Step of the rows that score the sum over a year of months."""
YEAR = 12


def scored_rows(
    histories: DeathHistories, protocol: Protocol, model: str, window: int, *, seed: int
) -> pl.DataFrame:
    """Fit a model at the origin of a window, forecast, and score what is known by now.

    Returns
    -------
    ``model``, ``window``, ``origin`` (VIEWS month), ``country_gwcode``, ``violence_type`` (with ``total``), ``step``,
    ``month_id``, ``outcome``, ``is_quiet`` (no death of the type in the 12 months before the origin), the scores in
    ``SCORES``, ``p_1`` … ``p_1000`` and ``q05`` … ``q95``. A step of 0 is the sum over the first 12 months forecast,
    with the order of draws that the forecast gives. Rows without a known outcome are left out.
    """
    origin = protocol.origin(window)
    known = known_at(histories, origin)
    steps = np.array(protocol.steps)
    draws = all_models()[model].forecast(known, list(protocol.steps), seed=seed)
    said = world_forecast(known, draws, steps, origin=origin, seed=seed)
    happened = known_totals(histories)
    quiet = {kind: (of[:, -QUIET_MONTHS:] == 0).all(axis=1) for kind, of in known_totals(known).items()}
    parts = []
    for row, drawn in said.countries():
        state = int(np.searchsorted(known.country_gwcode, said.country_gwcode[row]))
        for kind in KINDS:
            y = _outcomes(happened[kind][state], histories.first_month, origin + steps)
            parts.append((row, kind, drawn[kind], y, bool(quiet[kind][state])))
    frame = pl.concat(_rows(said, part) for part in _batches(parts))
    return frame.select(
        pl.lit(model).alias("model"),
        pl.lit(window, pl.Int16).alias("window"),
        pl.lit(origin, pl.Int32).alias("origin"),
        pl.all(),
    )


def _batches(parts: list[Any]) -> Any:
    return (parts[i : i + 200] for i in range(0, len(parts), 200))


def _outcomes(happened: Floats, first_month: int, months: Ints) -> Floats:
    column = months - first_month
    inside = (column >= 0) & (column < happened.size)
    return np.where(inside, happened[np.where(inside, column, 0)], np.nan)


def _rows(said: WorldForecast, parts: list[tuple[int, str, Ints, Floats, bool]]) -> pl.DataFrame:
    """Score the months of several cells, and the sum over the first year of each."""
    steps = said.steps.size
    draws = np.concatenate([np.vstack([drawn, drawn[:YEAR].sum(axis=0)]) for _, _, drawn, _, _ in parts])
    y = np.concatenate([np.append(of, of[:YEAR].sum() if steps >= YEAR else np.nan) for *_, of, _ in parts])
    is_known = ~np.isnan(y)
    codes = [said.country_gwcode[row] for row, *_ in parts]
    step = np.append(said.steps, SUM)
    columns: Mapping[str, Any] = {
        "country_gwcode": np.repeat(codes, steps + 1).astype(np.int32),
        "violence_type": np.repeat([kind for _, kind, *_ in parts], steps + 1),
        "step": np.tile(step, len(parts)).astype(np.int16),
        "month_id": np.tile(said.origin + step, len(parts)).astype(np.int32),
        "outcome": y,
        "is_quiet": np.repeat([quiet for *_, quiet in parts], steps + 1),
    }
    keys = pl.DataFrame(columns).filter(is_known)
    return keys.hstack(pl.DataFrame(_scores(draws[is_known], y[is_known]))) if is_known.any() else keys


def _scores(draws: Ints, y: Floats) -> dict[str, Any]:
    found = score_samples(draws, y)
    scores = (found.crps, found.crps_log1p, found.ignorance, found.interval_score, found.covered)
    quantiles = {name: of for name, of in described(draws).items() if name != "mean"}
    return dict(zip(SCORES, scores, strict=True)) | odds(draws) | quantiles
