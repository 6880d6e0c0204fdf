"""Pictures: decoded and drawn anew, so that nothing but the pixels is left."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation.trans_null import gettext_noop as _
from PIL import Image, ImageOps

from avert.errors import RefusedFileError
from avert.web.uploads import jpeg
from avert.web.uploads.files import refuse_unless
from avert.web.uploads.kinds import TWO_FILES, Kind

MOST_PIXELS = 40_000_000
JPEG_QUALITY, WEBP_QUALITY = 90, 90
TOO_LARGE = _("The picture has more than 40 million pixels. Make it smaller and hand it in again.")
MOVES = _("The picture moves, and only still pictures are taken. Hand in the frame that matters.")
# What other programs look for at or after the end of a picture.
STRANGERS = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"<?php", b"#!/")
MARKUP = (b"<script", b"<html", b"<svg", b"<!doctype")


def clean_picture(data: bytes, kind: Kind) -> bytes:
    """Return the picture with its pixels alone, turned the right way up."""
    _refuse_another_file(data, kind)
    with _opened(data, kind) as opened:
        refuse_unless(opened.width * opened.height <= MOST_PIXELS, TOO_LARGE)
        # A JPEG of several frames is what telephones make: the picture first, then what they computed beside it.
        refuse_unless(getattr(opened, "n_frames", 1) == 1 or kind is Kind.JPEG, MOVES)
        upright = ImageOps.exif_transpose(opened)
        bare = _bare(upright, kind)
    written = io.BytesIO()
    options = {Kind.JPEG: {"quality": JPEG_QUALITY}, Kind.WEBP: {"quality": WEBP_QUALITY}}
    bare.save(written, format=kind.name, **options.get(kind, {}))
    return written.getvalue()


def _opened(data: bytes, kind: Kind) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=[kind.name])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedFileError(TOO_LARGE) from None


def _bare(image: Image.Image, kind: Kind) -> Image.Image:
    is_seen_through = image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info
    if kind is Kind.JPEG or not is_seen_through:
        mode = "L" if image.mode in {"1", "L"} and kind is not Kind.WEBP else "RGB"
    else:
        mode = "RGBA"
    drawn = image.convert(mode)
    # A new image, because the old one carries what it was opened with to where it is saved.
    bare = Image.new(mode, drawn.size)
    bare.paste(drawn)
    return bare


def _refuse_another_file(data: bytes, kind: Kind) -> None:
    tail = data[_end_of(data, kind) :]
    is_other = any(sign in tail for sign in STRANGERS) or any(sign in tail.lower() for sign in MARKUP)
    refuse_unless(not is_other and not zipfile.is_zipfile(io.BytesIO(data)), TWO_FILES)


def _end_of(data: bytes, kind: Kind) -> int:
    if kind is Kind.JPEG:
        return jpeg.end_of(data)
    if kind is Kind.WEBP:
        return 8 + int.from_bytes(data[4:8], "little")
    at = 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return at
    raise RefusedFileError(jpeg.BROKEN)
