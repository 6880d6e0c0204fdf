"""Test models by a protocol and keep what was found: forecasts of each model, scores, halves, differences."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import polars as pl

from avert.errors import InputError
from avert.execution import map_tasks
from avert.provenance import Source
from avert.risk.data_sheet import data_sheet
from avert.risk.ewp_faults import AS_PUBLISHED
from avert.risk.inputs import code_digest, load_inputs
from avert.risk.protocols import ewp_ro30
from avert.risk.protocols.ewp_accuracy import accuracy_table
from avert.risk.protocols.scores import bins, parts, rows_of, score
from avert.risk.registry import MODELS, find_model
from avert.sources.results import Issued, Result
from avert.sources.store import Store

KIND, FORECASTS_KIND = "risk-evaluation", "risk-forecasts"
ALL = "all"


def chosen_models(text: str) -> tuple[str, ...]:
    """Return the models of ``all`` or of names with commas between them, and always the one to compare with.

    >>> chosen_models("prior_rate")
    ('ewp2025', 'prior_rate')
    """
    named = tuple(MODELS) if text == ALL else tuple(filter(None, (name.strip() for name in text.split(","))))
    for name in named:
        find_model(name)
    return tuple(dict.fromkeys((ewp_ro30.BAR, *named)))


def issue_evaluation(
    store: Store,
    *,
    models: Sequence[str],
    now: dt.datetime,
    origins: Sequence[int] = ewp_ro30.ORIGINS,
    as_of: dt.date | None = None,
    draws: int = 400,
    seed: int = 0,
    workers: int = 1,
    faults: str = AS_PUBLISHED,
    resume_in: Path | None = None,
    advance: Callable[[int, int], object] = lambda _done, _of: None,
) -> Issued:
    """Return the scores of models under EWP-RO30, from the store where they were computed before.

    Frames: ``forecasts`` (``model, is_default, country_gwcode, origin, y, p``), ``scores`` and ``halves`` (see
    ``Scored.table``), ``differences`` (against EWP), ``reliability``, ``parts`` (of the logarithmic loss),
    ``ewp_accuracy`` (as EWP computes it) and ``columns`` (what each model's panel holds and lacks).

    Parameters
    ----------
    store: holds the models' sources; forecasts of each model and the evaluation are kept there as results.
    models: names in ``avert.risk.registry``, the one to compare with among them.
    now: when the results are issued.
    origins: of the forecasts, all of the protocol's by default.
    as_of: use the data as they were known by that day.
    draws: of countries, behind intervals. seed: of forecasts and draws.
    workers: processes.
    faults: of EWP's panel, ``as-published`` in the protocol, or ``mended``.
    resume_in: folder in which finished origins are kept until their model is done.
    advance: called as ``advance(done, of)`` for each model's origins; what it raises ends the work.

    Raises
    ------
    MissingDataError: a source is not loaded. InputError: the model to compare with is not among them.
    """
    if ewp_ro30.BAR not in models:
        raise InputError(f"Differences are told against {ewp_ro30.BAR}. Add it to the models.")
    forecast = partial(
        _issue_forecasts,
        store,
        now=now,
        origins=origins,
        as_of=as_of,
        seed=seed,
        workers=workers,
        faults=faults,
        resume_in=resume_in,
        advance=advance,
    )
    runs = [forecast(model) for model in models]
    result = Result(
        kind=KIND,
        sources=_every_source(runs),
        specification={
            "protocol": ewp_ro30.NAME,
            "models": list(models),
            "faults": faults,
            "draws": draws,
            "forecasts": [run.result.result_id for run in runs],
        },
        seed=seed,
        origin=str(max(origins)),
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    forecasts = pl.concat([run.frames["forecasts"] for run in runs])
    frames = {
        **evaluate(forecasts, store.newest(ewp_ro30.DATASET, as_of).frame, draws=draws, seed=seed),
        "columns": _columns(dict(zip(models, runs, strict=True))),
    }
    store.put(result, frames)
    return Issued(result, frames)


def evaluate(
    forecasts: pl.DataFrame, panel: pl.DataFrame, *, draws: int = 400, seed: int = 0
) -> Mapping[str, pl.DataFrame]:
    """Return the tables of an evaluation from the forecasts of several models for the same rows of EWP's panel."""
    rows = rows_of(forecasts)
    origins = sorted(set(rows.origin.tolist()))
    halves = {half: [t for t in span if t in origins] for half, span in ewp_ro30.HALVES.items()}
    spans = {ALL: origins, **{half: some for half, some in halves.items() if some}}
    scored = score(rows, spans, draws=draws, seed=seed)
    table = scored.table()
    return {
        "forecasts": forecasts,
        "scores": table.filter(pl.col("span") == ALL),
        "halves": table.filter(pl.col("span") != ALL),
        "differences": scored.differences(ewp_ro30.BAR),
        "reliability": bins(rows),
        "parts": parts(rows),
        "ewp_accuracy": accuracy_table(forecasts, panel),
    }


def _issue_forecasts(
    store: Store,
    model: str,
    *,
    now: dt.datetime,
    origins: Sequence[int],
    as_of: dt.date | None,
    seed: int,
    workers: int,
    faults: str,
    resume_in: Path | None,
    advance: Callable[[int, int], object],
) -> Issued:
    """Return one model's forecasts, resumed where they were interrupted."""
    inputs = load_inputs(store, model, as_of=as_of, faults=faults)
    tested = store.newest(ewp_ro30.DATASET, as_of)
    result = Result(
        kind=FORECASTS_KIND,
        sources=tuple(sorted({*inputs.sources, tested.source})),
        specification={
            "protocol": ewp_ro30.NAME,
            "model": model,
            "origins": [min(origins), max(origins)],
            "mended": list(inputs.mended),
            "code": code_digest(model),
        },
        seed=seed,
        origin=str(max(origins)),
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    unfinished = resume_in / result.result_id if resume_in else None
    runs = partial(
        map_tasks, workers=workers, label=f"Forecasting with {model}", resume_in=unfinished, advance=advance
    )
    wanted = ewp_ro30.targets(tested.frame).filter(pl.col("origin").is_in(list(origins)))
    frames = {
        "forecasts": ewp_ro30.forecast(model, inputs.panel, wanted, seed=seed, map_tasks=runs),
        "columns": data_sheet(inputs.panel),
    }
    store.put(result, frames)
    if unfinished and resume_in:
        shutil.rmtree(unfinished)
        with suppress(OSError):  # others may be unfinished in it
            resume_in.rmdir()
    return Issued(result, frames)


def _columns(runs: Mapping[str, Issued]) -> pl.DataFrame:
    """Return what each model's panel holds and lacks."""
    return pl.concat(
        [run.frames["columns"].select(pl.lit(model).alias("model"), pl.all()) for model, run in runs.items()]
    )


def _every_source(runs: Sequence[Issued]) -> tuple[Source, ...]:
    return tuple(sorted({source for run in runs for source in run.result.sources}))
