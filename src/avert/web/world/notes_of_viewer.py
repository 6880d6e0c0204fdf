"""Notes and signals beside public data: only those that whoever looks may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from avert.places import Place
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_or_none
from avert.web.notes import selectors, services
from avert.web.signals.selectors import Wanted, wanted_for
from avert.web.site.components import Download

MOST = 20


def notes_on(place: Place, request: Any) -> dict[str, Any]:
    """Return how many notes on a place the viewer may read; nothing at all where the page is public."""
    person = person_or_none(request)
    if person is None or settings.AVERT_PUBLIC_REFERENCE:
        return {}
    count = selectors.notes_for(person, place=place.key).count()
    asked = urlencode({"place": place.key})
    addresses = {"list": f"{reverse('notes:notes')}?{asked}", "new": f"{reverse('notes:new')}?{asked}"}
    return {"notes": {"count": count, **addresses}}


def signals_on(place: Place, request: Any) -> dict[str, Any]:
    """Return how many open signals on a place the viewer may read; nothing at all where the page is public."""
    person = person_or_none(request)
    if person is None or settings.AVERT_PUBLIC_REFERENCE:
        return {}
    count = wanted_for(person, Wanted(place=place.key)).count()
    asked = urlencode({"place": place.key})
    addresses = {
        "list": f"{reverse('signals:signals')}?{asked}",
        "new": f"{reverse('signals:new')}?{asked}",
    }
    return {"signals": {"count": count, **addresses}}


def notes_found(words: str, request: Any) -> list[Download]:
    """Return the first notes with these words that the viewer may read, as links, the newest first."""
    person = person_or_none(request)
    if person is None or not words:
        return []
    found = selectors.notes_for(person, words=words).order_by("-created_at", "pk")
    rows = list(found.values_list("pk", "title")[:MOST])
    if rows:
        services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    return [Download(title, reverse("notes:note", args=[pk])) for pk, title in rows]
