"""Deaths as arrays of states by months, in which what is unknown stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.panel import Panel
from avert.panel.arrays import Floats, Ints
from avert.panel.slow_predictors import Structure, structure_of
from avert.places import place_of_gwcode

KINDS = ("os", "sb", "ns")


@dataclass(frozen=True)
class DeathHistories:
    """Monthly deaths of every state.

    country_gwcode: (n,). first_month: VIEWS number of the first column. deaths: for each of ``os``, ``sb`` and
    ``ns`` an array (n, months), NaN where unknown or where there was no such state. region, subregion: (n,) M49's
    names; a state without one has an empty text. is_state: (n, months), whether the state existed.
    structure: slow predictors, where they are loaded.
    """

    country_gwcode: Ints
    first_month: int
    deaths: Mapping[str, Floats]
    region: NDArray[np.str_]
    subregion: NDArray[np.str_]
    is_state: NDArray[np.bool_]
    structure: Structure | None = None

    @property
    def last_month(self) -> int:
        """Return the VIEWS number of the last column."""
        return self.first_month + int(self.deaths["os"].shape[1]) - 1

    def column_of(self, month: int) -> int:
        """Return the column of a month."""
        return month - self.first_month

    def until(self, month: int) -> DeathHistories:
        """Return what was recorded up to a month; everything later is cut off."""
        width = self.column_of(month) + 1
        deaths = {kind: of[:, :width] for kind, of in self.deaths.items()}
        return replace(self, deaths=deaths, is_state=self.is_state[:, :width])


def histories_of(panel: Panel, structure: pl.DataFrame | None = None) -> DeathHistories:
    """Return the deaths of a country-month panel as arrays, with slow predictors from EWP's panel if given.

    See ``avert.panel.add_fatalities`` and ``avert.panel.slow_predictors``.
    """
    panel.require_kind(["country-month"], "histories_of")
    for kind in KINDS:
        panel.require(f"fatalities_{kind}_best", "histories_of", "add_fatalities(panel, tables)")
    frame = panel.frame
    codes, row = np.unique(frame["country_gwcode"].to_numpy(), return_inverse=True)
    column = frame["month_id"].to_numpy() - panel.first_month
    shape = (codes.size, panel.last_month - panel.first_month + 1)
    is_state = np.zeros(shape, dtype=bool)
    is_state[row, column] = True
    deaths = {}
    for kind in KINDS:
        deaths[kind] = np.full(shape, np.nan)
        deaths[kind][row, column] = frame[f"fatalities_{kind}_best"].cast(pl.Float64).to_numpy()
    places = [place_of_gwcode(int(code)) for code in codes]
    return DeathHistories(
        codes.astype(np.int64),
        panel.first_month,
        deaths,
        np.array([place.m49_region or "" for place in places]),
        np.array([place.m49_subregion or "" for place in places]),
        is_state,
        None if structure is None else structure_of(structure, codes.astype(np.int64)),
    )
