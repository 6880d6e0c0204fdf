"""The words in which pages speak of markings, places and fields."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from avert.errors import UnknownPlaceError
from avert.handling import Marking
from avert.places import area_of, find_place
from avert.web.records.models import Record

Text = str | Promise

# TLP 2.0 (FIRST), for whoever has to choose one.
MARKING_MEANINGS: Mapping[Marking, Text] = {
    Marking.CLEAR: _("Readers may pass it on to anyone."),
    Marking.GREEN: _("Readers may pass it on within their community, not to the public."),
    Marking.AMBER: _(
        "Readers may pass it on within their organisation and to its clients, where they need to know."
    ),
    Marking.AMBER_STRICT: _("Readers may pass it on within their own organisation only."),
    Marking.RED: _("For its author and the persons who are named. Nobody passes it on."),
}
LABELS: Mapping[str, Text] = {"audience": _("For whom"), "marking": _("Marking"), "place": _("Place")}


def place_name(key: str) -> str:
    """Return what a place is called; what is no longer on the list keeps its key, nothing stays nothing."""
    if not key:
        return ""
    try:
        return find_place(key).name(get_language() or "en")
    except UnknownPlaceError:
        area = area_of(key)
        return area.name if area else key


def place_as_typed(key: str) -> str:
    """Return what someone would type for a place: its name, unless that means several."""
    try:
        return name if find_place(name := place_name(key)).key == key else key
    except UnknownPlaceError:
        return key


def field_label(kind: type[Record], name: str) -> str:
    """Return what a field is called on a page."""
    if name in LABELS:
        return str(LABELS[name])
    label = str(getattr(kind._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]
