"""What stands on printed cards, trimmed like everything that leaves the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from avert.handling import Marking
from avert.warning import cap
from avert.web.alerts.alert_of import alert_of
from avert.web.alerts.wording import Manner, say, spoken, text_of
from avert.web.warnings.models import Addressee, Warning


def cards_of(warning: Warning, addressees: Sequence[Addressee], marking: Marking) -> dict[str, Any]:
    """Return a card for each addressee: what is said, the code, and where to mark that they were reached."""
    return {
        "title": _("Cards"),
        "marks": [_("Reached on"), _("By whom"), _("Signature or word given")],
        "cards": [_card(warning, each, marking) for each in addressees],
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
