"""Another program, which looks for metadata too, finds none that the scrub has left."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.handed_in import document, pdf, picture, workbook

from avert.web.uploads.cleaning import clean

MAT2 = shutil.which("mat2")
pytestmark = pytest.mark.skipif(MAT2 is None, reason="mat2 is not installed (Debian: apt-get install mat2)")
# Of a PDF it lists these three whatever is in them: -1 is "not there".
OF_EVERY_PDF = {"creation-date: -1", "mod-date: -1", "format: PDF-1.7"}


@pytest.mark.parametrize(
    ("end", "make"),
    [("png", lambda: picture("PNG")), ("jpg", picture), ("pdf", pdf), ("docx", document), ("xlsx", workbook)],
)
def test_mat2_finds_no_metadata_in_a_cleaned_file(
    tmp_path: Path, end: str, make: Callable[[], bytes]
) -> None:
    given, cleaned = tmp_path / f"given.{end}", tmp_path / f"cleaned.{end}"
    given.write_bytes(make())
    cleaned.write_bytes(clean(given.read_bytes(), given.name).content)
    assert _found(given) - OF_EVERY_PDF
    assert _found(cleaned) <= OF_EVERY_PDF


def _found(path: Path) -> set[str]:
    said = subprocess.run(
        [MAT2, "--show", str(path)], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    lines = {line.strip() for line in said.splitlines()}
    return {line for line in lines if line and not line.startswith(("[+", "No metadata found"))}
