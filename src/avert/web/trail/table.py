"""The trail as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avert.web.audit.occasions import ActorKind
from avert.web.site.tables import Cell, Column, Table
from avert.web.trail.selectors import Line

COLUMNS = (
    Column("at", _("When"), is_name=True, note=_("universal time (UTC)")),
    Column("actor", _("Who"), is_name=True),
    Column("action", _("Did what")),
    Column("object", _("With what"), is_name=True),
    Column("fields", _("Fields"), is_name=True),
)
ACTORS: Mapping[str, str | Promise] = {
    ActorKind.PERSON: _("someone"),
    ActorKind.SERVICE: _("a service"),
    ActorKind.OPERATOR: _("at the server's command line"),
    ActorKind.STRANGER: _("someone not logged in"),
    ActorKind.SITE: _("the site by itself"),
}


def table_of(lines: Sequence[Line]) -> Table:
    """Return the lines as a table."""
    return Table(_("What was done, the newest first"), COLUMNS, [_row(line) for line in lines])


def _row(line: Line) -> dict[str, Any]:
    moment = line.at.astimezone(dt.UTC)
    if line.action is None:
        return {
            "at": f"{moment:%Y-%m-%d}",
            "action": _("expired"),
            "actor": "–",
            "object": "–",
            "fields": "–",
        }
    return {
        "at": f"{moment:%Y-%m-%d %H:%M:%S}",
        "actor": Cell(line.actor or "–", note="" if line.actor else ACTORS[line.actor_kind]),
        "action": line.action.label,
        "object": Cell(line.object_kind or "–")
        if line.object_id is None
        else Cell(f"{line.object_kind} {line.object_id}", url=_address(line)),
        "fields": ", ".join(line.field_names) or "–",
    }


def _address(line: Line) -> str:
    return f"?object={line.object_id}"
