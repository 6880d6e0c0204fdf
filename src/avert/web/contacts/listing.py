"""Contacts, phone trees and ladders as tables."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.contacts.selectors import CLOSES, OPENS
from avert.web.contacts.words import reach_of
from avert.web.records.words import place_name
from avert.web.site.tables import Cell, Column, Table

CONTACTS = (
    Column("role", gettext_lazy("Role"), is_name=True, is_text=True),
    Column("way", gettext_lazy("Reached first")),
    Column("reach", gettext_lazy("Address"), is_name=True),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("tried", gettext_lazy("Last tried")),
    Column("review", gettext_lazy("Look again on")),
)
TREES = (
    Column("title", gettext_lazy("Phone tree"), is_name=True, is_text=True),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("calls", gettext_lazy("Calls"), is_number=True),
    Column("rehearsed", gettext_lazy("Last rehearsed")),
    Column("review", gettext_lazy("Look again on")),
)
LADDERS = (
    Column("title", gettext_lazy("Ladder"), is_name=True, is_text=True),
    Column("place", gettext_lazy("Place"), is_name=True),
    Column("steps", gettext_lazy("Steps"), is_number=True),
    Column("ends", gettext_lazy("What ends it")),
    Column("hours", gettext_lazy("Which hours count")),
)
Counts = Mapping[uuid.UUID, int]


def contacts_table(contacts: Iterable[Any], *, today: dt.date) -> Table:
    """Return contacts as a table that says which are to be looked at again."""
    return Table(_("Contacts"), CONTACTS, [_contact(one, today) for one in contacts], is_caption_hidden=True)


def trees_table(trees: Iterable[Any], calls: Counts, *, today: dt.date) -> Table:
    """Return phone trees as a table."""
    rows = [
        {
            "title": Cell(tree.title, url=reverse("contacts:tree", args=[tree.pk])),
            "place": Cell(place_name(tree.place) or "–"),
            "calls": calls[tree.pk],
            "rehearsed": tree.rehearsed_on or _("never"),
            "review": review_cell(tree.review_on, today),
        }
        for tree in trees
    ]
    return Table(_("Phone trees"), TREES, rows, is_caption_hidden=True)


def ladders_table(ladders: Sequence[Any], steps: Counts) -> Table:
    """Return ladders as a table."""
    rows = [
        {
            "title": Cell(ladder.title, url=reverse("contacts:ladder", args=[ladder.pk])),
            "place": Cell(place_name(ladder.place) or "–"),
            "steps": steps[ladder.pk],
            "ends": ending_of(ladder),
            "hours": hours_of(ladder),
        }
        for ladder in ladders
    ]
    return Table(_("Ladders"), LADDERS, rows, is_caption_hidden=True)


def review_cell(day: dt.date | None, today: dt.date) -> Cell:
    """Return the day on which to look again, with a word where that is past."""
    if day is None:
        return Cell("–")
    return Cell(day, note=_("overdue") if day <= today else "")


def ending_of(ladder: Any) -> str:
    """Return what ends a ladder, in words."""
    return _("a decision") if ladder.ends_with_decision else _("word that it has arrived")


def hours_of(ladder: Any) -> Cell:
    """Return which hours count on a ladder, with their zone."""
    if not ladder.zone:
        return Cell(_("every hour, by day and night"))
    return Cell(f"{ladder.opens or OPENS:%H:%M}–{ladder.closes or CLOSES:%H:%M}", note=ladder.zone)


def _contact(contact: Any, today: dt.date) -> dict[str, Any]:
    return {
        "role": Cell(
            contact.role,
            url=reverse("contacts:contact", args=[contact.pk]),
            note=_("people at risk themselves") if contact.is_at_risk else "",
        ),
        "way": contact.get_way_display(),
        "reach": Cell(reach_of(contact) or "–"),
        "place": Cell(place_name(contact.place) or "–"),
        "tried": contact.tried_on or _("never"),
        "review": review_cell(contact.review_on, today),
    }
