from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from avert.execution import Progress, map_tasks


def draw(task: int, rng: np.random.Generator) -> tuple[int, float]:
    return task, float(rng.random())


def test_the_number_of_workers_never_changes_a_result() -> None:
    serial = map_tasks(draw, [3, 1, 2], seed=7)
    parallel = map_tasks(draw, [3, 1, 2], seed=7, workers=2)
    assert serial == parallel
    assert [task for task, _ in serial] == [3, 1, 2]


def test_another_seed_draws_other_numbers() -> None:
    assert map_tasks(draw, [1], seed=1) != map_tasks(draw, [1], seed=2)


def test_an_interrupted_computation_goes_on_where_it_stopped(tmp_path: Path) -> None:
    calls: list[int] = []

    def fails_at_two(task: int, rng: np.random.Generator) -> float:
        if task == 2 and len(calls) < 3:
            calls.append(task)
            raise KeyboardInterrupt
        calls.append(task)
        return float(rng.random())

    with pytest.raises(KeyboardInterrupt):
        map_tasks(fails_at_two, [0, 1, 2, 3], seed=5, resume_in=tmp_path)
    resumed = map_tasks(fails_at_two, [0, 1, 2, 3], seed=5, resume_in=tmp_path)
    assert calls == [0, 1, 2, 2, 3]
    assert resumed == map_tasks(lambda _, rng: float(rng.random()), [0, 1, 2, 3], seed=5)
    assert not list(tmp_path.glob("*.part"))


def test_progress_goes_to_its_stream_and_redraws_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 20))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    with Progress("Counting", 2, stream) as progress:
        progress.advance()
        progress.advance()
    assert stream.getvalue() == "Counting: 1 of 2\nCounting: 2 of 2\n"


@pytest.mark.parametrize("workers", [1, 2])
def test_who_asked_is_told_of_every_task_and_may_end_the_work(workers: int) -> None:
    told: list[tuple[int, int]] = []
    map_tasks(draw, [1, 2, 3], seed=7, workers=workers, advance=lambda *said: told.append(said))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        map_tasks(draw, range(50), seed=7, workers=workers, advance=stop)


def test_what_was_done_before_an_interruption_counts_as_done(tmp_path: Path) -> None:
    map_tasks(draw, [1, 2], seed=7, resume_in=tmp_path)
    told: list[tuple[int, int]] = []
    map_tasks(draw, [1, 2, 3], seed=7, resume_in=tmp_path, advance=lambda *said: told.append(said))
    assert told == [(2, 3), (3, 3)]
