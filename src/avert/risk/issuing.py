"""Issue risks: fit a model on what the store holds, keep the result, and never compute the same twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import polars as pl

from avert.errors import MissingDataError, some
from avert.execution import map_tasks
from avert.risk.ranking import rank
from avert.risk.registry import find_model
from avert.sources.results import Issued, Result
from avert.sources.store import Store

OUTCOME_YEARS = 2
"""The outcome reaches so many years beyond the predictors; training ends as many years before them."""


def issue_risks(
    store: Store,
    *,
    model: str,
    year: int | None,
    now: dt.datetime,
    as_of: dt.date | None = None,
    replicates: int = 200,
    seed: int = 0,
    workers: int = 1,
    advance: Callable[[int, int], object] = lambda _done, _of: None,
) -> Issued:
    """Return the risks of a model for a year, from the store when they were issued before.

    Frames: ``risks`` (see ``avert.risk.ranking.rank``) and ``contributions`` (see the model's ``explain``).

    Parameters
    ----------
    store: holds the model's panel; the result is kept there.
    model: name in ``avert.risk.registry``.
    year: of the predictors; None is the newest. The model learns from years up to two before it.
    now: when the result is issued.
    as_of: use the panel as it was known by that day.
    replicates, seed: of the bootstrap behind intervals.
    workers: processes.
    advance: called as ``advance(done, of)`` while replicates are fitted; what it raises ends the work.

    Raises
    ------
    MissingDataError: the panel is not loaded, or has no such year.
    """
    chosen = find_model(model)
    table = store.newest(chosen.DATASET, as_of)
    years = table.frame["year"].unique().sort(descending=True).to_list()
    year = years[0] if year is None else year
    if year not in years:
        raise MissingDataError(f"{table.source.label} has no year {year}. It has {some(years)}.")
    result = Result(
        kind="risk",
        sources=(table.source,),
        specification={"model": model, "year": year, "replicates": replicates},
        seed=seed,
        origin=str(year),
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    runs = partial(map_tasks, workers=workers, label="Fitting resampled countries", advance=advance)
    fit = chosen.fit(
        table.frame, through_year=year - OUTCOME_YEARS, replicates=replicates, seed=seed, map_tasks=runs
    )
    of_year = table.frame.filter(pl.col("year") == year)
    frames = {"risks": rank(fit, table.frame, year), "contributions": chosen.explain(fit, of_year)}
    store.put(result, frames)
    return Issued(result, frames)
