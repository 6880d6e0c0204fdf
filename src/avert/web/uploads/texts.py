"""Plain text and CSV: read as UTF-8, and kept as they are."""

from __future__ import annotations

import csv
import re

from django.utils.translation.trans_null import gettext_noop as _

from avert.errors import RefusedFileError
from avert.web.uploads.files import refuse_unless
from avert.web.uploads.kinds import UNKNOWN, Kind

OTHER_ENCODING = _(
    "The text is not UTF-8, so its letters could turn into others. Save it as UTF-8 (in Excel: “CSV UTF-8”)."
)
PROGRAM = _(
    "This is a web page, a drawing in code or a program, not plain text. Hand in a PDF or a picture of it."
)
STARTS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
RUNS_OR_DRAWS = re.compile(
    r"\A\s*(#!|%!|\{\\rtf|<\?|<!|<[a-z])|<(script|html|svg|iframe|object|embed|body|meta)\b|<\?php",
    re.IGNORECASE,
)
DELIMITERS = ",;\t"
ROWS_LOOKED_AT, LETTERS_LOOKED_AT = 50, 100_000


def kind_of_text(data: bytes) -> Kind:
    """Return whether this is CSV or other plain text; refuse what is neither."""
    refuse_unless(not data.startswith(STARTS_OF_UTF_16), OTHER_ENCODING)
    refuse_unless(b"\x00" not in data, UNKNOWN)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedFileError(OTHER_ENCODING if _is_mostly_letters(data) else UNKNOWN) from None
    refuse_unless(not CONTROL.search(text), UNKNOWN)
    refuse_unless(not RUNS_OR_DRAWS.search(text), PROGRAM)
    return Kind.CSV if any(_is_table(text, delimiter) for delimiter in DELIMITERS) else Kind.TEXT


def _is_mostly_letters(data: bytes) -> bool:
    start = data[:4096]
    return sum(byte >= 32 or byte in b"\t\r\n" for byte in start) > 0.98 * len(start)


def _is_table(text: str, delimiter: str) -> bool:
    lines = text[:LETTERS_LOOKED_AT].splitlines(keepends=True)[:ROWS_LOOKED_AT]
    try:
        widths = {len(row) for row in csv.reader(lines, delimiter=delimiter) if row}
    except csv.Error:
        return False
    return len(lines) > 1 and len(widths) == 1 and widths != {1}
