"""PDF: the pages alone, copied into a new file without whatever acts, is attached, or says who wrote it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.utils.translation.trans_null import gettext_noop as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from avert.web.uploads import jpeg
from avert.web.uploads.archives import LOCKED
from avert.web.uploads.files import refuse_unless
from avert.web.uploads.kinds import TWO_FILES
from avert.web.uploads.pictures import MARKUP

MOST_PAGES = 500
MOST_OBJECTS = 100_000
PAGE = ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group")
INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
# Found anywhere below a page, these say who made it and when, act, attach, or fetch from elsewhere.
SAYS_OR_ACTS = {
    *(
        "/A",
        "/AA",
        "/AF",
        "/Alternates",
        "/EF",
        "/JavaScript",
        "/JS",
        "/LastModified",
        "/Measure",
        "/Metadata",
    ),
    *("/OPI", "/OpenAction", "/PieceInfo", "/PtData", "/Ref", "/StructParent", "/StructParents", "/Thumb"),
}
ELSEWHERE = {"/F", "/FFilter", "/FDecodeParms"}  # of a stream that is kept in another file
# Gone without a trace on the page, or as their words say; all others would leave a gap or a secret.
MAY_GO = {"/FileAttachment", "/Link", "/Movie", "/Popup", "/RichMedia", "/Screen", "/Sound", "/3D"}

TOO_LONG = _("The PDF has more than 500 pages or 100,000 parts. Hand in the pages that matter.")
DRAWN_ON = _(
    "The PDF has comments, redactions not yet applied, or a form that was filled in. They name people or would be "
    "lost. Print it to a new PDF and hand that in."
)
LAYERED = _(
    "The PDF has layers that are switched off and would come to light. Print it to a new PDF and hand that in."
)
SCANNED = _(
    "The PDF holds pictures of a kind that cannot be cleaned, such as JPEG 2000. Print it to a new PDF."
)


def clean_pdf(data: bytes) -> bytes:
    """Return the pages as a new PDF."""
    tail = data[data.rfind(b"%%EOF") :].lower()
    is_other = zipfile.is_zipfile(io.BytesIO(data)) or any(sign in tail for sign in MARKUP)
    refuse_unless(not is_other, TWO_FILES)
    reader = PdfReader(io.BytesIO(data), strict=False)
    refuse_unless(not reader.is_encrypted, LOCKED)
    refuse_unless(len(reader.xref) <= 10 and _object_count(reader) <= MOST_OBJECTS, TOO_LONG)
    refuse_unless(reader.get_num_pages() <= MOST_PAGES, TOO_LONG)
    _refuse_hidden_layers(reader)
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    for page in reader.pages:
        _refuse_what_is_drawn_on(page)
        writer.add_page(_bare(page))
    _scrub_all(writer)
    return _written(writer)


def _object_count(reader: PdfReader) -> int:
    return sum(len(table) for table in reader.xref.values()) + len(reader.xref_objStm)


def _refuse_hidden_layers(reader: PdfReader) -> None:
    layers = reader.root_object.get("/OCProperties", DictionaryObject()).get_object()
    default = layers.get("/D", DictionaryObject()).get_object()
    is_off = default.get("/OFF", ArrayObject()).get_object() or default.get("/BaseState") == "/OFF"
    refuse_unless(not is_off, LAYERED)


def _refuse_what_is_drawn_on(page: Any) -> None:
    notes = page.get("/Annots", ArrayObject()).get_object() or []
    refuse_unless(all(note.get_object().get("/Subtype") in MAY_GO for note in notes), DRAWN_ON)


def _bare(page: Any) -> Any:
    for key in INHERITED:  # from the tree of pages, which is not copied
        above = page.get("/Parent")
        while key not in page and above is not None:
            above = above.get_object()
            if key in above:
                page[NameObject(key)] = above.raw_get(key)
            above = above.get("/Parent")
    for key in set(page) - set(PAGE) - {"/Parent"}:
        del page[key]
    return page


def _scrub_all(writer: PdfWriter) -> None:
    for (
        held
    ) in writer._objects:  # every object, however deep, because each is in this list or within one that is
        _scrub(held)
    writer.metadata = None


def _scrub(first: Any) -> None:
    waiting = [first]
    while waiting:
        held = waiting.pop()
        if isinstance(held, DictionaryObject):
            _scrub_dictionary(held)
            waiting += held.values()
        elif isinstance(held, ArrayObject):
            waiting += held


def _scrub_dictionary(held: DictionaryObject) -> None:
    for key in SAYS_OR_ACTS & set(held):
        del held[key]
    if not isinstance(held, StreamObject):
        return
    for key in ELSEWHERE & set(held):
        del held[key]
    filters = held.get("/Filter", ArrayObject()).get_object()
    names = filters if isinstance(filters, ArrayObject) else [filters]
    # Packed twice, a picture could say what is not seen from here.
    refuse_unless("/JPXDecode" not in names and (len(names) == 1 or "/DCTDecode" not in names), SCANNED)
    if names == ["/DCTDecode"]:
        held._data = jpeg.without_words(held._data)


def _written(writer: PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
