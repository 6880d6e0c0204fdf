"""Light, dark, or as the reader's system has it: kept in a cookie, so that it works without a script."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE = "appearance"
COOKIE_AGE = 365 * 24 * 60 * 60
SYSTEM = "system"
APPEARANCES: dict[str, str | Promise] = {SYSTEM: _("As my device"), "light": _("Light"), "dark": _("Dark")}


def appearance_of(request: HttpRequest) -> str:
    """Return what the reader chose; anything unknown is as the system has it."""
    chosen = request.COOKIES.get(COOKIE, SYSTEM)
    return chosen if chosen in APPEARANCES else SYSTEM
