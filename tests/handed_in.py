"""Files as people and enemies hand them in; each says CANARY wherever its kind can say something unseen."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

CANARY = "CANARY"
GPS, MAKE, ORIENTATION, TURNED = 0x8825, 0x010F, 0x0112, 6


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = CANARY, TURNED
    exif.get_ifd(GPS).update({1: "N", 2: (9.0, 1.0, 48.0), 29: CANARY})
    said: dict[str, Any] = {"exif": exif, "xmp": f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode()}
    if form == "PNG":
        said["pnginfo"] = PngImagePlugin.PngInfo()
        said["pnginfo"].add_text("Comment", CANARY)
        said["pnginfo"].add_itxt("XML:com.adobe.xmp", CANARY)
    if form == "JPEG":
        said |= {"comment": CANARY.encode()}
    said["icc_profile"] = CANARY.encode() * 30
    written = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize(size).save(written, form, **said, **options)
    return written.getvalue()


def huge_png(width: int = 30_000, height: int = 30_000) -> bytes:
    """A picture of 900 million pixels in some hundred bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pdf(change: Callable[[PdfWriter, Any], None] | None = None, **options: str) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    text, name = TextStringObject(CANARY), NameObject
    page[name("/Resources")] = DictionaryObject(
        {name("/XObject"): DictionaryObject({name("/I"): writer._add_object(_picture_in_pdf())})}
    )
    drawing = DecodedStreamObject()
    drawing.set_data(b"q 100 0 0 100 0 0 cm /I Do Q")
    page[name("/Contents")] = writer._add_object(drawing)
    page[name("/PieceInfo")] = DictionaryObject({name("/App"): text})
    page[name("/Thumb")] = page[name("/AA")] = text
    acts = DictionaryObject({name("/S"): name("/JavaScript"), name("/JS"): text})
    writer._root_object[name("/OpenAction")] = acts
    writer.add_attachment("CANARY.txt", CANARY.encode())
    writer.add_metadata({"/Author": CANARY, "/Title": CANARY})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    if change:
        change(writer, page)
    if options:
        writer.encrypt(**options)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _picture_in_pdf() -> StreamObject:
    name, held = NameObject, StreamObject()
    held._data = picture()
    held.update(
        {
            name("/Type"): name("/XObject"),
            name("/Subtype"): name("/Image"),
            name("/Width"): NumberObject(60),
            name("/Height"): NumberObject(40),
            name("/BitsPerComponent"): NumberObject(8),
            name("/ColorSpace"): name("/DeviceRGB"),
            name("/Filter"): name("/DCTDecode"),
            name("/Metadata"): TextStringObject(CANARY),
        }
    )
    return held


def add_note(subtype: str) -> Callable[[PdfWriter, Any], None]:
    def change(_writer: PdfWriter, page: Any) -> None:
        note = DictionaryObject(
            {NameObject("/Subtype"): NameObject(subtype), NameObject("/T"): TextStringObject(CANARY)}
        )
        page[NameObject("/Annots")] = ArrayObject([note])

    return change


def document(change: Callable[[Any], None] | None = None) -> bytes:
    made = docx.Document()
    made.add_heading("What was agreed", 1)
    made.add_paragraph("The market opens on Monday.")
    made.add_picture(io.BytesIO(picture()))
    made.core_properties.author = made.core_properties.last_modified_by = CANARY
    made.core_properties.comments = CANARY
    if change:
        change(made)
    return saved(made)


def workbook(change: Callable[[Any], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["place", "households"])
    made.active.append(["Market", 12])
    made.active["C2"] = "=SUM(B2:B2)"
    made.properties.creator = made.properties.lastModifiedBy = CANARY
    if change:
        change(made)
    return saved(made)


def saved(made: Any) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one file more, or another in its place."""
    found = members(data) | {name: content}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, held in found.items():
            archive.writestr(member, held)
    return written.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return written.getvalue()
