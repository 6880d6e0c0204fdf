"""Kill -9 and two writers at once: no acknowledged table is lost, and the store stays sound."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from avert.sources.store import Store

WRITER = Path(__file__).with_name("store_writer.py")
KILLS = 200 if os.environ.get("AVERT_PROVE") else 8


def writer(folder: Path, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(folder), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def numbers(store: Store) -> set[int]:
    return {int(version.origin_digest) for version in store.versions()}


def test_fault_killing_a_writer_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    rng = random.Random(20071230)  # noqa: S311  when to strike, not a secret
    store = Store(tmp_path / "store")
    acknowledged: set[int] = set()
    for kill in range(KILLS):
        process = writer(store.folder, kill * 10_000, kill * 10_000 + 10_000)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.001, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        acknowledged |= {int(line) for line in process.stdout.read().splitlines()}
        process.wait()
        process.stdout.close()
        assert acknowledged <= numbers(store)
    assert acknowledged, "the writers must have written something before they were killed"
    assert store.verify() == []
    # At most the table in hand at the moment of each kill may be there without having been acknowledged.
    assert len(numbers(store) - acknowledged) <= KILLS


def test_fault_two_writers_at_once_both_succeed(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    processes = [writer(folder, 0, 25), writer(folder, 25, 50), writer(folder, 10, 35)]
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    store = Store(folder)
    assert numbers(store) == set(range(50))
    assert store.verify() == []
