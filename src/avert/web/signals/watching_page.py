"""The page of one feed, watch or rule: what it says, what it does, and whom its signals are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.records.pages import Pages, who_has_seen_url
from avert.web.records.selectors import is_writable, may_remove
from avert.web.records.words import place_name
from avert.web.site.components import Fact
from avert.web.site.templatetags.site_parts import marking, own_name, value


def context_of(
    record: Any, *, viewer: Any, pages: Pages, facts: Sequence[Fact], troubles: Sequence[str] = ()
) -> dict[str, Any]:
    """Return everything that the page shows to this viewer."""
    names = Names(viewer)
    is_own = record.owner_id in names.own
    return {
        "crumbs": pages.crumbs[:-1],
        "pages": pages,
        "facts": [*facts, *_shared_facts(record, names)],
        "troubles": troubles,
        "is_own": is_own,
        "audience": names.list_of(sharing_of(record.audience_id)) if is_own else [],
        "is_writable": is_writable(record, viewer=viewer),
        "is_removable": may_remove(record, viewer=viewer),
        "who_has_seen_url": who_has_seen_url(record, viewer=viewer),
    }


def left_alone_text() -> str:
    """Return what is said where nobody is left in whose name the site could act."""
    return _(
        "Whoever saved it last may no longer write here, so it raises no signals. Change it and save it: from then on "
        "it works in your name."
    )


def shared_from(record: Any, names: Names) -> str:
    """Return the note of a row in a list that another organisation shares; nothing for one's own."""
    if record.owner_id in names.own:
        return ""
    return _("from {organisation}").format(organisation=names.organisation(record.owner_id))


def _shared_facts(record: Any, names: Names) -> list[Fact]:
    who = own_name(names.person(record.created_by_id, record.owner_id))
    place = own_name(place_name(record.place)) if record.place else _("no particular place")
    return [
        Fact(_("Place"), place),
        Fact(_("Kept by"), own_name(names.organisation(record.owner_id))),
        Fact(_("Written by"), format_html("{}, {}", who, value(record.created_at.date()))),
        Fact(_("Marking"), marking(record.marking), _("Its signals carry it, too.")),
    ]
