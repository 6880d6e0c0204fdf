from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

from avert.web.site.appearance import APPEARANCES, appearance_of
from avert.web.site.navigation import SEARCH_ROUTE, entries, folded, url_or_empty


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of every page shows."""
    at_once, more = folded(entries(request))
    return {
        "appearance": appearance_of(request),
        "appearances": APPEARANCES.items(),
        "offered_languages": [get_language_info(code) for code, _name in settings.LANGUAGES],
        "navigation": at_once,
        "more": more,
        "search_url": url_or_empty(SEARCH_ROUTE),
        "is_development": settings.AVERT_DEVELOPMENT,
    }
