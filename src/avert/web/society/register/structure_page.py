"""What the page of one structure shows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from avert.society.vocabulary import Attribute
from avert.web.exercises.selectors import exercise_shown
from avert.web.records.naming import Names
from avert.web.site.components import Crumb, Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name, value
from avert.web.society.pages import pages_of
from avert.web.society.register.listing import latest_trust
from avert.web.society.register.pages import undo_url
from avert.web.society.register.words import capacities_text, voice_text, where_text, words_of
from avert.web.society.selectors import (
    activities_for,
    also_merged,
    merged_into,
    stands_for,
    structures_for,
    ties_for,
)
from avert.web.society.vocabulary import LAYERS, TRUST

MOST_TIES, MOST_ACTIVITIES = 200, 50


def context_of(structure: Any, *, viewer: Any, today: dt.date) -> dict[str, Any]:
    """Return everything that the page of a structure shows to this viewer."""
    same = list(also_merged(viewer, [structure]))
    activities = list(activities_for(viewer, same)[: MOST_ACTIVITIES + 1])
    ties = list(ties_for(viewer, same)[: MOST_TIES + 1])
    return {
        **frame_of(structure, pages_of(structure), viewer=viewer),
        "exercise": exercise_shown(viewer, structure.exercise_id),
        "is_overdue": structure.review_on is not None and structure.review_on <= today,
        "facts": _facts(structure),
        "mandate": _mandate(structure),
        "voices": _voices(structure),
        "trust": _trust(latest_trust([structure], viewer=viewer).get(structure.pk, {})),
        "layers": _layers(structure, ties[:MOST_TIES], same, viewer),
        "has_more_ties": len(ties) > MOST_TIES,
        "activities": _activities(activities[:MOST_ACTIVITIES]) if activities else None,
        "has_more_activities": len(activities) > MOST_ACTIVITIES,
        "merged": _merged(structure, viewer),
    }


def since_text(row: Any) -> str:
    """Return from when to when something held, in words."""
    begins, ends = (date_format(day, "DATE_FORMAT") if day else "" for day in (row.begins, row.ends))
    if begins and ends:
        return f"{begins} – {ends}"
    if begins:
        return _("since {day}").format(day=begins)
    return _("until {day}").format(day=ends) if ends else "–"


def tie_facts(tie: Any) -> list[Fact]:
    """Return what is said of a tie, for whoever reads both its ends."""
    way = _("one way, from the first to the second") if tie.is_directed else _("both ways")
    ends = [
        format_html('<a href="{}">{}</a>', reverse("society:structure", args=[end.pk]), own_name(end.name))
        for end in (tie.source, tie.target)
    ]
    return [
        Fact(_("Between"), format_html_join(" – ", "{}", ((end,) for end in ends))),
        Fact(_("What runs along it"), tie.get_layer_display()),
        Fact(_("Which way"), way),
        Fact(_("When"), since_text(tie)),
        Fact(_("How it is known"), own_name(tie.evidence) if tie.evidence else _("nobody wrote that down")),
    ]


def _facts(row: Any) -> list[Fact]:
    said = [
        (_("Also called"), own_name(", ".join(row.other_names))),
        (_("Kind"), row.get_kind_display() or _("not known")),
        (_("Sector"), row.get_sector_display() or _("not known")),
        (_("Level"), row.get_level_display() or _("not known")),
        (_("Where"), own_name(where_text(row))),
        (_("It can"), capacities_text(row.capacities)),
        (_("Can decide on a response"), _("yes") if row.is_decision_maker else ""),
        (_("Languages"), own_name(", ".join(row.languages))),
        (_("Groups it belongs to, or is seen to"), own_name(", ".join(row.groups))),
        (_("Active"), since_text(row) if row.begins or row.ends else ""),
        (_("Source"), own_name(row.source)),
    ]
    facts = [Fact(term, detail) for term, detail in said if detail]
    agreed = _("on {day}").format(day=date_format(row.consent_on, "DATE_FORMAT")) if row.consent_on else ""
    facts.append(Fact(_("Agreed to be listed"), row.get_consent_display(), agreed))
    return [*facts, Fact(_("Look again on"), value(row.review_on) if row.review_on else _("no day set"))]


def _mandate(row: Any) -> list[Fact]:
    if not (row.mandate or row.mandate_document):
        return []
    document = own_name(row.mandate_document) if row.mandate_document else _("nobody wrote down which")
    said = own_name(row.mandate) if row.mandate else _("nobody wrote that down")
    return [Fact(_("What it is there to do"), said), Fact(_("Document"), document)]


def _voices(row: Any) -> list[Fact]:
    seats = [Fact(_("Seats"), row.seats)] if row.seats is not None else []
    asked = (
        voice_text(attribute, row.voices[attribute]) for attribute in Attribute if attribute in row.voices
    )
    return [*seats, *(Fact(who, said) for who, said in asked)]


def _trust(said: Mapping[str, Any]) -> list[Fact]:
    return [
        Fact(
            own_name(group),
            format_html(
                '<a href="{}">{}</a>', reverse("society:trust", args=[one.pk]), words_of([one.trust], TRUST)
            ),
            date_format(one.on, "DATE_FORMAT") if one.on else _("day not known"),
        )
        for group, one in sorted(said.items())
    ]


def _layers(structure: Any, ties: Sequence[Any], same: Sequence[Any], viewer: Any) -> list[Table]:
    shown = stands_for(viewer, exercise_id=structure.exercise_id) if ties else {}
    ends = {shown[end] for tie in ties for end in (tie.source_id, tie.target_id) if end in shown}
    found = structures_for(viewer, exercise_id=structure.exercise_id).filter(pk__in=ends)
    names = dict(found.values_list("pk", "name"))
    columns = (
        Column("other", _("With"), is_text=True),
        Column("way", _("Which way")),
        Column("when", _("When")),
        Column("tie", _("How it is known"), is_text=True),
    )
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for tie in ties:
        is_out = tie.source_id in same
        other = shown.get(tie.target_id if is_out else tie.source_id)
        if other in names and other != structure.pk:
            rows[tie.layer].append(_tie(tie, other, names[other], is_out=is_out))
    return [Table(label, columns, rows[layer]) for layer, label in LAYERS.items() if layer in rows]


def _tie(tie: Any, other: Any, name: str, *, is_out: bool) -> dict[str, Any]:
    directed = _("from here") if is_out else _("to here")
    known = own_name(tie.evidence) if tie.evidence else _("Not written down")
    return {
        "other": Cell(own_name(name), url=reverse("society:structure", args=[other])),
        "way": directed if tie.is_directed else _("both ways"),
        "when": since_text(tie),
        "tie": Cell(known, url=reverse("society:tie", args=[tie.pk])),
    }


def _activities(found: Sequence[Any]) -> Table:
    columns = (
        Column("title", _("What it does"), is_text=True),
        Column("status", _("How far")),
        Column("who", _("For whom"), is_name=True),
        Column("drivers", _("Drivers of conflict"), is_name=True),
        Column("when", _("When")),
    )
    rows = [
        {
            "title": Cell(own_name(one.title), url=reverse("society:activity", args=[one.pk])),
            "status": one.get_status_display(),
            "who": one.target_group or "–",
            "drivers": ", ".join(one.drivers) or "–",
            "when": since_text(one),
        }
        for one in found
    ]
    return Table(_("Activities"), columns, rows, is_caption_hidden=True)


def _merged(structure: Any, viewer: Any) -> list[dict[str, Any]]:
    names = Names(viewer)
    return [
        {
            "name": one.name,
            "kept_by": names.organisation(one.owner_id),
            "history": Crumb(_("What was changed"), reverse("society:history", args=[one.pk])),
            "undo": undo_url(one),
        }
        for one in merged_into(viewer, structure)
    ]
