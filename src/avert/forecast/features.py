"""What is known of every state in every month: its own record, that of the states around it, slow predictors.

Everything is computed for all months at once, and each month's row from that month and earlier ones alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from avert import periods
from avert.panel.arrays import Floats
from avert.panel.death_histories import KINDS, DeathHistories

LAGS = 3
MEANS = (3, 6, 12, 24, 60, 120)
"""Months over which deaths are averaged."""
LEVEL = (3, 12, 60)
"""Of these, those whose mean is the level of a state."""
HALF_LIVES = (3.0, 12.0, 48.0)
SINCE = (1, 25, 100)
"""How long ago a month with so many deaths was."""
LONGEST_SINCE = 240
SHARES = (12, 60, 240)
"""Months of which the share with deaths is taken."""
AROUND = (3, 12)
"""Months over which deaths of other states are averaged."""


@dataclass(frozen=True)
class Features:
    """names: of the last axis. values: (n, months, features), of which none is missing."""

    names: tuple[str, ...]
    values: NDArray[np.float32]

    def level_of(self, kind: str) -> Floats:
        """Return (n, months) log(1 + deaths a month) of a type, lately and for long: the mean of three windows."""
        of = [self.names.index(f"{kind}_mean_{window}") for window in LEVEL]
        return np.asarray(self.values[:, :, of].mean(axis=2, dtype=np.float64))


def features_of(known: DeathHistories) -> Features:
    """Return the features of every state and month; what is unknown is left out of means, and lags repeat."""
    columns: dict[str, Floats] = {}
    for kind in KINDS:
        columns |= {f"{kind}_{name}": of for name, of in _own(known.deaths[kind]).items()}
        columns |= {f"{kind}_{name}": of for name, of in _around(known, known.deaths[kind]).items()}
    columns |= _slow(known)
    values = np.stack(list(columns.values()), axis=-1, dtype=np.float32, casting="same_kind")
    return Features(tuple(columns), values)


def _own(deaths: Floats) -> dict[str, Floats]:
    """Return what a state's own record says."""
    logs = np.log1p(_carried(deaths))
    found = {f"lag_{k}": _shifted(logs, k) for k in range(LAGS)}
    found |= {f"mean_{w}": np.log1p(_mean(deaths, w)) for w in MEANS}
    found |= {f"decay_{h:g}": _decayed(logs, h) for h in HALF_LIVES}
    found |= {f"since_{least}": _since(deaths, least) for least in SINCE}
    found |= {f"share_{w}": _mean(_is_any(deaths), w) for w in SHARES}
    year = _windows(logs, 12)
    found |= {"least_12": year.min(axis=2), "median_12": np.median(year, axis=2), "most_12": year.max(axis=2)}
    found |= {"spread_12": year.std(axis=2), "most_60": _windows(logs, 60).max(axis=2)}
    return found


def _around(known: DeathHistories, deaths: Floats) -> dict[str, Floats]:
    """Return deaths a month in the other states of the subregion, the region and the world."""
    found = {}
    groups = {"subregion": known.subregion, "region": known.region, "world": np.full(known.region.shape, "")}
    for name, of in groups.items():
        is_other = (of[:, None] == of[None, :]) & ~np.eye(of.size, dtype=bool)
        for window in AROUND:
            found[f"{name}_{window}"] = np.log1p(is_other.astype(float) @ _mean(deaths, window))
    return found


def _slow(known: DeathHistories) -> dict[str, Floats]:
    """Return the structure where it is loaded, and how many months of the state are known."""
    deaths = known.deaths["sb"]
    found = {"months_known": np.log1p(np.cumsum(~np.isnan(deaths), axis=1))}
    if known.structure is None:
        return found
    years = [periods.year_month(known.first_month + i)[0] for i in range(deaths.shape[1])]
    of_year = {year: known.structure.at(year) for year in set(years)}
    by_month = np.stack([of_year[year] for year in years], axis=1)
    return found | {f"structure_{i}": by_month[:, :, i] for i in range(by_month.shape[2])}


def _carried(deaths: Floats) -> Floats:
    """Return deaths in which an unknown month repeats the one before; 0 before anything is known."""
    months = np.arange(deaths.shape[1])
    newest = np.maximum.accumulate(np.where(np.isnan(deaths), -1, months), axis=1)
    return np.where(newest < 0, 0.0, np.take_along_axis(deaths, np.maximum(newest, 0), axis=1))


def _is_any(deaths: Floats) -> Floats:
    return np.where(np.isnan(deaths), np.nan, deaths > 0)


def _shifted(values: Floats, months: int) -> Floats:
    return np.pad(values, ((0, 0), (months, 0)))[:, : values.shape[1]]


def _mean(values: Floats, window: int) -> Floats:
    """Return the mean of known months in each window; 0 where none is known."""
    is_known = ~np.isnan(values)
    total, count = (np.cumsum(of, axis=1) for of in (np.where(is_known, values, 0.0), is_known.astype(float)))
    return np.asarray((total - _shifted(total, window)) / np.maximum(count - _shifted(count, window), 1.0))


def _windows(values: Floats, window: int) -> Floats:
    return sliding_window_view(np.pad(values, ((0, 0), (window - 1, 0))), window, axis=1)


def _decayed(logs: Floats, half_life: float) -> Floats:
    """Return the mean of the past whose weights halve every so many months."""
    keep = 0.5 ** (1.0 / half_life)
    found = np.zeros_like(logs)
    for i in range(logs.shape[1]):
        found[:, i] = (1.0 - keep) * logs[:, i] + (keep * found[:, i - 1] if i else 0.0)
    return found


def _since(deaths: Floats, least: int) -> Floats:
    """Return log(1 + months since a month with so many deaths), 240 when there was none."""
    months = np.arange(deaths.shape[1])
    newest = np.maximum.accumulate(np.where(np.nan_to_num(deaths) >= least, months, -LONGEST_SINCE), axis=1)
    return np.log1p(np.minimum(months - newest, LONGEST_SINCE))
