"""The segments of a JPEG file: where it ends, and what it says besides its picture."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation.trans_null import gettext_noop as _

from avert.errors import RefusedFileError

BROKEN = _("The picture is damaged or cut off. Export it again from where it was made.")

START, END, SCAN = 0xD8, 0xD9, 0xDA
ALONE = {0x01, *range(0xD0, 0xD8)}
COMMENT = 0xFE
# APP14 is Adobe's word on how colours are stored: without it a picture in a PDF turns out in false colours.
SAYS_SOMETHING = {*range(0xE0, 0xEE), 0xEF, COMMENT}


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the marker, start and end of each segment up to the end of the picture; a scan includes its pixels."""
    at = 2
    yield START, 0, at
    while at + 4 <= len(data) or data[at : at + 2] == b"\xff\xd9":
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == END:
            yield END, at, at + 2
            return
        after = _after(data, at, marker)
        yield marker, at, after
        at = after
    raise RefusedFileError(BROKEN)


def end_of(data: bytes) -> int:
    """Return where the picture ends and anything else begins."""
    return max(end for _kind, _start, end in segments(data))


def without_words(data: bytes) -> bytes:
    """Return the same picture, to the pixel, without EXIF, XMP, profiles, thumbnails and comments."""
    return b"".join(data[start:end] for marker, start, end in segments(data) if marker not in SAYS_SOMETHING)


def _after(data: bytes, at: int, marker: int) -> int:
    if marker == 0xFF:
        return at + 1  # bytes that only fill
    if marker in ALONE:
        return at + 2
    after = at + 2 + int.from_bytes(data[at + 2 : at + 4])
    if after < at + 4 or after > len(data):
        raise RefusedFileError(BROKEN)
    return _end_of_scan(data, after) if marker == SCAN else after


def _end_of_scan(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and data[at + 1] not in ALONE:
            return at
        at += 2
    raise RefusedFileError(BROKEN)
