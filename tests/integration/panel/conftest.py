from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from avert.sources.adding import Added, add_files, files_below
from avert.sources.store import Store

Loaded = tuple[Store, list[Added]]


@pytest.fixture(scope="session")
def loaded(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A store with every reference file that is recognised, and what became of each file."""
    store = Store(tmp_path_factory.mktemp("reference") / "store")
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return store, add_files(store, files_below([reference_data]), release=None, now=now)
