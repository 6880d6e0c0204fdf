"""An invitation on paper: who invites, about what, when and where, in words that take no side."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from avert.handling import most_restrictive
from avert.web.records.naming import Names
from avert.web.response.whom import needs_care, standing_for
from avert.web.site.printing import print_paper

TO_FILL_IN = "………………………………………………"


def letter_of(
    invitation: Any, room: Any, meeting: Any, *, viewer: Any, now: dt.datetime, paper: str
) -> bytes:
    """Return the letter as PDF. What could give someone away is left to be written by hand."""
    document = {
        "title": _("Invitation"),
        "marking": str(most_restrictive([invitation.marking, room.marking])),
        "is_exercise": room.exercise_id is not None,
        "asked": invitation.asked,
        "others": invitation.others,
        "words": _words(),
        "facts": [
            [_("To"), _to_whom(invitation, viewer)],
            [_("From"), Names(viewer).organisation(invitation.owner_id)],
            [_("About"), room.title],
            [_("When"), _when(meeting)],
            [_("Where, or how"), meeting.where if meeting else TO_FILL_IN],
        ],
    }
    return print_paper("avert.web.response", "invitation.typ", document, now=now, paper=paper, pages=1)


def _to_whom(invitation: Any, viewer: Any) -> str:
    """Return whom the letter is for; a paper that is found must not name who could be harmed by it."""
    if invitation.structure_id is None:
        return str(invitation.role)
    structure = standing_for(viewer, [invitation.structure_id]).get(invitation.structure_id)
    return TO_FILL_IN if structure is None or needs_care(structure) else structure.name


def _when(meeting: Any) -> str:
    if meeting is None:
        return TO_FILL_IN
    local = meeting.at.astimezone(ZoneInfo(meeting.zone)).replace(tzinfo=None)
    return f"{date_format(local, 'DATETIME_FORMAT')} ({meeting.zone})"


def _words() -> dict[str, str]:
    return {
        "asked": _("What we ask of you"),
        "others": _("Who else takes part"),
        "nobody_named": _("We name nobody else in this letter. Ask us, and we will ask them."),
        "free": _(
            "You may come, come later, or not come; you owe nobody a reason, and nothing is held against you. To come "
            "is to agree to nothing. If being seen there could harm anyone, tell us how to speak with you safely."
        ),
        "impartial": _(
            "We take no side in what is spoken about, and we ask the same of everyone who is invited."
        ),
        "answer": _("Your answer"),
        "yes": _("Yes"),
        "later": _("Later"),
        "no": _("No"),
        "exercise": _("Exercise: nothing here is real."),
        "printed": _("printed"),
    }
