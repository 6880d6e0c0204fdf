from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from samples import event, write_csv, write_totals, write_zip

Avert = Callable[..., "object"]


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    days = ("2021-05-03", "2022-01-09")
    write_csv(folder / "GEDEvent_v23_1.csv", [event(id=i, day=day) for i, day in enumerate(days)])
    write_totals(folder / "cm.parquet", [(498, 245, 6, 0, 1)])
    (folder / "notes.txt").write_text("hello")
    return folder


def test_a_folder_is_added_and_what_is_left_is_listed_with_reasons(avert, given: Path) -> None:
    run = avert("data", "add", given, "--format", "json")
    assert run.code == 0
    outcomes = {row["file"]: row["outcome"] for row in json.loads(run.out)}
    assert outcomes == {"GEDEvent_v23_1.csv": "added", "cm.parquet": "added", "notes.txt": "not recognised"}


def test_what_is_loaded_is_listed_as_of_a_date_counted_and_cited(avert, given: Path) -> None:
    avert("data", "add", given)
    listed = json.loads(avert("data", "list", "--format", "json").out)
    assert [(row["dataset"], row["release"], row["vintage"]) for row in listed] == [
        ("ucdp_ged", "23.1", "2023-06-30"),
        ("views_country_months", "2021-07", "2021-07-31"),
    ]
    then = avert("data", "list", "--as-of", "2022", "--format", "csv")
    assert then.out.count("\n") == 2
    status = {row["dataset"]: row for row in json.loads(avert("data", "status", "--format", "json").out)}
    assert (status["ucdp_ged"]["covers_to"], status["ucdp_candidate"]["files"]) == ("2022-12", 0)
    cited = avert("data", "cite").out
    assert "Sundberg, Ralph" in cited
    assert "CC BY 4.0" in cited


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (lambda p: p.write_bytes(p.read_bytes()[:300]), "not a whole zip archive"),
        (lambda p: p.write_bytes(b""), "not a whole zip archive"),
        (lambda p: p.unlink(), "does not exist"),
    ],
)
def test_a_faulty_file_is_one_clear_line_exit_2_and_the_store_is_unharmed(
    avert, given: Path, fault, complaint: str
) -> None:
    avert("data", "add", given)
    before = avert("data", "list", "--format", "csv").out
    path = write_zip(given / "GEDEvent_v24_1.csv.zip", given / "GEDEvent_v23_1.csv")
    fault(path)
    run = avert("data", "add", path)
    assert (run.code, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert complaint in run.err
    assert avert("data", "list", "--format", "csv").out == before


def test_an_unknown_file_named_by_itself_is_an_error(avert, given: Path) -> None:
    run = avert("data", "add", given / "notes.txt")
    assert (run.code, run.out) == (2, "")
    assert "none of these" in run.err


def test_a_refused_file_in_a_folder_keeps_nothing_else_out_but_the_exit_says_so(avert, given: Path) -> None:
    write_csv(given / "GEDEvent_v22_1.csv", [event(best="many")])
    run = avert("data", "add", given)
    assert run.code == 2
    assert "1 of 4 files could not be used: GEDEvent_v22_1.csv" in run.err
    assert avert("data", "list", "--format", "csv").out.count("\n") == 3


def test_a_damaged_store_is_noticed_by_status(avert, given: Path, tmp_path: Path) -> None:
    avert("data", "add", given)
    for path in (tmp_path / "home").rglob("*.parquet"):
        path.write_bytes(b"PAR1")
    run = avert("data", "status")
    assert run.code == 1
    assert "damaged" in run.err


def test_with_nothing_loaded_every_command_says_what_to_do(avert) -> None:
    assert "avert data add PATH" in avert("data", "list").err
    assert avert("data", "cite").code == 0
    for command in (("panel", "country-year"), ("risk", "rank"), ("risk", "explain", "ETH")):
        run = avert(*command)
        assert (run.code, run.out) == (2, "")
        assert "avert data add PATH" in run.err
