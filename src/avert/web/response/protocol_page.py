"""What the pages of response protocols show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from avert.web.records.words import place_name
from avert.web.response import selectors
from avert.web.response.pages import pages_of_protocol
from avert.web.site.components import Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name, value
from avert.web.warnings.vocabulary import Event


def context_of(protocol: Any, *, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of a protocol shows to this viewer."""
    return {
        **frame_of(protocol, pages_of_protocol(protocol), viewer=viewer),
        "protocol": protocol,
        "facts": _facts(protocol),
        "is_due": protocol.review_on is not None and protocol.review_on <= now.date(),
        "options": selectors.options_of(viewer, protocol.pk),
        "rehearsals": selectors.rehearsals_of(viewer, protocol.pk),
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


def _facts(protocol: Any) -> list[Fact]:
    return [
        Fact(_("What may happen"), Event(protocol.event).label if protocol.event else _("any of them")),
        Fact(_("What starts it"), own_name(protocol.trigger)),
        Fact(_("Look again on"), value(protocol.review_on) if protocol.review_on else _("no day set")),
    ]
