"""Addressees in words: who, reached how, what is asked of them and by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from avert.deadlines import zone_of
from avert.web.contacts.selectors import contacts_for, ladders_for
from avert.web.contacts.vocabulary import Way
from avert.web.records.naming import Names
from avert.web.site.tables import Cell, Column, Table
from avert.web.warnings import selectors


@dataclass(frozen=True)
class Asked:
    """An addressee in words: who, reached how, what they can do, what is asked of them and by when."""

    id: Any
    role: str
    organisation: str
    way: str
    is_at_risk: bool
    can_do: str
    asked: str
    deadlines: list[tuple[str, str]]
    ladder: str


def asked_of(rows: list[Any], names: Names) -> list[Asked]:
    """Return addressees in words."""
    contacts = contacts_for(names.viewer).in_bulk([row.contact_id for row in rows if row.contact_id])
    ladders = ladders_for(names.viewer).in_bulk([row.ladder_id for row in rows if row.ladder_id])
    return [_asked(row, names, contacts.get(row.contact_id), ladders.get(row.ladder_id)) for row in rows]


def recipients_table(context: dict[str, Any]) -> Table:
    """Return who will receive what, by which way and at which marking, for whoever lets it out."""
    columns = (
        Column("role", _("To"), is_name=True),
        Column("way", _("Reached by")),
        Column("asked", _("Asked"), is_name=True, is_text=True),
        Column("by", _("Acknowledge by")),
    )
    rows = [
        {
            "role": Cell(one.role, note=" · ".join(filter(None, (one.organisation, _at_risk(one))))),
            "way": Cell(one.way, note=str(context["warning"].marking)),
            "asked": one.asked,
            "by": one.deadlines[0][1] if one.deadlines else "–",
        }
        for one in context["asked"]
    ]
    return Table(_("Who receives what"), columns, rows, is_caption_hidden=True)


def _at_risk(one: Asked) -> str:
    return _("people at risk") if one.is_at_risk else ""


def _asked(row: Any, names: Names, contact: Any, ladder: Any) -> Asked:
    if row.contact_id:
        way = contact.get_way_display() if contact else _("hidden from you")
    else:
        way = (Way.SITE if row.organisation_id else Way.PAPER).label
    labels = (_("acknowledge by"), _("decide by"), _("act by"))
    deadlines = [
        (label, _local(getattr(row, name), row.zone))
        for name, label in zip(selectors.DEADLINES, labels, strict=True)
        if getattr(row, name)
    ]
    organisation = names.organisation(row.organisation_id) if row.organisation_id else ""
    return Asked(
        id=row.pk,
        role=row.role,
        organisation=organisation,
        way=str(way),
        is_at_risk=row.is_at_risk,
        can_do=row.can_do,
        asked=row.asked,
        deadlines=deadlines,
        ladder=ladder.title if ladder else "",
    )


def _local(instant: dt.datetime, zone: str) -> str:
    local = instant.astimezone(zone_of(zone))
    return f"{date_format(local.date(), 'SHORT_DATE_FORMAT')} {local:%H:%M} ({zone})"
