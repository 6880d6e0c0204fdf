"""What the pages of this app call levels, outcomes and times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.warning.clock import Stage
from avert.warning.scorecard import Level, Outcome, Share

Text = str | Promise
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LEVELS: Mapping[Level, Text] = {
    Level.TOP: gettext_lazy("Top: national and beyond"),
    Level.MIDDLE: gettext_lazy("Middle: province or district"),
    Level.GRASSROOTS: gettext_lazy("Grassroots: local"),
}
QUESTIONS: Mapping[Stage, Text] = {
    Stage.ACKNOWLEDGED: gettext_lazy("How long until a warning is acknowledged?"),
    Stage.DECIDED: gettext_lazy("How long until something is decided?"),
    Stage.DONE: gettext_lazy("How long until what was decided is done?"),
}
OUTCOMES: Mapping[Outcome, tuple[Text, Text]] = {
    Outcome.HIT: (gettext_lazy("Hits"), gettext_lazy("Warned, and the feared event occurred.")),
    Outcome.MISS: (
        gettext_lazy("Misses"),
        gettext_lazy(
            "The event occurred before the warning went out. Events without any warning are not recorded here."
        ),
    ),
    Outcome.DID_NOT_OCCUR: (
        gettext_lazy("Feared event did not occur"),
        gettext_lazy("Why it did not is not known."),
    ),
    Outcome.POSSIBLY_PREVENTED: (
        gettext_lazy("Possibly prevented"),
        gettext_lazy("Kept apart: nobody can know what would have happened."),
    ),
    Outcome.UNKNOWN: (gettext_lazy("Cannot be said"), gettext_lazy("Those who marked it could not tell.")),
}


def lasting(span: dt.timedelta) -> str:
    """Say how long something has lasted: hours below two days, else days."""
    if span < HOUR:
        return _("less than an hour")
    if span < 2 * DAY:
        hours = int(span / HOUR)
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    days = span.days
    return ngettext("{n} day", "{n} days", days).format(n=days)


def share_text(share: Share) -> str:
    """Say a share with its interval, or that there are too few to say."""
    if share.share is None or share.low is None or share.high is None:
        return _("too few to say ({n})").format(n=share.n)
    return _("{share} % of {n} (95 % interval {low} to {high})").format(
        share=round(100 * share.share), n=share.n, low=round(100 * share.low), high=round(100 * share.high)
    )


def hours_text(median: float | None, low: float | None, high: float | None) -> str:
    """Say a median time with its interval; an end that has not come is said to be open."""
    if median is None:
        return _("half have not answered yet")
    ends = [_("open") if end is None else str(round(end, 1)) for end in (low, high)]
    return _("{median} hours (95 % interval {low} to {high})").format(
        median=round(median, 1), low=ends[0], high=ends[1]
    )
