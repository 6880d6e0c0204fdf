"""What an update, a withdrawal or an all clear takes over from the warning that it replaces."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from avert.warning.clock import review_due
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.requirements import ENDS
from avert.web.warnings.selectors import DEADLINES
from avert.web.warnings.vocabulary import Message
from avert.web.warnings.writing import addressees_of

KEPT = ("title", "event", "lens", "to_whom", "window_from", "window_until", "language", "threatens_life")
KEPT_BY_AN_UPDATE = ("what", "probability", "confidence", "rests_on", "would_change", "harm_of_issuing")
ADDRESSED_AGAIN = (
    "role",
    "organisation_id",
    "contact_id",
    "level",
    "is_at_risk",
    "can_do",
    "asked",
    "zone",
    "ladder_id",
)
A_DAY = dt.timedelta(days=1)


def content_for(replaced: Warning, message: Message) -> dict[str, Any]:
    """Return what the replacement says unless it is said anew; an end takes over neither likelihood nor grounds."""
    names = KEPT if message in ENDS else (*KEPT, *KEPT_BY_AN_UPDATE)
    return {name: getattr(replaced, name) for name in names}


def addressees_for(warning: Warning, replaced: Warning, now: dt.datetime) -> list[Addressee]:
    """Return the same addressees for the replacement, not yet written; deadlines that have passed are left out."""
    return [_again(warning, before, now) for before in addressees_of(replaced)]


def _again(warning: Warning, before: Addressee, now: dt.datetime) -> Addressee:
    again = Addressee(warning=warning, **{name: getattr(before, name) for name in ADDRESSED_AGAIN})
    if warning.message in ENDS:
        again.asked = _("Acknowledge this. What was asked before no longer holds.")
        again.can_do = before.can_do or _("Stop what was begun, and tell others.")
        again.acknowledge_by = review_due(now, None, now).due_at if warning.threatens_life else now + A_DAY
        return again
    for name in DEADLINES:
        value = getattr(before, name)
        setattr(again, name, value if value and value > now else None)
    return again
