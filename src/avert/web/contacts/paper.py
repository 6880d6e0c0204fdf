"""Who calls whom, on paper: a page for each caller and a card to cut out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from avert.handling import most_restrictive
from avert.warning.phone_trees import calls_by_caller
from avert.web.contacts.selectors import as_calls
from avert.web.contacts.words import first_to_know, reach_of, role_of
from avert.web.site.printing import print_paper

Contacts = Mapping[uuid.UUID, Any]


def tree_paper(tree: Any, calls: Iterable[Any], contacts: Contacts, *, now: dt.datetime, paper: str) -> bytes:
    """Return the pages of a phone tree as PDF, one for each caller."""
    sheets = [_sheet(caller, own, contacts) for caller, own in calls_by_caller(as_calls(calls)).items()]
    document = {
        "title": tree.title,
        "marking": str(most_restrictive([tree.marking, *(each.marking for each in contacts.values())])),
        "says": tree.opens_with,
        "words": _words(),
        "sheets": sheets,
    }
    return print_paper(
        "avert.web.contacts", "phone_tree.typ", document, now=now, paper=paper, pages=len(sheets)
    )


def calls_text(title: str, calls: Iterable[Any], contacts: Contacts) -> str:
    """Return one caller's own calls as a text message."""
    parts = [_in_short(number, call, contacts) for number, call in enumerate(calls, start=1)]
    return f"{title}: " + "; ".join(parts)


def _in_short(number: int, call: Any, contacts: Contacts) -> str:
    text = f"{number} {_party_text(call.callee, contacts)}"
    if call.instead is None:
        return text
    return _("{call}, else {instead}").format(call=text, instead=_party_text(call.instead, contacts))


def _party_text(key: str, contacts: Contacts) -> str:
    return " ".join(filter(None, _party(key, contacts).values()))


def _sheet(caller: str | None, calls: Iterable[Any], contacts: Contacts) -> dict[str, Any]:
    who = first_to_know() if caller is None else _party(caller, contacts)["role"]
    return {
        "who": who,
        "heading": _("You: {role}").format(role=who),
        "calls": [
            {
                "callee": _party(call.callee, contacts),
                "instead": _party(call.instead, contacts) if call.instead else None,
            }
            for call in calls
        ],
    }


def _party(key: str, contacts: Contacts) -> dict[str, str]:
    contact = contacts.get(uuid.UUID(key))
    return {"role": role_of(contact), "reach": reach_of(contact)}


def _words() -> dict[str, str]:
    return {
        "say": _("What you say"),
        "call": _("Whom you call, from the top"),
        "instead": _("Nobody answers? Call"),
        "nobody_instead": _("Nobody is named instead."),
        "neither": _("If you reach neither, make the calls of the one you did not reach, if you can."),
        "printed": _("printed"),
        "cut": _("Cut out and keep apart from your telephone."),
    }
