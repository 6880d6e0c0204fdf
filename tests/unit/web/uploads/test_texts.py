from __future__ import annotations

import pytest

from avert.errors import RefusedFileError
from avert.web.uploads.cleaning import clean
from avert.web.uploads.files import MOST_BYTES

CSV, TEXT = "text/csv; charset=utf-8", "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("place,day\nMarché,2024-03-01\n", CSV, "notes.csv"),
        ("place;day\nسوق;2024-03-01\n", CSV, "notes.csv"),
        ("Three men came at dusk, they said.\nNobody was hurt.", TEXT, "notes.txt"),
        ("1 < 2 and 3 > 2", TEXT, "notes.txt"),
        ("\ufeffplace\tday\na\tb", CSV, "notes.csv"),
    ],
)
def test_text_is_told_from_tables_and_kept_as_it_is(given: str, kind: str, name: str) -> None:
    done = clean(given.encode(), "notes.exe")
    assert (done.content, done.media_type, done.name) == (given.encode(), kind, name)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "iso8859-6"])
def test_other_encodings_are_named_as_the_reason(encoding: str) -> None:
    text = "سوق و خبر من القرية" if encoding == "iso8859-6" else "déplacés à Ménaka et blessés"
    with pytest.raises(RefusedFileError, match="UTF-8"):
        clean((text * 20).encode(encoding), "x.csv")


@pytest.mark.parametrize(
    "given",
    [
        "<!doctype html><p>x", "  <svg xmlns='http://www.w3.org/2000/svg'/>", "<?xml version='1.0'?><a/>", "#!/bin/sh",
        "%!PS-Adobe", "{\\rtf1 x}", "words first\n<SCRIPT>alert(1)</SCRIPT>", "x <?php echo 1; ?>", "a <iframe src=x>",
    ],
)  # fmt: skip
def test_pages_drawings_and_programs_are_not_plain_text(given: str) -> None:
    with pytest.raises(RefusedFileError, match="not plain text"):
        clean(given.encode(), "x.txt")


@pytest.mark.parametrize(
    "given",
    [b"MZ\x90\x00\x03", b"\x7fELF\x02\x01", b"GIF89a\x01\x00", b"Rar!\x1a\x07\x00", b"\x1f\x8b\x08\x00", b"a\x00b",
     b"II*\x00", b"\x00\x00\x00\x18ftypheic"],
)  # fmt: skip
def test_everything_else_is_refused_with_what_is_taken(given: bytes) -> None:
    with pytest.raises(RefusedFileError, match="Avert takes pictures"):
        clean(given, "x.png")


def test_an_old_office_file_is_refused_with_what_to_do() -> None:
    with pytest.raises(RefusedFileError, match="old or encrypted"):
        clean(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "x.doc")


def test_nothing_and_too_much_are_refused() -> None:
    with pytest.raises(RefusedFileError, match="empty"):
        clean(b"", "x")
    with pytest.raises(RefusedFileError, match="10 MB"):
        clean(b"x" * (MOST_BYTES + 1), "x")
