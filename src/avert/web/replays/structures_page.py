"""Which structures for peace were known on a day, and whether an answer came back to those who warn, as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avert.citing import Source
from avert.replays import Replay
from avert.replays.structures import AreaLink, Link, LocalLink, StructuresThen, structures_on
from avert.society.cases import CaseActor
from avert.web.replays.known_page import citations
from avert.web.replays.words import english, word
from avert.web.site.tables import Cell, Column, Table


def structures_context(seen: Replay, day: dt.date) -> dict[str, Any]:
    """Return the structures known by the day; nothing where the replay has no case of them."""
    then = structures_on(seen, day)
    if then is None:
        return {}
    return {
        "structures": then,
        "areas_joined": _areas(then.areas),
        "local_links": _local(then.local),
        "all_structures": _all(then),
    }


def _areas(areas: Iterable[AreaLink]) -> Table:
    columns = (
        Column("area", _("Where")),
        Column("known", _("Local structures known"), is_number=True),
        Column("both", _("Of these, with a way up and an answer"), is_number=True),
    )
    rows = [{"area": english(one.area), "known": one.known, "both": one.both} for one in areas]
    return Table(_("Local structures joined to decisions, by area"), columns, rows, is_caption_hidden=True)


def _local(local: Iterable[LocalLink]) -> Table:
    columns = (
        Column("name", _("Local structure"), is_text=True),
        Column("up", _("Its warning reaches somebody who decides")),
        Column("back", _("An answer reaches it")),
        Column("link", _("What is missing")),
    )
    missing = {
        Link.BOTH: _("nothing that is known"),
        Link.NO_ANSWER: _("an answer"),
        Link.NO_WARNING: _("a way for its warning"),
        Link.NONE: _("both"),
    }
    rows = [
        {
            "name": Cell(english(one.structure.actor.name), note=english(", ".join(one.areas))),
            "up": _steps(one.up),
            "back": _steps(one.back),
            "link": missing[one.link],
        }
        for one in local
    ]
    return Table(_("Whether warnings were heard and answered"), columns, rows, is_caption_hidden=True)


def _steps(hops: int | None) -> str:
    if hops is None:
        return _("no way known")
    return ngettext("in one step", "in {count} steps", hops).format(count=hops)


def _all(then: StructuresThen) -> Table:
    columns = (
        Column("name", _("Structure"), is_text=True),
        Column("level", _("Level")),
        Column("role", _("Role"), is_text=True),
        Column("basis", _("Sources")),
    )
    cited = {source.id: source for source in then.sources}
    rows = [_structure(one, cited) for one in then.structures]
    return Table(_("All structures known then"), columns, rows, is_caption_hidden=True)


def _structure(one: CaseActor, cited: dict[str, Source]) -> dict[str, Any]:
    out = [citation for citation in one.sources if citation.source in cited]
    decides = _("can decide on a response") if one.actor.is_decision_maker else ""
    return {
        "name": Cell(english(one.actor.name), note=decides),
        "level": word(one.actor.level or "unknown"),
        "role": Cell(english(one.role), note=english(one.mandate) if one.mandate else ""),
        "basis": Cell(word(one.basis), note=format_html("{}", citations(out, cited))),
    }
