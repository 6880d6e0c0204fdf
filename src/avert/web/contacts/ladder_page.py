"""What the page of one ladder shows: whom to turn to, and when that would be."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.contacts import selectors
from avert.web.contacts.forms import DAYS
from avert.web.contacts.listing import ending_of, hours_of
from avert.web.contacts.words import reach_of, role_of
from avert.web.site.components import Fact
from avert.web.site.tables import Cell, Column, Table

STEPS = (
    Column("after", gettext_lazy("After so much silence")),
    Column("who", gettext_lazy("We turn to"), is_name=True),
    Column("reach", gettext_lazy("Address"), is_name=True),
    Column("at", gettext_lazy("That would be")),
)


def zone_of_ladder(ladder: Any) -> ZoneInfo:
    """Return the zone in which the times of a ladder are shown."""
    return ZoneInfo(ladder.zone or "UTC")


def context_of(ladder: Any, *, viewer: Any, sent: dt.datetime, is_writable: bool) -> dict[str, Any]:
    """Return everything that the page of a ladder shows to this viewer, as if a warning were sent then."""
    steps = selectors.steps_of(viewer, ladder)
    contacts = selectors.contacts_of_steps(viewer, steps)
    return {
        "ladder": ladder,
        "facts": _facts(ladder),
        "sent": _moment(sent, ladder),
        "table": _table(ladder, steps, contacts, sent, is_writable) if steps else None,
    }


def _table(ladder: Any, steps: Any, contacts: Any, sent: dt.datetime, is_writable: bool) -> Table:
    clock = selectors.clock_ladder(ladder, steps)
    rows = []
    for step, timed in zip(steps, clock.steps, strict=True):
        contact, url = contacts.get(step.contact_id), reverse("contacts:step", args=[step.pk])
        rows.append(
            {
                "after": Cell(silence_of(step.after), url=url if is_writable else ""),
                "who": role_of(contact),
                "reach": Cell(reach_of(contact) or "–"),
                "at": _moment(clock.at(timed, sent), ladder),
            }
        )
    return Table(_("If nobody answers"), STEPS, rows, is_caption_hidden=True)


def _facts(ladder: Any) -> list[Fact]:
    ends = Fact(_("What ends it"), ending_of(ladder))
    hours = hours_of(ladder)
    counted = Fact(_("Which hours count"), hours.text, hours.note)
    if not ladder.zone:
        return [ends, counted]
    names = dict(DAYS)
    return [
        ends,
        counted,
        Fact(_("Working days"), ", ".join(str(names[day]) for day in ladder.days)),
    ]


def _moment(at: dt.datetime, ladder: Any) -> str:
    zone = zone_of_ladder(ladder)
    return _("{day}, {time} {zone}").format(
        day=date_format(at.astimezone(zone), "l, j F Y"), time=f"{at.astimezone(zone):%H:%M}", zone=zone.key
    )


def silence_of(after: dt.timedelta) -> str:
    """Return a length of silence in hours."""
    hours = after / dt.timedelta(hours=1)
    return _("{hours} h").format(hours=number_format(int(hours) if hours.is_integer() else round(hours, 2)))
