"""Issue forecasts of deaths by country and month: compute from what the store holds, keep, never compute twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from avert import periods
from avert.errors import InputError
from avert.forecast import DEFAULT
from avert.forecast.blackouts import blackouts_at
from avert.forecast.dependence import LAST_STEP
from avert.forecast.knowing import inputs_at, known_at, published_by, require_recent
from avert.forecast.registry import find_models
from avert.forecast.revisions import months_on_candidates, revision_pairs, summarise_revisions
from avert.forecast.scenarios import WorldForecast, from_frames, to_frames, world_forecast
from avert.forecast.summaries import QUIET_MONTHS, known_totals, recorded, summarise
from avert.panel.death_histories import DeathHistories
from avert.panel.death_inputs import Inputs, load_inputs, newest_origin
from avert.panel.fatalities import TYPES
from avert.sources.results import Issued, Result
from avert.sources.store import Store

KIND = "country-forecast"
ASKED_KIND = "country-forecast-asked"
"""Of some steps only: nothing that a page would read."""
EVERY_STEP = range(1, LAST_STEP + 1)
_STAGES = 3


@dataclass(frozen=True)
class _Chosen:
    """What a forecast starts from."""

    inputs: Inputs
    origin: int
    as_of: dt.date | None


def issue_forecast(
    store: Store,
    *,
    now: dt.datetime,
    origin: int | None = None,
    as_of: dt.date | None = None,
    model: str = DEFAULT,
    steps: range = EVERY_STEP,
    seed: int = 0,
    advance: Callable[[int, int], object] = lambda _done, _of: None,
) -> Issued:
    """Return a forecast of deaths by country, month and type, from the store when it was issued before.

    Frames: ``months``, ``sums``, ``regions``, ``region_sums``, see ``avert.forecast.summaries.summarise``;
    ``countries``, what each forecast rests on; ``blackouts``, records that fell silent or ended; ``revisions``, how
    much early counts were revised before, see ``summarise_revisions``; ``bins`` and ``values``, from which
    ``world_of`` makes all draws again.

    Parameters
    ----------
    store: holds deaths by country and month; the result is kept there.
    now: when the result is issued.
    origin: VIEWS month, the last whose deaths count; None is the newest known for at least half of the states.
    as_of: use what was known by that day. None is everything for the newest origin, and for one that was asked for
        what was published by the end of the month after it.
    model: see ``avert.forecast.registry``. steps: months after the origin. seed: of the model and the order of draws.
    advance: called as ``advance(done, of)``.

    Raises
    ------
    MissingDataError: no deaths are loaded, or those before the origin were not known. InputError: no such model.
    """
    forecast = find_models(model)[model].forecast
    if not steps or not 1 <= steps[0] <= steps[-1] <= LAST_STEP:
        raise InputError(f"Steps must lie between 1 and {LAST_STEP} months after the origin.")
    chosen = _choose(store, origin, as_of)
    known = known_at(chosen.inputs.histories, chosen.origin)
    require_recent(known, chosen.origin)
    result = Result(
        kind=KIND if steps == EVERY_STEP else ASKED_KIND,
        sources=chosen.inputs.sources,
        specification={
            "model": model,
            "first_step": steps[0],
            "last_step": steps[-1],
            "as_of": chosen.as_of and chosen.as_of.isoformat(),
            "is_past": None if (origin, as_of) == (None, None) else True,
        },
        seed=seed,
        origin=periods.month_text(chosen.origin),
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    advance(0, _STAGES)
    draws = forecast(known, list(steps), seed=seed)
    advance(1, _STAGES)
    made = world_forecast(known, draws, np.array(steps), origin=chosen.origin, seed=seed)
    frames = to_frames(made, known) | _data_frames(made, known, chosen)
    # What is told is counted from the draws that are made again from what is kept, so that the two agree.
    frames |= summarise(world_of(Issued(result, frames)), known)
    advance(2, _STAGES)
    store.put(result, frames)
    advance(_STAGES, _STAGES)
    return Issued(result, frames)


def newest_forecast(store: Store) -> Issued | None:
    """Return the forecast of every step by the default model from the newest origin, or None before there is one."""
    return store.newest_result(KIND, model=DEFAULT)


def world_of(issued: Issued) -> WorldForecast:
    """Return the forecast with its draws, made again from what was kept."""
    return from_frames(
        issued.frames,
        issued.frames["countries"].select("country_gwcode", "region", "subregion"),
        origin=periods.month_of_text(issued.result.origin),
        seed=issued.result.seed,
    )


def _choose(store: Store, origin: int | None, as_of: dt.date | None) -> _Chosen:
    if origin is None:
        inputs = load_inputs(store, as_of)
        return _Chosen(inputs, newest_origin(inputs.panel), as_of)
    known_by = as_of or published_by(origin)
    return _Chosen(inputs_at(store, origin, known_by), origin, known_by)


def _data_frames(said: WorldForecast, known: DeathHistories, chosen: _Chosen) -> dict[str, pl.DataFrame]:
    """Return what is to be known of the data: by country, records that fell silent, and revisions in the past."""
    blackouts = blackouts_at(chosen.inputs.panel, chosen.origin)
    return {
        "countries": _countries(said, known, chosen, blackouts["country_gwcode"].to_list()),
        "blackouts": blackouts,
        "revisions": summarise_revisions(revision_pairs(chosen.inputs.tables, chosen.as_of)),
    }


def _countries(
    said: WorldForecast, known: DeathHistories, chosen: _Chosen, silent: list[int]
) -> pl.DataFrame:
    """Return a row per country: names, what was recorded before the origin, and whether the record fell silent."""
    panel, origin = chosen.inputs.panel, chosen.origin
    past = panel.frame.filter(pl.col("month_id") <= origin)
    on_candidates = months_on_candidates(panel, origin).drop("newest_source")
    row = np.searchsorted(known.country_gwcode, said.country_gwcode)
    year = known_totals(known)["total"][row, -QUIET_MONTHS:]
    deaths = np.array([recorded(of, QUIET_MONTHS) for of in year])
    return (
        pl.DataFrame(
            {
                "country_gwcode": said.country_gwcode.astype(np.int32),
                "region": said.region,
                "subregion": said.subregion,
                "deaths_12_months": deaths,
                "unknown_months_count": np.isnan(year).sum(axis=1).astype(np.int32),
                "is_quiet": np.where(np.isnan(deaths), np.nan, deaths == 0),
            }
        )
        .with_columns(pl.col("deaths_12_months", "is_quiet").fill_nan(None))
        .cast({"deaths_12_months": pl.Int64, "is_quiet": pl.Boolean})
        .join(_names(past), on="country_gwcode", how="left", maintain_order="left")
        .join(_newest(past), on="country_gwcode", how="left", maintain_order="left")
        .join(on_candidates, on="country_gwcode", how="left", maintain_order="left")
        .with_columns(pl.col("country_gwcode").is_in(silent).alias("is_reporting_blackout"))
    )


def _names(past: pl.DataFrame) -> pl.DataFrame:
    newest = past.group_by("country_gwcode", maintain_order=True).last()
    return newest.select("country_gwcode", "iso3", "name")


def _newest(past: pl.DataFrame) -> pl.DataFrame:
    """Return the newest known month of each country and the release that it comes from."""
    known = past.drop_nulls([f"fatalities_{kind}_best" for kind in TYPES]).sort("month_id")
    return known.group_by("country_gwcode", maintain_order=True).agg(
        pl.col("month_id").last().alias("newest_month"),
        pl.col("fatalities_sb_source").last().alias("newest_source"),
    )
