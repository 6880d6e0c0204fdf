"""What can be said of a commitment, in words, with its date."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.commitments import Word
from avert.deadlines import Deadline

WORDS: Mapping[Word, str | Promise] = {
    Word.KEPT: gettext_lazy("Kept"),
    Word.KEPT_LATE: gettext_lazy("Kept late"),
    Word.PARTLY: gettext_lazy("Partly kept"),
    Word.BROKEN: gettext_lazy("Broken"),
    Word.NOT_YET_DUE: gettext_lazy("Not yet due"),
    Word.UNKNOWN: gettext_lazy("Unknown"),
}


def due_text(due: Deadline | None) -> str:
    """Say by when, in the zone where it was agreed; a day lasts until its end there."""
    if due is None:
        return _("no date agreed")
    day = date_format(due.day, "DATE_FORMAT")
    if due.time is None:
        return _("{day} ({zone})").format(day=day, zone=due.zone)
    return _("{day}, {time} ({zone})").format(day=day, time=time_format(due.time, "H:i"), zone=due.zone)
