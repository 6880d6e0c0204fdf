"""What changed between two forecasts."""

from __future__ import annotations

import polars as pl

from avert.sources.results import Issued

_KEYS = ["country_gwcode", "violence_type", "last_step"]
_COMPARED = ("mean", "p_1", "p_25", "p_100", "p_1000")
CHOSEN = ("model", "first_step", "last_step")
"""Choices that two forecasts must share for their difference to come from the data."""


def are_comparable(newer: Issued, older: Issued) -> bool:
    """Say whether two forecasts differ by nothing but their data and origin."""
    chosen = [{name: one.result.specification.get(name) for name in CHOSEN} for one in (newer, older)]
    return chosen[0] == chosen[1]


def compare_forecasts(newer: Issued, older: Issued) -> pl.DataFrame:
    """Return both forecasts of deaths summed over months, side by side, for the states that are in both.

    The two may start from different origins: the sums are those over the months that follow each.

    Returns
    -------
    One row per ``country_gwcode``, ``violence_type`` and ``last_step``: ``name``; ``deaths_before_older``,
    ``deaths_before_newer`` (recorded in as many months up to each origin; null when unknown); for the ``mean`` and
    each probability (``p_25``: of at least 25 deaths) ``…_older``, ``…_newer`` and ``…_change``;
    ``is_reporting_blackout`` (of the newer forecast). Largest change of ``p_25`` first.
    """
    values = ("deaths_before", *_COMPARED)
    sides = [
        one.frames["sums"].select(*_KEYS, *(pl.col(value).alias(f"{value}_{side}") for value in values))
        for side, one in (("older", older), ("newer", newer))
    ]
    changes = [
        (pl.col(f"{value}_newer") - pl.col(f"{value}_older")).alias(f"{value}_change") for value in _COMPARED
    ]
    named = newer.frames["countries"].select("country_gwcode", "name", "is_reporting_blackout")
    return (
        sides[0]
        .join(sides[1], on=_KEYS)
        .join(named, on="country_gwcode", how="left")
        .with_columns(changes)
        .sort(pl.col("p_25_change").abs(), *_KEYS, descending=[True, False, False, False], nulls_last=True)
    )
