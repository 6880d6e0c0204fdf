"""Issue risks: fit a model on what the store holds, keep the result, and never compute the same twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import polars as pl

from avert.errors import MissingDataError, some
from avert.execution import map_tasks
from avert.risk.ewp_faults import AS_PUBLISHED
from avert.risk.inputs import load_inputs
from avert.risk.ranking import rank
from avert.risk.registry import DEFAULT, find_model
from avert.sources.results import Issued, Result
from avert.sources.store import Store

KIND, ASKED_KIND = "risk", "risk-asked"
"""Risks that pages and briefs show, and those of another model or of faults as published, which they never show."""
OUTCOME_YEARS = 2
"""The outcome reaches so many years beyond the predictors; training ends as many years before them."""
READ_YEARS = 2
"""Pages show the newest year of risks and the one before; one of years gone by is found by its year alone."""


def issue_risks(
    store: Store,
    *,
    model: str,
    year: int | None,
    now: dt.datetime,
    as_of: dt.date | None = None,
    replicates: int | None = None,
    seed: int = 0,
    workers: int = 1,
    faults: str | None = None,
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
    replicates, seed: of the bootstrap behind intervals; None is as many as the model asks for.
    workers: processes.
    faults: of EWP's panel: ``mended``, ``as-published``, or None to mend what the store has the data for.
    advance: called as ``advance(done, of)`` while replicates are fitted; what it raises ends the work.

    Raises
    ------
    MissingDataError: the panel is not loaded, or has no such year.
    """
    chosen = find_model(model)
    replicates = chosen.REPLICATES if replicates is None else replicates
    inputs = load_inputs(store, model, as_of=as_of, faults=faults)
    years = inputs.panel["year"].unique().sort(descending=True).to_list()
    year = years[0] if year is None else year
    if year not in years:
        raise MissingDataError(f"{inputs.sources[0].label} has no year {year}. It has {some(years)}.")
    looks_back = {} if year in years[:READ_YEARS] else {"is_past": True}
    result = Result(
        kind=KIND if model == DEFAULT and faults != AS_PUBLISHED else ASKED_KIND,
        sources=inputs.sources,
        specification={
            "model": model,
            "year": year,
            "replicates": replicates,
            "mended": list(inputs.mended),
            **looks_back,
        },
        seed=seed,
        origin=str(year),
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    runs = partial(map_tasks, workers=workers, label="Fitting resampled countries", advance=advance)
    fit = chosen.fit(
        inputs.panel, through_year=year - OUTCOME_YEARS, replicates=replicates, seed=seed, map_tasks=runs
    )
    of_year = inputs.panel.filter(pl.col("year") == year)
    frames = {"risks": rank(fit, inputs.panel, year), "contributions": chosen.explain(fit, of_year)}
    store.put(result, frames)
    return Issued(result, frames)
