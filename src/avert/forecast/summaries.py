"""What a forecast says of months, of sums over months, and of regions: counted from its draws."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import polars as pl

from avert.forecast.scenarios import TOTAL, WorldForecast
from avert.panel.arrays import Floats, Ints
from avert.panel.death_histories import DeathHistories
from avert.panel.fatalities import TYPES

KINDS = (*TYPES, TOTAL)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
THRESHOLDS = (1, 25, 100, 1000)
"""Deaths of which the odds are told."""
SUMS = (3, 6, 12, 24, 36)
"""Months over which deaths are summed."""
ONSET = 25
"""Deaths that end a quiet spell, and that must come on top for an escalation."""
QUIET_MONTHS = 12
MOST_UNKNOWN = 1 / 6
"""Share of months that may be unknown for what was recorded in them to be told."""
WORLD, ELSEWHERE = "World", "Elsewhere"

Columns = dict[str, Any]
_TYPES = {
    "country_gwcode": pl.Int32,
    "month_id": pl.Int32,
    "step": pl.Int16,
    "last_step": pl.Int16,
    "deaths_before": pl.Int64,
}


def summarise(of: WorldForecast, known: DeathHistories) -> dict[str, pl.DataFrame]:
    """Return the frames ``months``, ``sums``, ``regions`` and ``region_sums``.

    Each row holds ``mean`` and the quantiles ``q05`` to ``q95`` of deaths; those of countries also ``p_1``, ``p_25``,
    ``p_100`` and ``p_1000``, the probability of at least so many. ``sums`` have ``deaths_before`` (recorded in as many
    months up to the origin; null when more than a sixth of these is unknown), ``p_onset`` (at least 25 deaths, where
    none was recorded in the 12 months before; else null) and ``p_escalation`` (at least twice the deaths before, and
    25 more; null where those are unknown).
    """
    past = known_totals(known)
    row_of = {int(code): i for i, code in enumerate(known.country_gwcode)}
    spans = [span for span in SUMS if of.steps[0] == 1 and span in of.steps]
    together: dict[str, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(KINDS, 0))
    months, sums = [], []
    for row, draws in of.countries():
        code = int(of.country_gwcode[row])
        for kind in KINDS:
            key = {"country_gwcode": code, "violence_type": kind}
            summed = _summed(draws[kind], spans)
            months.append(key | _steps(of) | described(draws[kind]) | odds(draws[kind]))
            ahead = _ahead(summed, past[kind][row_of[code]], spans)
            sums.append(key | {"last_step": spans} | described(summed) | odds(summed) | ahead)
            for region in (str(of.region[row]) or ELSEWHERE, WORLD):
                together[region][kind] = together[region][kind] + draws[kind]
    regions, region_sums = [], []
    for region in sorted(together):
        for kind, drawn in together[region].items():
            key = {"region": region, "violence_type": kind}
            regions.append(key | _steps(of) | described(drawn))
            region_sums.append(key | {"last_step": spans} | described(_summed(drawn, spans)))
    frames = {"months": months, "sums": sums, "regions": regions, "region_sums": region_sums}
    return {name: _frame(parts) for name, parts in frames.items()}


def known_totals(known: DeathHistories) -> dict[str, Floats]:
    """Return deaths by type and in total, (n, months); a total is unknown when a type is."""
    return dict(known.deaths) | {TOTAL: np.sum([known.deaths[kind] for kind in TYPES], axis=0)}


def described(draws: Ints) -> dict[str, Any]:
    """Return the mean and quantiles of (rows, draws); a quantile is a value that was drawn."""
    found = np.quantile(draws, LEVELS, axis=-1, method="inverted_cdf").astype(np.int64)
    named = {f"q{round(100 * level):02d}": values for level, values in zip(LEVELS, found, strict=True)}
    return {"mean": draws.mean(axis=-1)} | named


def odds(draws: Ints) -> dict[str, Floats]:
    """Return the share of draws that reach each threshold."""
    return {f"p_{least}": (draws >= least).mean(axis=-1) for least in THRESHOLDS}


def _steps(of: WorldForecast) -> Columns:
    return {"step": of.steps, "month_id": of.origin + of.steps}


def _summed(draws: Ints, spans: list[int]) -> Ints:
    """Return (spans, DRAWS) deaths summed over the first months."""
    return np.asarray(np.cumsum(draws, axis=0)[[span - 1 for span in spans]])


def recorded(past: Floats, months: int) -> float:
    """Return deaths recorded in the newest months; NaN where more than a sixth of them is unknown."""
    newest = past[-months:]
    is_enough = np.isnan(newest).sum() + months - newest.size <= months * MOST_UNKNOWN
    return float(np.nansum(newest)) if is_enough else np.nan


def _ahead(summed: Ints, past: Floats, spans: list[int]) -> Columns:
    """Return what was recorded before, and the odds of an onset and of an escalation."""
    before = np.array([recorded(past, span) for span in spans])
    is_quiet = recorded(past, QUIET_MONTHS) == 0
    reached = (summed >= 2 * before[:, None]) & (summed >= before[:, None] + ONSET)
    return {
        "deaths_before": before,
        "p_onset": np.where(is_quiet, (summed >= ONSET).mean(axis=1), np.nan),
        "p_escalation": np.where(np.isnan(before), np.nan, reached.mean(axis=1)),
    }


def _frame(parts: list[Columns]) -> pl.DataFrame:
    """Put columns of many cells below each other; a text or a number stands for the whole cell."""
    length = len(next(value for value in parts[0].values() if not isinstance(value, str | int)))
    columns = {
        name: np.concatenate(
            [
                np.full(length, part[name]) if isinstance(part[name], str | int) else part[name]
                for part in parts
            ]
        )
        for name in parts[0]
    }
    frame = pl.DataFrame(columns).fill_nan(None)
    types = {
        "country_gwcode": pl.Int32,
        "month_id": pl.Int32,
        "step": pl.Int16,
        "last_step": pl.Int16,
        "deaths_before": pl.Int64,
    }
    return frame.cast({name: dtype for name, dtype in types.items() if name in frame.columns})
