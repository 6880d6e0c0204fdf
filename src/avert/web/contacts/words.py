"""What contacts are called where they are shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from avert.web.contacts.vocabulary import Way


def first_to_know() -> str:
    """Return what whoever begins a phone tree is called."""
    return _("whoever knows first")


def role_of(contact: Any) -> str:
    """Return the role of a contact; one that the viewer may not read has none."""
    return contact.role if contact else _("a contact that is not shown to you")


def reach_of(contact: Any) -> str:
    """Return the address by which a contact is reached first, a telephone number before all in a phone tree."""
    if contact is None:
        return ""
    by_way = {Way.EMAIL: contact.email, Way.WEBHOOK: contact.webhook}
    return str(contact.phone or by_way.get(contact.way, ""))
