"""Clean one file within this process. The site calls it in a process apart, see ``apart``."""

from __future__ import annotations

from django.utils.translation.trans_null import gettext_noop as _

from avert.errors import RefusedFileError
from avert.web.uploads.files import (
    AS_WRITTEN,
    HIDDEN,
    LINKS,
    MOST_BYTES,
    SEEN,
    UNSEEN,
    CleanFile,
    refuse_unless,
)
from avert.web.uploads.kinds import ZIP_START, Kind, kind_of
from avert.web.uploads.names import clean_name

EMPTY = _("The file is empty. Choose it again.")
TOO_BIG = _("The file is larger than 10 MB. Hand in the part that matters, or a smaller copy.")
DAMAGED = _(
    "The file is damaged, or not written as its kind demands. Save it again from the program that made it."
)


def clean(data: bytes, name: str, *, takes_data: bool = False) -> CleanFile:
    """Return the file cleaned, or raise RefusedFileError; XML and JSON are taken only where ``takes_data``."""
    refuse_unless(bool(data), EMPTY)
    refuse_unless(len(data) <= MOST_BYTES, TOO_BIG)
    try:
        kind, content, notes = _cleaned(data, takes_data=takes_data)
    except RefusedFileError:
        raise
    except (
        Exception
    ):  # whatever a reader of hostile files trips over, its words may repeat what is in the file
        raise RefusedFileError(DAMAGED) from None
    refuse_unless(len(content) <= 2 * MOST_BYTES, TOO_BIG)
    return CleanFile(content, kind.media_type, clean_name(name, kind.extension), notes)


def _cleaned(data: bytes, *, takes_data: bool) -> tuple[Kind, bytes, tuple[str, ...]]:
    # Loaded when needed: the readers take a while, and text needs none of them.
    if data.startswith(ZIP_START):
        from avert.web.uploads.office import clean_office

        kind, content, is_hiding = clean_office(data)
        return kind, content, (LINKS, SEEN, UNSEEN, *((HIDDEN,) if is_hiding else ()))
    known = kind_of(data)
    if known is None:
        from avert.web.uploads.data import kind_of_data
        from avert.web.uploads.texts import kind_of_text

        if takes_data and (data_kind := kind_of_data(data)):
            return data_kind, data, (AS_WRITTEN,)
        return kind_of_text(data), data, (AS_WRITTEN,)
    if known is Kind.PDF:
        from avert.web.uploads.pdf import clean_pdf

        return known, clean_pdf(data), (LINKS, SEEN, UNSEEN)
    from avert.web.uploads.pictures import clean_picture

    return known, clean_picture(data, known), (SEEN,)
