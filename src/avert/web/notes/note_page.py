"""What the page of one note shows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from avert.web.notes import selectors
from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.records.pages import Pages, who_has_seen_url
from avert.web.records.selectors import is_writable, may_remove
from avert.web.records.words import place_name
from avert.web.sealing.selectors import sealed_fields_of
from avert.web.site.components import Crumb, Fact
from avert.web.site.templatetags.site_parts import marking, own_name, value


def list_crumb() -> Crumb:
    """Return the step to the list."""
    return Crumb(_("Notes"), reverse("notes:notes"))


def pages_of(note: Any) -> Pages:
    """Return how a note is called and where its pages are."""
    url, above = reverse("notes:note", args=[note.pk]), reverse("notes:notes")
    return Pages(note.title, url, above, (list_crumb(), Crumb(own_name(note.title), url)))


def context_of(note: Any, *, viewer: Any) -> dict[str, Any]:
    """Return everything that the page of a note shows to this viewer."""
    names = Names(viewer)
    is_own = note.owner_id in names.own
    return {
        "crumbs": [list_crumb()],
        "pages": pages_of(note),
        "note": note,
        "facts": _facts(note, names),
        "is_own": is_own,
        "audience": names.list_of(sharing_of(note.audience_id)) if is_own else [],
        "is_writable": is_writable(note, viewer=viewer),
        "is_removable": may_remove(note, viewer=viewer),
        "who_has_seen_url": who_has_seen_url(note, viewer=viewer),
        "sealed": sealed_fields_of(record_id=note.pk, viewer=viewer),
        "attachments": list(selectors.attachments_of(viewer, note)),
    }


def _facts(note: Any, names: Names) -> list[Fact]:
    who = own_name(names.person(note.created_by_id, note.owner_id))
    place = own_name(place_name(note.place)) if note.place else _("no particular place")
    return [
        Fact(_("Place"), place),
        Fact(_("Kept by"), own_name(names.organisation(note.owner_id))),
        Fact(_("Written by"), format_html("{}, {}", who, value(note.created_at.date()))),
        Fact(_("Marking"), marking(note.marking)),
    ]
