"""The list of frameworks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from avert.places import Place
from avert.web.assessment.library import words
from avert.web.assessment.library.selectors import Whole
from avert.web.site.drawings import language
from avert.web.site.places import code_of


def frameworks_context(known: Sequence[Whole], place: Place | None) -> dict[str, Any]:
    """Return what the list of frameworks shows; with a place, its links lead to what is measured there."""
    return {
        "shipped": [_line(one, place) for one in known if not one.is_own],
        "own": [_line(one, place) for one in known if one.is_own],
        "indicators": sum(len(one.framework.indicators) for one in known),
        "recalled": sum(one.recalled for one in known),
        "place": place.name(language()) if place else "",
    }


def framework_url(id_: str, place: Place | None = None) -> str:
    """Return the address of a framework, with a place where one is looked at."""
    url = reverse("frameworks:framework", args=[id_])
    return f"{url}?{urlencode({'place': code_of(place)})}" if place else url


def _line(one: Whole, place: Place | None) -> dict[str, Any]:
    about = one.framework
    return {
        "title": words.text_shown(about.title, is_own=one.is_own),
        "url": framework_url(about.id, place),
        "edition": about.edition,
        "publisher": about.publisher,
        "lenses": words.lenses_shown(about.lenses),
        "indicators": len(about.indicators),
        "recalled": one.recalled,
        "measured": sum(map(bool, one.proxies.values())),
        "terms": words.text_shown(about.terms, is_own=one.is_own),
        "source": about.source,
    }
