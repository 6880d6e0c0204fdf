"""Evaluate forecast models by a protocol: resumable, kept in the store, never computed twice."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from avert.execution import map_tasks
from avert.forecast.protocols import tables
from avert.forecast.protocols.challenge import benchmark_rows
from avert.forecast.protocols.origins import Protocol
from avert.forecast.protocols.rows import scored_rows
from avert.panel.death_histories import DeathHistories
from avert.panel.death_inputs import Inputs, load_inputs
from avert.sources.results import Issued, Result
from avert.sources.store import Store

KIND = "country-forecast-evaluation"
DATASET = "views_country_months"
"""The protocols' data: the country-month file, and from 2018 on the challenge's own, of May 2024."""


def issue_evaluation(
    store: Store,
    protocol: Protocol,
    *,
    models: Sequence[str],
    windows: Sequence[int],
    now: dt.datetime,
    benchmarks: Path | None = None,
    draws: int = 1000,
    seed: int = 0,
    workers: int = 1,
    resume_in: Path | None = None,
    advance: Callable[[int, int], object] = lambda _done, _of: None,
) -> Issued:
    """Return the scores of models at the origins of a protocol, from the store where they are kept.

    Frames: ``scores``, ``differences``, ``reliability``, ``past``, see ``avert.forecast.protocols.tables``; ``rows``,
    every forecast with its scores, see ``scored_rows``.

    Parameters
    ----------
    store: holds VIEWS' country-months, of which later releases count.
    models: names in the registry. windows: calendar years.
    benchmarks: folder with the challenge's samples, scored beside the models.
    draws: of countries, for intervals. seed: of models and draws. workers: processes.
    resume_in: folder for finished models and windows. advance: called as ``advance(done, of)``.
    """
    inputs = load_inputs(store, datasets=(DATASET,))
    result = Result(
        kind=KIND,
        sources=inputs.sources,
        specification={
            "protocol": protocol.name,
            "models": list(models),
            "windows": list(windows),
            "benchmarks": None if benchmarks is None else _digest(benchmarks),
            "draws": draws,
            "code": code_digest(),
        },
        seed=seed,
        origin=f"{max(windows) - 1}-{protocol.origin_month:02d}",
        issued_at=now,
    )
    if found := store.result(result.result_id):
        return found
    unfinished = resume_in / result.result_id if resume_in else None
    rows = pl.concat(
        map_tasks(
            partial(_of_window, inputs.histories, protocol, seed, _tested(inputs)),
            [(model, window) for model in models for window in windows],
            seed=seed,
            workers=workers,
            label="Forecasting again",
            resume_in=unfinished,
            advance=advance,
        )
    )
    frames = _tables(rows, benchmarks, protocol, windows, draws=draws, seed=seed)
    store.put(result, frames)
    if unfinished and resume_in:
        shutil.rmtree(unfinished, ignore_errors=True)
        with suppress(OSError):  # others may be unfinished in it
            resume_in.rmdir()
    return Issued(result, frames)


def code_digest() -> str:
    """Return the digest of the code that forecasts come from: scores of an earlier state of it are not found again."""
    digest = hashlib.sha256()
    room = Path(__file__).parents[1]
    for path in sorted([*room.rglob("*.py"), *(room.parent / "panel").rglob("*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _tested(inputs: Inputs) -> list[int]:
    """Return the states of the newest release: those of the challenge, which earlier files hold more than."""
    newest = max(inputs.tables, key=lambda table: table.source.vintage)
    return newest.frame["country_gwcode"].unique().sort().to_list()


def _of_window(
    histories: DeathHistories,
    protocol: Protocol,
    seed: int,
    tested: list[int],
    task: tuple[str, int],
    _: np.random.Generator,
) -> pl.DataFrame:
    rows = scored_rows(histories, protocol, *task, seed=seed)
    return rows.filter(pl.col("country_gwcode").is_in(tested))


def _tables(
    rows: pl.DataFrame,
    benchmarks: Path | None,
    protocol: Protocol,
    windows: Sequence[int],
    *,
    draws: int,
    seed: int,
) -> dict[str, pl.DataFrame]:
    compared = rows
    if benchmarks is not None:
        steps = rows.select(
            "country_gwcode", "violence_type", "window", "month_id", "step", "is_quiet"
        ).unique()
        sampled = benchmark_rows(benchmarks, list(windows))
        keys = ["country_gwcode", "violence_type", "window", "month_id"]
        compared = pl.concat(
            [rows, sampled.join(steps.filter(pl.col("step") > 0), on=keys, how="inner")], how="diagonal"
        )
    return {
        "scores": tables.score_table(compared, protocol),
        "differences": tables.differences(compared, protocol, draws=draws, seed=seed),
        "reliability": tables.reliability_table(rows, rows["model"].unique().sort().to_list()),
        "past": tables.past_forecasts(rows),
        "rows": rows,
    }


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("benchmark_*.parquet"), *folder.glob("cm_actuals_*.parquet")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
