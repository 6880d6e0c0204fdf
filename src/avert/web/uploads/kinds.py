"""Which kind of file this is, by what is in it. Neither the name nor the browser is asked."""

from __future__ import annotations

from enum import Enum

from django.utils.translation.trans_null import gettext_noop as _

from avert.errors import RefusedFileError


class Kind(Enum):
    """The kinds that are taken: media type and extension."""

    PNG = ("image/png", "png")
    JPEG = ("image/jpeg", "jpg")
    WEBP = ("image/webp", "webp")
    PDF = ("application/pdf", "pdf")
    DOCX = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
    XLSX = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
    CSV = ("text/csv; charset=utf-8", "csv")
    TEXT = ("text/plain; charset=utf-8", "txt")
    XML = (
        "application/xml",
        "xml",
    )  # this and the next only where a page asks for data, see ``clean_upload``
    JSON = ("application/json", "json")

    @property
    def media_type(self) -> str:
        """The media type that the file is served with."""
        return self.value[0]

    @property
    def extension(self) -> str:
        """The end of the file's name."""
        return self.value[1]


UNKNOWN = _(
    "Avert takes pictures (PNG, JPEG, WebP), PDF, DOCX, XLSX, CSV and plain text; this file is none of these. "
    "Save it as one of them."
)
OLD_OFFICE = _("This is an old or encrypted Office file. Save it as DOCX, XLSX or PDF without a password.")
TWO_FILES = _(
    "Another file is hidden in this one, so it is not taken. Export it again from where it was made."
)
ZIP_START = b"PK\x03\x04"


def kind_of(data: bytes) -> Kind | None:
    """Return the kind that the first bytes say; nothing for an Office file or text, which takes a closer look."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data.startswith(b"%PDF-"):
        return Kind.PDF
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedFileError(OLD_OFFICE)
    return None
