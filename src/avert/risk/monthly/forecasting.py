"""Forecast every state from one origin, with intervals from refits on countries drawn with replacement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from avert.errors import InputError, MissingDataError
from avert.execution import map_tasks
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories
from avert.risk.bootstrap import MOST_DRAWS, MapTasks
from avert.risk.monthly.evaluation import EVERY, probability
from avert.risk.monthly.features import features_at
from avert.risk.monthly.learners import LEVELS, Blend, fit_blend
from avert.risk.monthly.outcomes import THRESHOLDS
from avert.risk.monthly.rows import Rows, past_rows
from avert.risk.monthly.unknown import fill_unknown

REPLICATES = 40
FILLS = 20
"""How often unknown months are drawn for the risk itself."""
TAILS = (0.05, 0.95)


@dataclass(frozen=True)
class Forecast:
    """Risks from one origin. p: (states, thresholds), NaN where too little is known. replicates: (R, …), the same."""

    country_gwcode: np.ndarray
    p: Floats
    replicates: Floats
    unknown_months: np.ndarray


def forecast(
    histories: DeathHistories,
    origin: int,
    *,
    replicates: int = REPLICATES,
    seed: int = 0,
    map_tasks: MapTasks = map_tasks,
) -> Forecast:
    """Return the probability that one-sided violence kills so many in the 12 months after an origin.

    Parameters
    ----------
    histories: see ``histories_of``; what they hold of later months is cut off first.
    origin: VIEWS month, the last whose events count.
    replicates: refits on countries drawn with replacement. In each, months that are unknown in the year before
        the origin are drawn afresh from the country's own record, so that what is unknown widens the interval.
    seed: of learners, draws and fills. map_tasks: runs the replicates.

    Returns
    -------
    Risks of the states that exist at the origin, by threshold. Never increasing in the threshold.

    Raises
    ------
    MissingDataError: no origin whose 12 months were over can be learnt from.
    """
    known = histories.until(origin)
    past = past_rows(known, origin, EVERY)
    if not ((past.ahead >= max(THRESHOLDS)).any() and (past.ahead < min(LEVELS)).any()):
        raise MissingDataError(
            "The record before this origin is too short to learn from: it needs years with and without such "
            "violence. Add the country-month file or UCDP GED of the world: avert data add PATH."
        )
    fitted = fit_blend(past.x, past.ahead, seed)
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(origin,)))
    fills = FILLS if unknown_months(known).any() else 1
    said = np.mean([_said(fitted, fill_unknown(known, rng), origin) for _ in range(fills)], axis=0)
    drawn = map_tasks(partial(_replicate, known, past, origin), range(replicates), seed=seed)
    is_state = known.is_state[:, -1]
    shape = (replicates, int(is_state.sum()), len(THRESHOLDS))
    return Forecast(
        known.country_gwcode[is_state],
        said[is_state],
        np.array([p[is_state] for p in drawn]).reshape(shape),
        unknown_months(known)[is_state],
    )


def unknown_months(histories: DeathHistories) -> np.ndarray:
    """Return how many of each state's last 12 months are unknown."""
    return np.asarray((np.isnan(histories.deaths["os"]) & histories.is_state)[:, -12:].sum(axis=1))


def risks(forecast: Forecast) -> pl.DataFrame:
    """Return a row per country and threshold, by threshold and rank.

    ``country_gwcode``, ``threshold``, ``p``, ``p_low``, ``p_high`` (90 %), ``rank``, ``rank_low``, ``rank_high``,
    ``unknown_months_count``. An interval always holds its p.
    """
    parts = []
    for i, threshold in enumerate(THRESHOLDS):
        p, drawn = forecast.p[:, i], forecast.replicates[:, :, i]
        low, high = _ends(drawn, p)
        rank_low, rank_high = _ends(np.array([_ranks(one) for one in drawn]).reshape(drawn.shape), _ranks(p))
        columns: Mapping[str, object] = {
            "country_gwcode": forecast.country_gwcode,
            "threshold": np.full(p.size, threshold),
            "p": p,
            "p_low": low,
            "p_high": high,
            "rank": _ranks(p),
            "rank_low": np.floor(rank_low),
            "rank_high": np.ceil(rank_high),
            "unknown_months_count": forecast.unknown_months,
        }
        parts.append(pl.DataFrame(columns))
    whole = [
        pl.col(name).cast(pl.Int32)
        for name in ("country_gwcode", "threshold", *_RANKS, "unknown_months_count")
    ]
    return (
        pl.concat(parts)
        .fill_nan(None)
        .with_columns(whole)
        .sort("threshold", "rank", "country_gwcode", nulls_last=True)
    )


_RANKS = ("rank", "rank_low", "rank_high")


def _said(fitted: Blend, histories: DeathHistories, origin: int) -> Floats:
    """Return (n, thresholds) probabilities; NaN where a state's record is too short."""
    x = features_at(histories, origin)
    has = ~np.isnan(x).any(axis=1)
    p = np.full((x.shape[0], len(THRESHOLDS)), np.nan)
    if has.any():
        p[has] = np.column_stack([probability(fitted.log_odds(x[has], c)) for c in THRESHOLDS])
    return p


def _replicate(
    histories: DeathHistories, past: Rows, origin: int, number: int, rng: np.random.Generator
) -> Floats:
    """Refit on countries drawn with replacement, and forecast once."""
    times = _times_drawn(past, rng)
    drawn = times > 0
    fitted = fit_blend(past.x[drawn], past.ahead[drawn], number, times[drawn])
    return _said(fitted, fill_unknown(histories, rng), origin)


def _times_drawn(past: Rows, rng: np.random.Generator) -> Floats:
    """Return how often each row's country was drawn, in a draw with rows at both ends of the levels."""
    _, cluster = np.unique(past.country_gwcode, return_inverse=True)
    count = int(cluster.max()) + 1
    for _ in range(MOST_DRAWS):
        times = np.bincount(rng.integers(count, size=count), minlength=count)[cluster].astype(float)
        ahead = past.ahead[times > 0]
        if (ahead >= max(THRESHOLDS)).any() and (ahead < min(LEVELS)).any():
            return np.asarray(times)
    raise InputError(
        f"In {MOST_DRAWS:,} draws of countries none had both much violence and little, so that no interval can be "
        "computed. Add data of more countries, or ask for --replicates 0."
    )


def _ends(drawn: Floats, point: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the interval, moved outwards where the point lies beyond them."""
    if not drawn.shape[0]:
        nothing = np.full(point.shape, np.nan)
        return nothing, nothing
    low, high = np.quantile(drawn, TAILS, axis=0)
    return np.minimum(low, point), np.maximum(high, point)


def _ranks(p: Floats) -> Floats:
    """Return ranks from 1, the highest p; ties share the lower rank, and what is NaN has none."""
    ordered = np.sort(-p[~np.isnan(p)])
    return np.where(np.isnan(p), np.nan, 1.0 + np.searchsorted(ordered, -p, side="left"))
