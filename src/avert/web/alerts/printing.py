"""What stands on printed cards and phone trees, trimmed like everything that leaves the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from avert.handling import Marking
from avert.warning import cap
from avert.web.alerts.alert_of import alert_of
from avert.web.alerts.wording import Manner, say, spoken, text_of
from avert.web.contacts.models import Call, Contact, PhoneTree
from avert.web.warnings.models import Addressee, Warning


def cards_of(warning: Warning, addressees: Sequence[Addressee], marking: Marking) -> dict[str, Any]:
    """Return a card for each addressee: what is said, the code, and where to mark that they were reached."""
    return {
        "title": _("Cards"),
        "marks": [_("Reached on"), _("By whom"), _("Signature or word given")],
        "cards": [_card(warning, each, marking) for each in addressees],
    }


def tree_sheet_of(tree: PhoneTree, calls: Sequence[Call], marking: Marking) -> dict[str, Any]:
    """Return who calls whom; what is marked above the channel leaves a line to write on."""
    is_carried = tree.marking <= marking
    return {
        "title": tree.title if is_carried else _("Phone tree"),
        "opens_with": tree.opens_with if is_carried else "",
        "heads": [_("Who calls"), _("Whom"), _("Number"), _("Nobody answers: call"), _("Reached at")],
        "calls": [_call(each, marking if is_carried else None) for each in calls],
    }


def _card(warning: Warning, addressee: Addressee, marking: Marking) -> dict[str, Any]:
    contact = addressee.contact
    with override(spoken(contact.language if contact else "")):
        alert = cap.trim(alert_of(warning, [addressee]), marking, say=say)
        text = text_of(alert, Manner(addressee.code, addressee.zone))
        is_carried = addressee.marking <= marking
        # Whoever carries it must know to whom; the role is told to that one and not to who finds the card.
        return {
            "to": addressee.role if is_carried else "",
            "lines": text.splitlines(),
            "is_rtl": get_language_bidi(),
        }


def _call(call: Call, marking: Marking | None) -> list[str]:
    return [
        _role(call.caller, marking) if call.caller else _("First to know"),
        _role(call.callee, marking),
        call.callee.phone if _is_carried(call.callee, marking) else "",
        " ".join(
            part
            for part in (
                _role(call.instead, marking),
                call.instead.phone if call.instead and _is_carried(call.instead, marking) else "",
            )
            if part
        ),
        "",
    ]


def _role(contact: Contact | None, marking: Marking | None) -> str:
    return contact.role if contact is not None and _is_carried(contact, marking) else ""


def _is_carried(contact: Contact, marking: Marking | None) -> bool:
    return marking is not None and contact.marking <= marking
