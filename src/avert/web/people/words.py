"""Names and roles as a page says them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from avert.errors import UnknownPlaceError
from avert.places import find_place
from avert.web.accounts.models import Limits
from avert.web.accounts.names import name_in
from avert.web.accounts.vocabulary import Topic


def named(name: Mapping[str, str]) -> str:
    """Return a name in the reader's language, else in English, else in any."""
    return name_in(name, get_language() or "")


def role_in_words(role: Limits) -> str:
    """Say what a role is and where it ends.

    Reader · only Kenya · only Assessment and evidence
    """
    said = [{"lead": _("Lead"), "analyst": _("Analyst"), "reader": _("Reader")}[role.kind]]
    if role.place:
        said.append(_("only %(limit)s") % {"limit": place_in_words(role.place)})
    if role.topic:
        said.append(_("only %(limit)s") % {"limit": Topic(role.topic).label})
    return " · ".join(said)


def place_in_words(key: str) -> str:
    """Return what a place is called, or its key where this version does not know it."""
    try:
        return find_place(key).name(get_language() or "en")
    except UnknownPlaceError:
        return key
