"""What a room shows of its invitations: who was asked, what they answered, and who is at odds with whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from avert.web.records.selectors import writable_by
from avert.web.response import selectors
from avert.web.response.whom import hostile_pairs, needs_care, standing_for


def context_of(room: Any, *, viewer: Any, today: dt.date) -> dict[str, Any]:
    """Return the invitations to a room that the viewer may read, and the pairs of them that a hostility divides."""
    rows = selectors.invitations_in(viewer, room)
    if not rows:
        return {"invitations": [], "at_odds": []}
    structures = standing_for(viewer, {row.structure_id for row in rows if row.structure_id})
    own = set(writable_by(viewer, type(rows[0])).filter(room=room.pk).values_list("pk", flat=True))
    shown = [
        _shown(row, structures.get(row.structure_id) if row.structure_id else None, row.pk in own)
        for row in rows
    ]
    # Whoever will not come sits in no room with anybody.
    coming = {
        structures[row.structure_id] for row in rows if row.structure_id in structures and row.answer != "no"
    }
    ordered = sorted(coming, key=lambda structure: (structure.name, str(structure.pk)))
    return {"invitations": shown, "at_odds": hostile_pairs(viewer, ordered, today)}


def _shown(row: Any, structure: Any, is_own: bool) -> dict[str, Any]:
    hidden = row.role or _("a structure that you may not see")
    named = f"{structure.name} ({row.role})" if structure and row.role else structure and structure.name
    is_careful = structure is not None and needs_care(structure)
    return {
        "row": row,
        "whom": named or hidden,
        "said": _said(row),
        "is_own": is_own,
        "needs_care": is_careful,
    }


def _said(row: Any) -> str:
    if row.answer:
        on = row.answered_on
        answer = str(row.get_answer_display())
        return _("{answer}, {day}").format(answer=answer, day=date_format(on)) if on else answer
    if row.asked_on:
        return _("asked on {day}, no answer yet").format(day=date_format(row.asked_on))
    return _("not asked yet")
