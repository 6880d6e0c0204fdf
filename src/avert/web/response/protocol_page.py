"""What the pages of response protocols show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.records.pages import who_has_seen_url
from avert.web.records.selectors import is_writable, may_remove
from avert.web.records.words import place_name
from avert.web.response import selectors
from avert.web.response.pages import pages_of_protocol, protocols_crumb, rooms_crumb
from avert.web.site.components import Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import marking, own_name, value
from avert.web.warnings.vocabulary import Event


def context_of(protocol: Any, *, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of a protocol shows to this viewer."""
    names = Names(viewer)
    is_own = protocol.owner_id in names.own
    rehearsals = selectors.rehearsals_of(viewer, protocol.pk)
    return {
        "crumbs": [rooms_crumb(), protocols_crumb()],
        "pages": pages_of_protocol(protocol),
        "protocol": protocol,
        "facts": _facts(protocol, names),
        "is_due": protocol.review_on is not None and protocol.review_on <= now.date(),
        "options": selectors.options_of(viewer, protocol.pk),
        "rehearsals": rehearsals,
        "is_own": is_own,
        "audience": names.list_of(sharing_of(protocol.audience_id)) if is_own else [],
        "is_writable": is_writable(protocol, viewer=viewer),
        "is_removable": may_remove(protocol, viewer=viewer),
        "who_has_seen_url": who_has_seen_url(protocol, viewer=viewer),
    }


def list_of(protocols: Sequence[Any], *, now: dt.datetime) -> Table:
    """Return protocols as a table."""
    columns = (
        Column("title", _("Protocol"), is_name=True),
        Column("event", _("What may happen")),
        Column("place", _("Place"), is_name=True),
        Column("review", _("Look again on")),
    )
    rows = [
        {
            "title": Cell(one.title, pages_of_protocol(one).url),
            "event": Event(one.event).label if one.event else _("any of them"),
            "place": place_name(one.place) or "–",
            "review": Cell(
                one.review_on or "–", note=_("due") if one.review_on and one.review_on <= now.date() else ""
            ),
        }
        for one in protocols
    ]
    return Table(_("Protocols"), columns, rows, is_caption_hidden=True)


def _facts(protocol: Any, names: Names) -> list[Fact]:
    place = own_name(place_name(protocol.place)) if protocol.place else _("no particular place")
    return [
        Fact(_("What may happen"), Event(protocol.event).label if protocol.event else _("any of them")),
        Fact(_("What starts it"), own_name(protocol.trigger)),
        Fact(_("Place"), place),
        Fact(_("Kept by"), own_name(names.organisation(protocol.owner_id))),
        Fact(_("Look again on"), value(protocol.review_on)),
        Fact(_("Marking"), marking(protocol.marking)),
    ]
