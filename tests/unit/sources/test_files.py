"""Bad files: each is refused in one clear sentence, and nothing of it reaches the store."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from avert.errors import MalformedFileError, UnknownFileError
from avert.sources import files
from avert.sources.files import take_in
from samples import event, write_csv, write_zip


def refused(path: Path, scratch: Path) -> str:
    with pytest.raises((MalformedFileError, UnknownFileError)) as caught, take_in(path, scratch):
        pass
    assert not list(scratch.iterdir()), "a refused file must leave nothing behind"
    assert str(scratch) not in str(caught.value), "the user gave another path"
    return str(caught.value)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "GEDEvent_v23_1.csv", [event(id=i) for i in range(40)])


def test_a_good_file_is_copied_and_the_copy_is_given_up(events: Path, scratch: Path) -> None:
    with take_in(events, scratch) as file:
        assert file.kind == "csv"
        assert file.path.read_bytes() == events.read_bytes()
    assert not list(scratch.iterdir())


def test_a_zip_gives_its_one_table_and_the_resource_fork_of_macos_is_passed_over(
    events: Path, scratch: Path, tmp_path: Path
) -> None:
    with take_in(write_zip(tmp_path / "ged231-csv.zip", events), scratch) as file:
        assert (file.name, file.origin) == ("GEDEvent_v23_1.csv", "ged231-csv.zip")
        assert file.path.read_bytes() == events.read_bytes()


def test_a_truncated_zip_is_refused(events: Path, scratch: Path, tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "ged.zip", events).read_bytes()
    cut = tmp_path / "cut.zip"
    for length in (len(whole) // 2, len(whole) - 10, 3):
        cut.write_bytes(whole[:length])
        assert "not a whole zip archive" in refused(cut, scratch)


def test_a_zip_whose_table_was_damaged_is_refused(events: Path, scratch: Path, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "ged.zip", events)
    damaged = bytearray(path.read_bytes())
    damaged[120] ^= 0xFF
    path.write_bytes(damaged)
    assert "not a whole zip archive" in refused(path, scratch)


def test_a_zip_bomb_is_not_opened(scratch: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", b"0" * 30_000_000)
    assert "would unpack to 30,000,000 bytes" in refused(bomb, scratch)


def test_a_zip_that_holds_more_than_it_declares_is_not_opened(
    events: Path, scratch: Path, tmp_path: Path
) -> None:
    path = write_zip(tmp_path / "ged.zip", events)
    size = events.stat().st_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (100).to_bytes(4, "little")))
    assert "whole zip archive" in refused(path, scratch) or "more data than it declares" in refused(
        path, scratch
    )


def test_a_zip_with_two_tables_is_ambiguous(events: Path, scratch: Path, tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(events, "a.csv")
        archive.write(events, "b.csv")
    assert "it holds 2 (a.csv, b.csv)" in refused(path, scratch)


def test_of_several_tables_the_one_with_a_publishers_own_name_is_taken(
    events: Path, scratch: Path, tmp_path: Path
) -> None:
    path = write_zip(tmp_path / "WDI_CSV.zip", events)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("WDICSV.csv", "a,b\n1,2\n")
    with take_in(path, scratch, ("WDICSV.csv",)) as file:
        assert (file.name, file.path.read_text()) == ("WDICSV.csv", "a,b\n1,2\n")
    with pytest.raises(UnknownFileError, match="it holds 2"), take_in(path, scratch, ("Other*.csv",)):
        pass


def test_a_gzipped_table_is_unpacked(events: Path, scratch: Path, tmp_path: Path) -> None:
    path = tmp_path / "events.csv.gz"
    path.write_bytes(gzip.compress(events.read_bytes()))
    with take_in(path, scratch) as file:
        assert (file.name, file.origin, file.kind) == ("events.csv", "events.csv.gz", "csv")
        assert file.path.read_bytes() == events.read_bytes()


def test_a_truncated_or_monstrous_gzip_is_refused(events: Path, scratch: Path, tmp_path: Path) -> None:
    path = tmp_path / "events.csv.gz"
    whole = gzip.compress(events.read_bytes())
    for length in (len(whole) // 2, len(whole) - 4, 3):
        path.write_bytes(whole[:length])
        assert "not a whole gzip archive" in refused(path, scratch)
    path.write_bytes(gzip.compress(b"0," * 20_000_000))
    assert "or than real data do" in refused(path, scratch)
    other = tmp_path / "events.tar.gz"
    other.write_bytes(whole)
    assert "none of these" in refused(other, scratch)


@pytest.mark.parametrize(
    ("name", "separator"), [("coups.txt", "\t"), ("coups.tsv", "\t"), ("coups.csv", ",")]
)
def test_text_with_tabs_in_its_first_line_is_a_table(
    name: str, separator: str, scratch: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text('country\tyear\n"Haiti"\t1991\n')
    with take_in(path, scratch) as file:
        assert (file.kind, file.separator) == ("csv", separator)


def test_a_line_over_one_mebibyte_is_refused(scratch: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n1,2\n" + "x" * (2**20 + 1) + "\n3,4\n")
    assert "line 3 is longer than 1 MiB" in refused(path, scratch)


def test_a_long_line_is_found_across_the_borders_of_chunks(
    scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_CHUNK", 1000)
    monkeypatch.setattr(files, "MAX_LINE_BYTES", 2500)
    path = tmp_path / "table.csv"
    path.write_text("a\n" * 700 + "x" * 2400 + "\n" + "a\n" * 700)
    with take_in(path, scratch):
        pass
    path.write_text("a\n" * 700 + "x" * 2600 + "\n" + "a\n" * 700)
    assert "line 701 is longer" in refused(path, scratch)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
def test_text_in_another_encoding_is_refused(encoding: str, scratch: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("name,year\nCôte d’Ivoire,2011\n".encode(encoding, errors="replace"))
    assert "UTF-8" in refused(path, scratch)


def test_a_file_cut_within_a_character_is_refused(scratch: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("name\nCôte d'Ivoiré".encode()[:-1])
    assert "cut short" in refused(path, scratch)


def test_nul_bytes_are_refused(scratch: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n1,\x00\n")
    assert "NUL" in refused(path, scratch)


def test_an_empty_file_is_refused(scratch: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.touch()
    assert "empty" in refused(path, scratch)


def test_a_file_that_changes_while_it_is_read_is_refused(
    events: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = files.hashlib.sha256

    def grows(*args: bytes) -> object:
        with events.open("a") as stream:
            stream.write("1,2,3\n")
        return digest(*args)

    monkeypatch.setattr(files.hashlib, "sha256", grows)
    assert "changed while it was read" in refused(events, scratch)


def test_a_file_replaced_while_it_is_read_is_refused(
    events: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = events.with_suffix(".new")
    other.write_bytes(events.read_bytes())
    copy = files._copy_unchanged
    opened = Path.open

    def swaps(path: Path, *args: str) -> object:
        stream = opened(path, *args)
        if path == events:
            other.replace(events)
        return stream

    monkeypatch.setattr(Path, "open", swaps)
    with pytest.raises(MalformedFileError, match="changed while it was read"):
        copy(events, scratch / "copy")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("notes.txt", b"hello", "none of these"),
        ("table.parquet", b"a,b\n1,2\n", "is not the .parquet file"),
        ("table.xlsx", b"a,b\n1,2\n", "is not the .xlsx file"),
        ("table.xlsx", b"PK\x03\x04 and no more", "not a whole workbook"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(
    name: str, content: bytes, complaint: str, scratch: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert complaint in refused(path, scratch)


def test_what_a_killed_process_left_is_swept_up_after_a_day(scratch: Path) -> None:
    left = scratch / "in-1-x.csv"
    left.write_text("half")
    written = left.stat().st_mtime
    files.clear_scratch(scratch, 3600, written + 3599)
    assert left.exists()
    files.clear_scratch(scratch, 3600, written + 3601)
    assert not left.exists()
