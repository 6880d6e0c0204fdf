"""Kill -9 and many writers at once: no acknowledged act and no entry is lost, and the chain holds."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from tests.integration.web import audit_writers
from tests.upgrade import databases

VENDOR = os.environ.get("AVERT_TEST_DATABASE", "sqlite")
KILLS = 500 if os.environ.get("AVERT_PROVE") else 20


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    server = databases.postgresql() if VENDOR == "postgresql" else nullcontext("")
    with server as found:
        databases.migrate(tmp_path / "home", found)
        yield found


def run(home: Path, address: str, call: str) -> str:
    script = f"from pathlib import Path; from tests.integration.web import audit_writers\n{call}"
    return databases.run(home, address, script.replace("HOME", f"Path({str(home)!r})"))


def inspect(home: Path, address: str) -> dict[str, Any]:
    found = json.loads(run(home, address, "audit_writers.inspect(HOME)"))
    print(found)
    return found


def test_fault_killing_writers_loses_nothing_that_was_acknowledged(tmp_path: Path, address: str) -> None:
    home = tmp_path / "home"
    run(home, address, f"audit_writers.kill_while_writing(HOME, {KILLS}, seed=20071230)")
    found = inspect(home, address)
    assert found["findings"] == []
    assert found["acknowledged"] > KILLS, "the writers must have written before they were killed"
    assert (found["lost"], found["acts_without_entry"], found["entries_without_act"]) == (0, 0, 0)
    # At most the act in hand at each kill may be there without having been acknowledged.
    assert found["entries"] - found["acknowledged"] <= KILLS + audit_writers.WRITERS


def test_fault_writers_at_once_lose_nothing(tmp_path: Path, address: str) -> None:
    home = tmp_path / "home"
    run(home, address, "audit_writers.write_together(HOME, writers=8, each=25)")
    found = inspect(home, address)
    assert found["findings"] == []
    assert found["entries"] == found["last"] == found["acknowledged"] == 200
    assert found["heads"] == 200 // 25
