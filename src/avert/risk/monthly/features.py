"""What is known of a state at the origin: its own record, its subregion's, its region. Nothing later."""

from __future__ import annotations

import numpy as np

from avert import periods
from avert.panel.arrays import Floats
from avert.panel.death_histories import KINDS, DeathHistories

WINDOWS = (1, 3, 6, 12, 24, 60)
LEAST_KNOWN = 12
"""So many months of a state's own record must be known before anything is said of it."""
LONGEST_SINCE = 240
HEAVY_MONTH = 25
REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")

NAMES = (
    *(f"log_{kind}_{window}" for kind in KINDS for window in WINDOWS),
    "log_os_yearly_ever",
    "log_os_worst_year",
    "log_months_since_os",
    "log_months_since_heavy_os",
    "share_of_months_os_12",
    "share_of_months_os_60",
    "log_os_12_subregion",
    "log_sb_12_subregion",
    "log_os_12_world",
    *(f"is_{region}" for region in REGIONS),
)


def features_at(histories: DeathHistories, month: int) -> Floats:
    """Return (n, features) of every state at an origin: ``NAMES``, then the structure where it is loaded.

    Sums over a window of w months are w times the mean of its known months, as log(1 + deaths). A state of which
    fewer than 12 months are known has NaN throughout.
    """
    past = histories.until(month).deaths
    os = past["os"]
    own = [_log_sum(past[kind], window) for kind in KINDS for window in WINDOWS]
    around = [_log_others(past[kind], histories.subregion) for kind in ("os", "sb")]
    columns = [
        *own,
        np.log1p(12.0 * _mean(os)),
        np.log1p(_worst_year(os)),
        _log_since(os, 1),
        _log_since(os, HEAVY_MONTH),
        _mean((os > 0)[:, -12:].astype(float), ~np.isnan(os[:, -12:])),
        _mean((os > 0)[:, -60:].astype(float), ~np.isnan(os[:, -60:])),
        *around,
        np.full(os.shape[0], np.log1p(np.nansum(os[:, -12:]))),
        *((histories.region == region).astype(float) for region in REGIONS),
    ]
    if histories.structure is not None:
        columns.extend(histories.structure.at(periods.year_month(month)[0]).T)
    found = np.column_stack(columns)
    found[(~np.isnan(os)).sum(axis=1) < LEAST_KNOWN] = np.nan
    return found


def _mean(values: Floats, known: np.ndarray | None = None) -> Floats:
    """Return the mean of each row's known values; 0 where none is known."""
    known = ~np.isnan(values) if known is None else known
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.asarray(total / np.maximum(known.sum(axis=1), 1))


def _log_sum(deaths: Floats, window: int) -> Floats:
    return np.asarray(np.log1p(window * _mean(deaths[:, -window:])))


def _log_others(deaths: Floats, groups: np.ndarray) -> Floats:
    """Return the last year's deaths of the other states of each state's group."""
    of_year = np.nansum(deaths[:, -12:], axis=1)
    _, group = np.unique(groups, return_inverse=True)
    return np.asarray(np.log1p(np.bincount(group, weights=of_year)[group] - of_year))


def _worst_year(deaths: Floats) -> Floats:
    """Return the most deaths in any 12 months in a row so far."""
    total = np.cumsum(np.nan_to_num(deaths), axis=1)
    before = np.pad(total, ((0, 0), (12, 0)))[:, : total.shape[1]]
    return np.asarray((total - before).max(axis=1))


def _log_since(deaths: Floats, least: int) -> Floats:
    """Return log(1 + months since a month with so many deaths), 240 when there was none."""
    has = np.nan_to_num(deaths) >= least
    since = np.where(has.any(axis=1), np.argmax(has[:, ::-1], axis=1), LONGEST_SINCE)
    return np.asarray(np.log1p(np.minimum(since, LONGEST_SINCE)))
