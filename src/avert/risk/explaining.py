"""Issue what explains a risk beyond its contributions: analogues, what changed, what would have to change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from avert.errors import MissingDataError, some
from avert.risk.analogues import analogues
from avert.risk.changes import Learned, changes
from avert.risk.inputs import Inputs, load_inputs
from avert.risk.issuing import OUTCOME_YEARS
from avert.risk.registry import find_model
from avert.risk.what_would_change import what_would_have_to_change
from avert.sources.results import Issued, Result
from avert.sources.store import Store


def issue_analogues(
    store: Store,
    *,
    model: str,
    year: int | None,
    country_gwcode: int,
    now: dt.datetime,
    as_of: dt.date | None = None,
    faults: str | None = None,
    count: int = 10,
) -> Issued:
    """Return the country-years most like one and what followed; frame ``analogues``, see that module.

    Raises MissingDataError when data are not loaded, or lack the year or the country.
    """
    inputs, year = _inputs(store, model, year, as_of, faults)
    result = _result("risk-analogues", inputs, model, year, now, country_gwcode=country_gwcode, count=count)
    if found := store.result(result.result_id):
        return found
    chosen, of_year = find_model(model), inputs.panel.filter(pl.col("year") == year)
    frame = analogues(
        inputs.panel,
        chosen.explain(_fitted(inputs, model, year), of_year),
        chosen.PREDICTORS,
        country_gwcode=country_gwcode,
        year=year,
        count=count,
    )
    return _kept(store, result, "analogues", frame)


def issue_changes(
    store: Store,
    *,
    model: str,
    year: int | None,
    now: dt.datetime,
    as_of: dt.date | None = None,
    faults: str | None = None,
) -> Issued:
    """Return what changed since the year before, of every country; frame ``changes``, see ``avert.risk.changes``.

    Last year's model is the one that the release before gives, where the store holds one; otherwise that of the
    present release, and the part ``model`` is zero.

    Raises MissingDataError when data are not loaded, or lack the year or the one before.
    """
    inputs, year = _inputs(store, model, year, as_of, faults)
    before = _release_before(store, model, inputs, faults)
    result = _result("risk-changes", inputs, model, year, now, before=[s.digest for s in before.sources])
    if found := store.result(result.result_id):
        return found
    relearned = _fitted(inputs, model, year - 1)
    learned = Learned(
        before=relearned if before is inputs else _fitted(before, model, year - 1),
        relearned=relearned,
        now=_fitted(inputs, model, year),
    )
    rows_before = before.panel.filter(pl.col("year") == year - 1)
    rows = inputs.panel.filter(pl.col("year") == year)
    return _kept(store, result, "changes", changes(find_model(model), learned, rows_before, rows))


def issue_what_would_change(
    store: Store,
    *,
    model: str,
    year: int | None,
    country_gwcode: int,
    now: dt.datetime,
    as_of: dt.date | None = None,
    faults: str | None = None,
    below: float | None = None,
) -> Issued:
    """Return the smallest changes that would bring a risk below a threshold; frame ``needed``, see that module.

    Association, not cause. Raises MissingDataError when data are not loaded, or lack the year or the country.
    """
    inputs, year = _inputs(store, model, year, as_of, faults)
    result = _result("risk-needed", inputs, model, year, now, country_gwcode=country_gwcode, below=below)
    if found := store.result(result.result_id):
        return found
    chosen, seen = find_model(model), inputs.panel.filter(pl.col("year") <= year)
    row = seen.filter((pl.col("year") == year) & (pl.col("country_gwcode") == country_gwcode))
    if row.is_empty():
        raise MissingDataError(
            f"Country {country_gwcode} is not in the panel in {year}. Choose another year or country."
        )
    fit = _fitted(inputs, model, year)
    frame = what_would_have_to_change(chosen, fit, chosen.PREDICTORS, row, seen, below=below)
    return _kept(store, result, "needed", frame)


def _inputs(
    store: Store, model: str, year: int | None, as_of: dt.date | None, faults: str | None
) -> tuple[Inputs, int]:
    """Return a model's panel and the year meant: the newest when none is given."""
    inputs = load_inputs(store, model, as_of=as_of, faults=faults)
    years = inputs.panel["year"].unique().sort(descending=True).to_list()
    if year is not None and year not in years:
        raise MissingDataError(f"{inputs.sources[0].label} has no year {year}. It has {some(years)}.")
    return inputs, year or int(years[0])


def _release_before(store: Store, model: str, inputs: Inputs, faults: str | None) -> Inputs:
    """Return what was known before the newest of the releases used, or the same where nothing earlier is held."""
    day_before = max(source.vintage for source in inputs.sources) - dt.timedelta(days=1)
    try:
        return load_inputs(store, model, as_of=day_before, faults=faults)
    except MissingDataError:
        return inputs


def _fitted(inputs: Inputs, model: str, year: int) -> Any:
    """Fit the model that gives the risks of a year, without intervals."""
    return find_model(model).fit(inputs.panel, through_year=year - OUTCOME_YEARS, replicates=0, seed=0)


def _result(kind: str, inputs: Inputs, model: str, year: int, now: dt.datetime, **asked: object) -> Result:
    return Result(
        kind=kind,
        sources=inputs.sources,
        specification={"model": model, "year": year, "mended": list(inputs.mended), **asked},
        seed=0,
        origin=str(year),
        issued_at=now,
    )


def _kept(store: Store, result: Result, name: str, frame: pl.DataFrame) -> Issued:
    frames = {name: frame}
    store.put(result, frames)
    return Issued(result, frames)
