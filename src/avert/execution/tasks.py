"""Run a function over tasks, serially or on several processes, with the same result either way."""

from __future__ import annotations

import os
import pickle
import tempfile
import warnings
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from avert.execution.progress import Progress

Task = TypeVar("Task")
Result = TypeVar("Result")


def map_tasks(
    function: Callable[[Task, np.random.Generator], Result],
    tasks: Sequence[Task],
    *,
    seed: int,
    workers: int = 1,
    label: str = "Computing",
    resume_in: Path | None = None,
    advance: Callable[[int, int], object] = lambda _done, _of: None,
) -> list[Result]:
    """Return ``[function(task, rng) for task in tasks]``, in the order of the tasks.

    Each task draws from a generator of its own, derived from ``seed`` and the task's position, so that the
    number of workers never changes a result. With ``resume_in``, finished tasks are kept in that folder and
    not computed again after an interruption; the caller gives every different computation its own folder.

    Parameters
    ----------
    function: called as ``function(task, rng)``; with several workers it must be importable.
    tasks: what to compute on.
    seed: non-negative integer.
    workers: processes; 1 stays in this one.
    label: what the progress line says.
    resume_in: folder for finished tasks, made when absent.
    advance: called as ``advance(done, of)`` before the first task and after each; what it raises ends the work.
    """
    kept = _Kept(resume_in)
    open_tasks = [i for i in range(len(tasks)) if not kept.has(i)]
    done = len(tasks) - len(open_tasks)
    advance(done, len(tasks))
    with Progress(label, len(tasks)) as progress:
        progress.advance(done)
        calls = ((i, tasks[i], _generator(seed, i)) for i in open_tasks)
        fresh: dict[int, Result] = {}
        with closing(_run(function, calls, workers)) as results:
            for i, result in results:
                kept.put(i, result)
                fresh[i] = result
                progress.advance()
                advance(done + len(fresh), len(tasks))
    return [fresh[i] if i in fresh else kept.get(i) for i in range(len(tasks))]


def _generator(seed: int, position: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(position,)))


def _run(
    function: Callable[[Task, np.random.Generator], Result],
    calls: Iterable[tuple[int, Task, np.random.Generator]],
    workers: int,
) -> Generator[tuple[int, Result], None, None]:
    if workers == 1:
        yield from ((i, function(task, rng)) for i, task, rng in calls)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=workers, return_as="generator_unordered")
    results: Generator[tuple[int, Result], None, None] = parallel(
        delayed(_numbered)(function, i, task, rng) for i, task, rng in calls
    )
    try:
        # Not "yield from", which would close the results before the warning is silenced.
        for result in results:  # noqa: UP028
            yield result
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that tasks are given up unfinished is meant
            results.close()


def _numbered(
    function: Callable[..., Result], i: int, task: Any, rng: np.random.Generator
) -> tuple[int, Result]:
    return i, function(task, rng)


class _Kept:
    """Finished results in a folder, each written whole or not at all; without a folder, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def _path(self, i: int) -> Path:
        assert self._folder is not None  # noqa: S101  callers ask has() first
        return self._folder / f"{i}.pickle"

    def has(self, i: int) -> bool:
        return self._folder is not None and self._path(i).exists()

    def get(self, i: int) -> Any:
        return pickle.loads(self._path(i).read_bytes())  # noqa: S301  our own file, in the user's own folder

    def put(self, i: int, result: Any) -> None:
        if self._folder is None:
            return
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
            pickle.dump(result, part)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(self._path(i))
