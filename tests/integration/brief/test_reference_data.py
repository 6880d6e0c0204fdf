"""The brief on real data. See tests/conftest.py for where they are."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from avert.brief import issue_all, profile_of
from avert.brief.composing import brief_of
from avert.brief.formats import render
from avert.places import find_place
from avert.sources.adding import add_files, files_below
from avert.sources.holdings import SNAPSHOT, Library
from avert.sources.store import Store
from brief_profiles import NOW


@pytest.fixture(scope="module")
def library(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Deaths, conflicts and structure from the publishers' files; risks from the packaged snapshot."""
    store = Store(tmp_path_factory.mktemp("home") / "store")
    files = [path for path in files_below([reference_data]) if "ewp" not in path.parts]
    add_files(store, files, release=None, now=NOW)
    issue_all(store, now=NOW)
    return Library([store, Store(SNAPSHOT, is_read_only=True)])


@pytest.mark.parametrize("place", ["ETH", "MMR", "LIE"])
def test_the_brief_of_real_places_keeps_to_two_pages(library: Library, place: str) -> None:
    brief = brief_of(profile_of(library, find_place(place)), now=NOW)
    reader = PdfReader(io.BytesIO(render(brief, "pdf").content))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) <= 2
    assert brief.place in words
    assert "Do-No-Harm" in words
