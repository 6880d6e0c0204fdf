from __future__ import annotations

import json
from pathlib import Path

import pytest

from avert.cli.main import main


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty home: what is read is the snapshot that comes with Avert."""
    monkeypatch.setenv("AVERT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["brief", *words])
    return int(left.value.code or 0)


def test_json_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ETH", "--format", "json", "--marking", "TLP:AMBER") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["place"]["key"], said["marking"]) == ("avert-brief-1", "gw:530", "TLP:AMBER")


def test_a_pdf_goes_to_a_file_named_after_place_and_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("Burma", "--format", "pdf") == 0
    [written] = tmp_path.glob("MMR-brief-????-??-??.pdf")
    assert written.read_bytes().startswith(b"%PDF")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert written.name in captured.err


def test_the_submission_is_written_where_asked(tmp_path: Path) -> None:
    assert run("ETH", "--format", "docx", "--submission", "--out", str(tmp_path / "paper.docx")) == 0
    assert (tmp_path / "paper.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    "words",
    [("Nowhere land",), ("ETH", "--marking", "TLP:MAUVE"), ("ETH", "--out", "no/such/folder/x.pdf")],
)
def test_a_mistake_is_said_in_one_line(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    error = capsys.readouterr().err
    assert error.startswith("avert: ")
    assert len(error.splitlines()) == 1
