"""What a cleaned file is, how large one may be, and what the scrub says it cannot take away."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation.trans_null import gettext_noop as _

from avert.errors import RefusedFileError

MOST_BYTES = 10 * 1024 * 1024

SEEN = _(
    "What can be seen stays: faces, voices in writing, number plates, text on signs, and marks that a printer or a "
    "camera leaves in the picture itself."
)
UNSEEN = _(
    "What is there but not seen may stay: text under a black box, in white, or beside the page. Redact in the program "
    "that made the file, and hand in what it prints."
)
HIDDEN = _("It holds hidden text, rows, columns or sheets, which stay in it. Whoever opens it can show them.")
LINKS = _("Links and document properties are gone; the words that carried the links stay.")
AS_WRITTEN = _(
    "Its text is kept as it is, with every name in it; so are formulas, which a spreadsheet would run."
)
NOTES = (SEEN, UNSEEN, HIDDEN, LINKS, AS_WRITTEN)
"""Every note there is, in English: show one with gettext."""


@dataclass(frozen=True)
class CleanFile:
    """A file of a known kind, without the metadata that the scrub knows of."""

    content: bytes
    media_type: str
    name: str
    notes: tuple[str, ...]


def refuse_unless(holds: bool, message: str) -> None:
    """Raise RefusedFileError where something does not hold."""
    if not holds:
        raise RefusedFileError(message)
