"""What the page of one phone tree shows: who calls whom, after how long, and who is left out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.warning.message_length import messages_needed
from avert.warning.phone_trees import Reached, calls_by_caller, in_circles, not_reached, reached_by
from avert.web.contacts import selectors
from avert.web.contacts.paper import calls_text
from avert.web.contacts.words import first_to_know, reach_of, role_of
from avert.web.site.components import Fact
from avert.web.site.printing import MOST_OUT_OF_HAND
from avert.web.site.tables import Cell, Column, Table

COLUMNS = (
    Column("who", gettext_lazy("Who is called"), is_name=True),
    Column("reach", gettext_lazy("Address"), is_name=True),
    Column("by", gettext_lazy("By whom"), is_name=True),
    Column("instead", gettext_lazy("Whom instead"), is_name=True),
    Column("depth", gettext_lazy("Calls until then"), is_number=True),
    Column("minutes", gettext_lazy("Minutes, at the latest"), is_number=True, decimals=0),
)


@dataclass(frozen=True)
class Branch:
    """One call as the tree shows it, with the calls that follow from it."""

    role: str
    instead: str
    minutes: float | None
    edit_url: str
    branches: list[Branch] = field(default_factory=list)


@dataclass(frozen=True)
class OwnCalls:
    """What one caller would get as a text message, and how many messages that takes."""

    who: str
    text: str
    messages: int


def context_of(tree: Any, *, viewer: Any, minutes: float, today: dt.date) -> dict[str, Any]:
    """Return everything that the page of a phone tree shows to this viewer."""
    calls = selectors.calls_of(viewer, tree)
    contacts = selectors.contacts_in(viewer, calls)
    plain = selectors.as_calls(calls)
    reached = {found.who: found for found in reached_by(plain, minutes)}
    roles = {key: role_of(contacts.get(uuid.UUID(key))) for call in plain for key in _named(call)}
    return {
        "tree": tree,
        "branches": _branches(None, calls, roles, reached),
        "table": _table(calls, contacts, roles, reached) if reached else None,
        "facts": _facts(tree, list(reached.values()), today),
        "circles": [roles[who] for who in sorted(in_circles(plain))],
        "left_out": [roles[who] for who in not_reached(plain)],
        "beside": selectors.contacts_beside(viewer, tree, calls),
        "texts": _texts(tree, calls, selectors.contacts_out_of_hand(viewer, calls))
        if tree.marking <= MOST_OUT_OF_HAND
        else [],
    }


def _named(call: Any) -> list[str]:
    return [key for key in (call.caller, call.callee, call.instead) if key]


def _branches(
    caller: str | None, calls: Sequence[Any], roles: dict[str, str], reached: dict[str, Reached]
) -> list[Branch]:
    found = []
    for call in calls:
        callee = str(call.callee_id)
        # What goes round in a circle is reached by nobody, so this comes to an end.
        if (str(call.caller_id) if call.caller_id else None) != caller or callee not in reached:
            continue
        below = _branches(callee, calls, roles, reached)
        edit = reverse("contacts:call", args=[call.pk])
        instead = roles[str(call.instead_id)] if call.instead_id else ""
        found.append(Branch(roles[callee], instead, reached[callee].minutes, edit, below))
    return found


def _table(calls: Sequence[Any], contacts: Any, roles: dict[str, str], reached: dict[str, Reached]) -> Table:
    by_callee = {str(call.callee_id): call for call in calls}
    rows = []
    for who, found in reached.items():
        call = by_callee[who]
        rows.append(
            {
                "who": roles[who],
                "reach": Cell(reach_of(contacts.get(call.callee_id)) or "–"),
                "by": roles[str(call.caller_id)] if call.caller_id else first_to_know(),
                "instead": Cell(roles[str(call.instead_id)] if call.instead_id else "–"),
                "depth": found.depth,
                "minutes": found.minutes,
            }
        )
    return Table(_("Who is called by whom"), COLUMNS, rows, is_caption_hidden=True)


def _facts(tree: Any, reached: Sequence[Reached], today: dt.date) -> list[Fact]:
    facts = [Fact(_("Last rehearsed"), tree.rehearsed_on or _("never"))]
    if tree.review_on:
        note = _("overdue") if tree.review_on <= today else ""
        facts.append(Fact(_("Look again on"), tree.review_on, note))
    if reached:
        longest = max(found.minutes for found in reached)
        facts = [
            Fact(_("Roles that are reached"), len(reached)),
            Fact(_("Calls in the longest chain"), max(found.depth for found in reached)),
            Fact(
                _("Minutes until the last one knows"),
                round(longest),
                _("If everyone answers at once: counted, not measured. A rehearsal says what it takes."),
            ),
            *facts,
        ]
    return facts


def _texts(tree: Any, calls: Sequence[Any], contacts: Any) -> list[OwnCalls]:
    found = []
    for caller, own in calls_by_caller(selectors.as_calls(calls)).items():
        who = first_to_know() if caller is None else role_of(contacts.get(uuid.UUID(caller)))
        text = calls_text(tree.title, own, contacts)
        found.append(OwnCalls(who, text, messages_needed(text)))
    return found
