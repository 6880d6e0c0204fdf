"""A database that an earlier release populated migrates to this one and loses nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from tests.upgrade import databases

RELEASES = sorted(path.name for path in databases.HERE.iterdir() if path.is_dir() and path.name[0].isdigit())
VENDOR = os.environ.get("AVERT_TEST_DATABASE", "sqlite")


@pytest.fixture
def vendor_and_address() -> Iterator[tuple[str, str]]:
    server = databases.postgresql() if VENDOR == "postgresql" else nullcontext("")
    with server as address:
        yield VENDOR, address


@pytest.mark.parametrize("release", RELEASES)
def test_a_database_of_an_earlier_release_migrates_and_loses_nothing(
    release: str, vendor_and_address: tuple[str, str], tmp_path: Path
) -> None:
    vendor, address = vendor_and_address
    home = tmp_path / "home"
    dump = (databases.HERE / release / f"{vendor}.sql").read_text(encoding="utf-8")
    databases.restore(vendor, dump, home, address)
    databases.migrate(home, address)
    assert databases.inspect(home, address) == {
        "persons": ["administrator", "analyst", "lead", "outside"],
        "memberships": [["analyst", ["ar", "en"]], ["lead", ["ar", "en"]], ["outside", ["fr"]]],
        "organisations": 2,
        "links": 1,
        "can_log_in": True,
        "must_change": ["administrator"],
    }
