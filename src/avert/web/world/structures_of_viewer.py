"""Who works for peace there already, beside public data: only what whoever looks may read."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from avert.places import Place
from avert.society.vocabulary import Level
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_or_none
from avert.web.site.components import Download
from avert.web.site.navigation import url_or_empty
from avert.web.site.places import code_of
from avert.web.society.register import services
from avert.web.society.selectors import structures_for
from avert.web.society.vocabulary import LEVELS, choices_of
from avert.web.world.addresses import address_or_empty, file_format

MOST_NAMED = 8
UP_TO = "AMBER"


def structures_on(place: Place, request: Any) -> dict[str, Any]:
    """Return the peace structures of a place that the viewer may read; nothing at all where the page is public."""
    person = person_or_none(request)
    if person is None or settings.AVERT_PUBLIC_REFERENCE:
        return {}
    now = timezone.now()
    found = [one for one in structures_for(person, place=place.key) if _is_there(one, now.date())]
    if found:
        services.append_list_read(occasion=occasion_of(request, now=now))
    return {
        "structures": {
            **_counted(found),
            "named": _named(found),
            **_addresses(place),
            "briefs": _briefs(place),
        }
    }


def _is_there(one: Any, today: Any) -> bool:
    return (one.begins is None or one.begins <= today) and (one.ends is None or today <= one.ends)


def _counted(found: list[Any]) -> dict[str, Any]:
    at = Counter(one.level for one in found)
    levels = [{"label": label, "count": at[value]} for value, label in choices_of(LEVELS)]
    return {"count": len(found), "levels": levels, "unknown": at[""]}


def _named(found: list[Any]) -> list[dict[str, Any]]:
    """Return the first few, from the top."""
    order = {str(level): number for number, level in enumerate(Level)}
    in_order = sorted(found, key=lambda one: order.get(one.level, len(order)))
    return [
        {
            "name": one.name,
            "level": one.get_level_display(),
            "url": reverse("society:structure", args=[one.pk]),
        }
        for one in in_order[:MOST_NAMED]
    ]


def _addresses(place: Place) -> dict[str, str]:
    asked = urlencode({"place": place.key})
    pages = {name: url_or_empty(f"society:{name}") for name in ("structures", "network", "reach", "new")}
    return {"list" if name == "structures" else name: f"{url}?{asked}" for name, url in pages.items() if url}


def _briefs(place: Place) -> list[Download]:
    found = [(form, address_or_empty("brief:document", code_of(place), form)) for form in ("pdf", "docx")]
    return [Download(file_format(form), f"{url}?{urlencode({'up-to': UP_TO})}") for form, url in found if url]
