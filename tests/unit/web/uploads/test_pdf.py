from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject
from tests.handed_in import CANARY, add_note, archive, pdf

from avert.errors import RefusedFileError
from avert.web.uploads import pdf as cleaner
from avert.web.uploads.cleaning import clean


def test_a_pdf_loses_its_author_its_programs_and_its_attachments() -> None:
    given = pdf()
    assert CANARY.encode() in given
    done = clean(given, "x.pdf")
    assert CANARY.encode() not in done.content
    for word in (
        b"/JavaScript",
        b"/OpenAction",
        b"/EmbeddedFile",
        b"/Metadata",
        b"/Info",
        b"/ID",
        b"/Producer",
        b"Exif",
    ):
        assert word not in done.content
    read = PdfReader(io.BytesIO(done.content))
    assert read.metadata is None
    assert read.attachments == {}
    assert read.pages[0].images[0].image.size == (60, 40)


def test_cleaning_a_pdf_twice_changes_nothing() -> None:
    once = clean(pdf(), "x.pdf").content
    assert clean(once, "x.pdf").content == once


@pytest.mark.parametrize("subtype", ["/Link", "/FileAttachment", "/Screen", "/Popup"])
def test_what_lies_on_a_page_unseen_is_left_out(subtype: str) -> None:
    done = clean(pdf(add_note(subtype)), "x.pdf").content
    assert CANARY.encode() not in done
    assert b"/Annots" not in done


@pytest.mark.parametrize("subtype", ["/Widget", "/Text", "/Redact", "/FreeText", "/Stamp"])
def test_a_pdf_with_comments_redactions_or_entries_is_refused(subtype: str) -> None:
    with pytest.raises(RefusedFileError, match="comments, redactions"):
        clean(pdf(add_note(subtype)), "x.pdf")


def test_layers_that_are_switched_off_are_not_brought_to_light() -> None:
    def hide(writer: PdfWriter, _page: Any) -> None:
        layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
        off = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
        layers = {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): off}
        writer._root_object[NameObject("/OCProperties")] = DictionaryObject(layers)

    with pytest.raises(RefusedFileError, match="layers"):
        clean(pdf(hide), "x.pdf")


def test_a_pdf_with_a_password_is_refused() -> None:
    for password in ("secret", ""):
        with pytest.raises(RefusedFileError, match="password"):
            clean(pdf(user_password=password, algorithm="RC4-128"), "x.pdf")


@pytest.mark.parametrize("other", [archive(a=b"program"), b"<script>alert(1)</script>", b"<html>"])
def test_a_pdf_with_another_file_behind_it_is_refused(other: bytes) -> None:
    with pytest.raises(RefusedFileError, match="Another file is hidden"):
        clean(pdf() + other, "x.pdf")


def test_a_pdf_behind_something_else_is_no_pdf() -> None:
    with pytest.raises(RefusedFileError):
        clean(archive(a=b"x") + pdf(), "x.pdf")
    with pytest.raises(RefusedFileError):
        clean(b"GIF89a" + pdf(), "x.pdf")


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def lengthen(writer: PdfWriter, _page: Any) -> None:
        for _number in range(3):
            writer.add_blank_page(10, 10)

    monkeypatch.setattr(cleaner, "MOST_PAGES", 3)
    with pytest.raises(RefusedFileError, match="500 pages"):
        clean(pdf(lengthen), "x.pdf")


def test_size_and_turn_come_along_from_the_tree_of_pages() -> None:
    def inherit(writer: PdfWriter, page: Any) -> None:
        tree = page["/Parent"].get_object()
        tree[NameObject("/MediaBox")] = page["/MediaBox"]
        del page["/MediaBox"]

    done = PdfReader(io.BytesIO(clean(pdf(inherit), "x.pdf").content))
    assert done.pages[0].mediabox.width == 200
