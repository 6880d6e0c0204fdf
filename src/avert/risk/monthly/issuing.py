"""Issue monthly risks and their evaluation: compute from what the store holds, keep, never compute the same twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from avert import periods
from avert.errors import MissingDataError
from avert.execution import map_tasks
from avert.panel import Panel
from avert.panel.death_inputs import load_inputs, newest_origin
from avert.panel.silence import mark_silence
from avert.risk.monthly import evaluation, scores
from avert.risk.monthly.candidates import DEFAULT
from avert.risk.monthly.forecasting import REPLICATES, forecast, risks
from avert.risk.monthly.units import unit_deaths
from avert.sources.results import Issued, Result
from avert.sources.store import Store

KIND, EVALUATION_KIND = "monthly-risk", "monthly-risk-evaluation"

MOST_UNKNOWN_MONTHS = 2
"""With more unknown months in the year before the origin, nobody can say whether it was calm."""


def issue_monthly_risk(
    store: Store,
    *,
    now: dt.datetime,
    origin: int | None = None,
    as_of: dt.date | None = None,
    replicates: int = REPLICATES,
    seed: int = 0,
    workers: int = 1,
    advance: Callable[[int, int], object] = lambda _done, _of: None,
) -> Issued:
    """Return the monthly risk of one-sided violence from an origin, from the store when it was issued before.

    Frames: ``units``, see ``unit_deaths``; ``risks``, a row per country and threshold, see
    ``avert.risk.monthly.forecasting.risks``, with ``iso3``, ``name``, ``origin`` (YYYY-MM), ``deaths_12_months``
    (recorded in those of the 12 months to the origin that are known), ``is_onset`` (fewer than 25 of them; null where
    more than two months are unknown),
    ``is_reporting_blackout`` and ``data_as_of``.

    Parameters
    ----------
    store: holds deaths by country and month; the result is kept there.
    now: when the result is issued.
    origin: VIEWS month, the last whose deaths count; None is the newest known for at least half of the states.
    as_of: use the data as they were known by that day.
    replicates, seed: of the intervals. workers: processes. advance: called as ``advance(done, of)``.

    Raises
    ------
    MissingDataError: no deaths are loaded, the origin lies outside of them, or too little is known before it.
    """
    inputs = load_inputs(store, as_of)
    chosen = newest_origin(inputs.panel) if origin is None else origin
    if not inputs.panel.first_month <= chosen <= newest_origin(inputs.panel):
        raise MissingDataError(
            f"Deaths of {periods.month_text(chosen)} are not known for most states. The newest origin is "
            f"{periods.month_text(newest_origin(inputs.panel))}; add newer data first: avert data add PATH."
        )
    result = Result(
        kind=KIND,
        sources=inputs.sources,
        specification={"model": DEFAULT, "replicates": replicates, "as_of": as_of and as_of.isoformat()},
        seed=seed,
        origin=periods.month_text(chosen),
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    runs = partial(map_tasks, workers=workers, label="Fitting resampled countries", advance=advance)
    said = forecast(inputs.histories, chosen, replicates=replicates, seed=seed, map_tasks=runs)
    frames = {
        "risks": _described(risks(said), inputs.panel, chosen, result.data_as_of),
        "units": unit_deaths(inputs.tables, chosen),
    }
    store.put(result, frames)
    return Issued(result, frames)


def _described(of: pl.DataFrame, panel: Panel, origin: int, data_as_of: dt.date | None) -> pl.DataFrame:
    """Add names, the year before the origin, and whether the record has fallen silent."""
    known = panel.frame.filter(pl.col("month_id") <= origin)
    silent = mark_silence(replace(panel, frame=known))["country_gwcode"].to_list()
    deaths = pl.col("fatalities_os_best")
    of_year = (
        known.filter(pl.col("month_id") > origin - 12)
        .group_by("country_gwcode")
        .agg(pl.when(deaths.count() > 0).then(deaths.sum()).alias("deaths_12_months"))
    )
    named = known.filter(pl.col("month_id") == origin).select("country_gwcode", "iso3", "name")
    joined = of.join(named, on="country_gwcode", how="left", maintain_order="left").join(
        of_year, on="country_gwcode", how="left", maintain_order="left"
    )
    return joined.select(
        "country_gwcode",
        "iso3",
        "name",
        pl.lit(periods.month_text(origin)).alias("origin"),
        pl.exclude("country_gwcode", "iso3", "name", "deaths_12_months", "unknown_months_count"),
        "deaths_12_months",
        pl.when(pl.col("unknown_months_count") <= MOST_UNKNOWN_MONTHS)
        .then(pl.col("deaths_12_months") < evaluation.ONSET_BELOW)
        .alias("is_onset"),
        "unknown_months_count",
        pl.col("country_gwcode").is_in(silent).alias("is_reporting_blackout"),
        pl.lit(data_as_of, pl.Date).alias("data_as_of"),
    )


def issue_evaluation(
    store: Store,
    *,
    models: Sequence[str],
    now: dt.datetime,
    years: range,
    as_of: dt.date | None = None,
    draws: int = 400,
    seed: int = 0,
    workers: int = 1,
    resume_in: Path | None = None,
) -> Issued:
    """Return the scores of models under the protocol ``osv-monthly``, from the store where they are kept.

    Frames: ``forecasts``, ``scores``, ``differences`` and ``reliability``; see ``avert.risk.monthly.scores``.
    """
    inputs = load_inputs(store, as_of)
    result = Result(
        kind=EVALUATION_KIND,
        sources=inputs.sources,
        specification={
            "protocol": "osv-monthly",
            "models": list(models),
            "years": [years.start, years.stop - 1],
            "draws": draws,
        },
        seed=seed,
        origin=f"{years.stop - 1}-12",
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    unfinished = resume_in / result.result_id if resume_in else None
    said = evaluation.forecasts(
        inputs.histories, models=models, years=years, seed=seed, workers=workers, resume_in=unfinished
    )
    frames = {
        "forecasts": said,
        "scores": scores.score(said),
        "differences": scores.differences(said, draws=draws, seed=seed),
        "reliability": scores.bins(said),
    }
    store.put(result, frames)
    return Issued(result, frames)
