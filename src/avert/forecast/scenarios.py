"""A forecast of the world as 1,000 courses of events, from which everything else said of it is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import InputError
from avert.forecast.bins import DRAWS, BinnedForecasts, from_draws, values_seen
from avert.forecast.dependence import in_order, scores_of_country
from avert.panel.arrays import Floats, Ints
from avert.panel.death_histories import DeathHistories
from avert.panel.fatalities import TYPES

TOTAL = "total"


@dataclass(frozen=True)
class WorldForecast:
    """Forecasts of deaths by type of every state that enough is known of.

    origin: VIEWS month, the last that was looked at. seed: of the order of draws. country_gwcode: (n,).
    region, subregion: (n,) M49's names. steps: (s,) months after the origin, rising. rising: for ``sb``, ``ns`` and
    ``os``, (n, s, DRAWS) rising draws.
    """

    origin: int
    seed: int
    country_gwcode: Ints
    region: NDArray[np.str_]
    subregion: NDArray[np.str_]
    steps: Ints
    rising: Mapping[str, Ints]

    def countries(self) -> Iterator[tuple[int, dict[str, Ints]]]:
        """Yield each country's row and its draws by type and in total, (steps, DRAWS) deaths, in their order."""
        for row, code in enumerate(self.country_gwcode):
            scores = scores_of_country(
                int(code), str(self.subregion[row]), origin=self.origin, seed=self.seed
            )
            ordered = in_order({kind: of[row] for kind, of in self.rising.items()}, self.steps, scores)
            yield row, ordered | {TOTAL: np.sum(list(ordered.values()), axis=0)}


def world_forecast(
    known: DeathHistories, draws: Mapping[str, Floats], steps: Ints, *, origin: int, seed: int
) -> WorldForecast:
    """Keep a model's draws of the states that exist at the origin, see ``ForecastModel``. Raises InputError."""
    shape = (known.country_gwcode.size, steps.size, DRAWS)
    for kind in TYPES:
        if kind not in draws or draws[kind].shape != shape:
            raise InputError(f"The model must give draws of {kind} as {shape}: states, steps, draws.")
        if (np.nan_to_num(draws[kind]) < 0).any():
            raise InputError(f"The model gave a negative number of deaths for {kind}.")
    is_said = known.is_state[:, -1] & ~np.any(
        [np.isnan(draws[kind]).any(axis=(1, 2)) for kind in TYPES], axis=0
    )
    return WorldForecast(
        origin,
        seed,
        known.country_gwcode[is_said],
        known.region[is_said],
        known.subregion[is_said],
        steps,
        {kind: draws[kind][is_said].astype(np.int64) for kind in TYPES},
    )


def to_frames(of: WorldForecast, known: DeathHistories) -> dict[str, pl.DataFrame]:
    """Return what a forecast is kept as: ``bins`` (country, type, step, weights) and ``values`` (type, bin, values)."""
    n, s = of.country_gwcode.size, of.steps.size
    bins, values = [], []
    for kind in TYPES:
        binned = from_draws(of.rising[kind], values_seen(known.deaths[kind]))
        bins.append(
            pl.DataFrame(
                {
                    "country_gwcode": np.repeat(of.country_gwcode, s).astype(np.int32),
                    "violence_type": kind,
                    "step": np.tile(of.steps, n).astype(np.int16),
                    "weights": binned.weights.reshape(n * s, -1).astype(np.uint16),
                }
            )
        )
        numbers = np.arange(len(binned.values))
        values.append(pl.DataFrame({"violence_type": kind, "bin": numbers, "values": binned.values}))
    return {"bins": pl.concat(bins), "values": pl.concat(values)}


def from_frames(
    frames: Mapping[str, pl.DataFrame], places: pl.DataFrame, *, origin: int, seed: int
) -> WorldForecast:
    """Return the forecast that ``to_frames`` kept. places: ``country_gwcode``, ``region``, ``subregion``."""
    bins = frames["bins"].sort("violence_type", "country_gwcode", "step")
    codes, steps = bins["country_gwcode"].unique().sort(), bins["step"].unique().sort()
    placed = pl.DataFrame({"country_gwcode": codes}).join(
        places, on="country_gwcode", how="left", maintain_order="left"
    )
    rising = {}
    for kind in TYPES:
        weights = bins.filter(violence_type=kind)["weights"].to_numpy().astype(np.int64)
        values = frames["values"].filter(violence_type=kind).sort("bin")["values"].to_numpy()
        rising[kind] = BinnedForecasts(weights.reshape(codes.len(), steps.len(), -1), values).draws()
    return WorldForecast(
        origin,
        seed,
        codes.to_numpy().astype(np.int64),
        placed["region"].to_numpy().astype(str),
        placed["subregion"].to_numpy().astype(str),
        steps.to_numpy().astype(np.int64),
        rising,
    )
