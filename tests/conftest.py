"""Fixtures for all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest

from avert.sources.store import Store


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while tests are collected: there is hardly any, and looking takes a third of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The publishers' real files. They are not part of the project; AVERT_REFERENCE_DATA says where they are."""
    chosen = os.environ.get("AVERT_REFERENCE_DATA")
    if not chosen:
        pytest.skip("AVERT_REFERENCE_DATA is not set: the publishers' files are not here")
    folder = Path(chosen)
    assert folder.is_dir(), f"AVERT_REFERENCE_DATA is {chosen}, which is no folder"
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Leave the database's name: each process has a home of its own, and those that it starts look for that name."""
