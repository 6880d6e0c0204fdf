"""Reading tables: encodings, separators, and files made to do harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from avert.errors import MalformedFileError
from avert.society.imports import messages
from avert.society.imports.tables import MOST_COLUMNS, read_rows
from society_files import workbook


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_rows(content).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_are_told_apart(separator: str, encoding: str) -> None:
    text = f"who{separator}where\nالهلال الأحمر{separator}Wajir\n"
    assert cells(text.encode(encoding)) == [("who", "where"), ("الهلال الأحمر", "Wajir")]


def test_windows_letters_are_read_and_said() -> None:
    read = read_rows("who,where\nMédecins,Côte\n".encode("cp1252"))
    assert read.rows[1].cells == ("Médecins", "Côte")
    assert [one.message for one in read.problems] == [messages.OTHER_LETTERS]


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    read = read_rows(b'a,b\n\n"two\nlines",x\nlast,y\n')
    assert [row.number for row in read.rows] == [1, 3, 4]
    assert [row.number for row in read_rows(workbook([["a"], [], ["b"]])).rows] == [1, 3]


def test_whole_numbers_and_dates_of_a_spreadsheet_stay_what_they_are() -> None:
    import datetime as dt

    assert cells(workbook([["a", "b"], [152.0, dt.date(2024, 3, 1)]]))[1] == ("152", "2024-03-01")


def test_unseen_letters_are_taken_out() -> None:
    assert cells("a\nx\u202ey\x00z".encode("utf-16")) == [("a",), ("xyz",)]


@pytest.mark.parametrize("content", [b"", b" \n ", b"\n,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedFileError, match="empty"):
        read_rows(content)


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"PK\x03\x04 but no archive", b'a,b\n"open,c\n'])
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(MalformedFileError) as refusal:
        read_rows(content)
    assert "\n" not in str(refusal.value)


def test_a_huge_cell_is_refused_without_being_repeated() -> None:
    with pytest.raises(MalformedFileError, match="longer than a spreadsheet allows") as refusal:
        read_rows(b"a,b\n" + b"x" * 10_000_000 + b",y\n")
    assert len(str(refusal.value)) < 300
    with pytest.raises(MalformedFileError, match="Row 2"):
        read_rows(b"a,b\n" + b"x" * 40_000 + b",y\n")


def test_a_cell_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.seek(200 * 1024**2)
        file.write(b"x")
    with pytest.raises(MalformedFileError, match="larger than"):
        read_rows(path)


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(MalformedFileError, match="columns"):
        read_rows(",".join(["x"] * (MOST_COLUMNS + 1)).encode())


def test_a_spreadsheet_that_unpacks_to_far_more_is_not_opened() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<x>" + b" " * 50_000_000)
    with pytest.raises(MalformedFileError, match="far larger than it looks"):
        read_rows(held.getvalue())


def test_entities_in_a_spreadsheet_are_refused() -> None:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["a"], ["b"]]))) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY e "boom">]>' + content.partition(b"?>")[2]
            new.writestr(name, content)
    with pytest.raises(MalformedFileError, match="no table"):
        read_rows(held.getvalue())


def test_a_formula_without_a_result_must_be_mended() -> None:
    read = read_rows(workbook([["who", "where"], ["=A1", "Wajir"]]))
    (problem,) = read.problems
    assert (problem.row, problem.column, problem.message, problem.is_fatal) == (
        2,
        "1",
        messages.FORMULA,
        True,
    )
