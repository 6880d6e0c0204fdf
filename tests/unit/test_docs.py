"""The documents name paths and functions that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATH = re.compile(r"`((?:src|tests|docs|benchmarks)/[\w./-]+)`|\]\((?!https?:)([^)#]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    for match in PATH.finditer(document.read_text(encoding="utf-8")):
        if match[1] and re.search(r"/[A-Z]+$", match[1]):
            continue  # a place for the reader's own word
        path = ROOT / match[1] if match[1] else document.parent / match[2]
        assert path.exists(), f"{document.name} names {path.relative_to(ROOT)}"


def test_every_how_to_is_linked_from_contributing() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for howto in (ROOT / "docs" / "howto").glob("*.md"):
        assert f"docs/howto/{howto.name}" in contributing


def test_no_decision_is_longer_than_400_words() -> None:
    for decision in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(decision.read_text(encoding="utf-8").split()) <= 400, decision.name
