"""Where warnings stand at their addressees, as tables: for a warning's own page and for the lists of who asks whom."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from avert.web.site.tables import Cell, Column, Table
from avert.web.warnings import course_selectors
from avert.web.warnings.course_words import due_by, local_time, stands_at, waited_for
from avert.web.warnings.vocabulary import GONE_OUT


def url_of(addressee: Any, page: str = "course", **more: uuid.UUID) -> str:
    """Return the address of a page of an addressee's course."""
    named = {"warning_id": addressee.warning_id, "addressee_id": addressee.pk}
    return reverse(f"warnings:{page}", kwargs={**named, **more})


def panel(warning: Any, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return what became of a warning at each addressee, for the warning's own page; ``now`` is real."""
    is_out = warning.state in GONE_OUT
    asks = course_selectors.asks_of(viewer, warning, now) if is_out else []
    table = by_addressee(asks, caption=_("What became of it at each addressee")) if asks else None
    return {"course_table": table}


def by_addressee(asks: Sequence[Any], *, caption: str, names_warning: bool = False) -> Table:
    """Return asks as a table whose rows are the addressees."""
    rows = [
        {
            "what": Cell(
                ask.addressee.role,
                url_of(ask.addressee),
                ask.addressee.warning.title if names_warning else "",
            )
        }
        | _standing(ask)
        for ask in asks
    ]
    return Table(caption, _columns(_("Addressee")), rows, is_caption_hidden=True)


def by_warning(asks: Sequence[Any], *, caption: str) -> Table:
    """Return asks as a table whose rows are what is asked of us."""
    rows = [
        {"what": Cell(ask.addressee.warning.title, url_of(ask.addressee), ask.addressee.asked)}
        | _standing(ask)
        for ask in asks
    ]
    return Table(caption, _columns(_("Warning, and what is asked")), rows, is_caption_hidden=True)


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column("what", first, is_name=True, is_text=True),
        Column("due", _("By when")),
        Column("stands", _("Where it stands")),
        Column("waits", _("What is waited for")),
    )


def _standing(ask: Any) -> dict[str, Any]:
    state, zone = ask.state, ask.addressee.zone
    since = local_time(state.waiting_since, zone) if state.waiting_since else ""
    overdue = _("overdue") if state.is_overdue else ""
    return {
        "due": Cell(due_by(state.due) or "–", note=overdue),
        "stands": stands_at(state),
        "waits": Cell(waited_for(state) or "–", note=since),
    }
