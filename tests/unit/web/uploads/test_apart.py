from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from tests.handed_in import document, pdf, picture, workbook

from avert.errors import RefusedFileError
from avert.web.uploads import apart, clean_upload
from avert.web.uploads.cleaning import clean

PROGRAM = "import sys\nsys.stdin.buffer.read()\n"


def instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(apart, "COMMAND", [sys.executable, "-c", PROGRAM + program])


@pytest.mark.parametrize(
    "given", [picture("PNG"), pdf(), document(), workbook(), "a;ü\nb;c".encode()],
    ids=["picture", "pdf", "document", "workbook", "text"],
)  # fmt: skip
def test_a_process_apart_gives_what_this_process_would(given: bytes) -> None:
    assert clean_upload(given, name="liste été.pdf") == clean(given, "liste été.pdf")


def test_a_file_may_be_given_open(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"words")
    with (tmp_path / "a").open("rb") as file:
        assert clean_upload(file, name="a").content == b"words"


def test_a_refusal_comes_across_in_its_words() -> None:
    with pytest.raises(RefusedFileError, match="not plain text"):
        clean_upload(b"<html>", name="a.txt")


def test_a_reader_that_dies_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import os; os.abort()")
    with pytest.raises(RefusedFileError, match="damaged"):
        clean_upload(b"x", name="a")


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    instead(monkeypatch, "while True: pass")
    begun = time.monotonic()
    with pytest.raises(RefusedFileError, match="too long"):
        clean_upload(b"x", name="a")
    assert time.monotonic() - begun < 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_process_apart_has_little_memory_and_may_write_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limited = "from avert.web.uploads.__main__ import _limit_this_process; _limit_this_process()\n"
    instead(monkeypatch, limited + "x = bytearray(3 * 1024**3)")
    with pytest.raises(RefusedFileError, match="damaged"):
        clean_upload(b"x", name="a")
    instead(
        monkeypatch, limited + f"import pathlib; pathlib.Path({str(tmp_path / 'written')!r}).write_text('x')"
    )
    with pytest.raises(RefusedFileError, match="damaged"):
        clean_upload(b"x", name="a")
    assert not (tmp_path / "written").exists() or (tmp_path / "written").read_text() == ""


def test_the_process_apart_knows_none_of_the_sites_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVERT_DATABASE_URL", "postgresql://person:secret@host/name")
    said = """
import json, os
print(json.dumps({"media_type": "", "name": " ".join(os.environ), "notes": []}))
"""
    instead(monkeypatch, said)
    names = clean_upload(b"x", name="a").name.split()
    assert "AVERT_DATABASE_URL" in os.environ
    assert set(names) <= {"PYTHONPATH", "LC_CTYPE", "SYSTEMROOT"}
