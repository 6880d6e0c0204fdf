"""Warnings and response beside public data: only what whoever looks may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from avert.places import Place
from avert.web.accounts.selectors import person_or_none
from avert.web.scorecard.selectors import About, counts_for


def response_on(place: Place, request: Any) -> dict[str, Any]:
    """Return how much of warning and response the viewer may read; nothing at all where the page is public."""
    person = person_or_none(request)
    if person is None or settings.AVERT_PUBLIC_REFERENCE:
        return {}
    asked = urlencode({"place": place.key})
    pages = (
        *("scorecard:gap", "scorecard:scorecard", "scorecard:week", "commitments:commitments"),
        *("response:calendar", "response:convene"),
    )
    addresses = {page.rpartition(":")[2]: f"{reverse(page)}?{asked}" for page in pages}
    return {"response": {"counts": counts_for(person, timezone.now(), About(place.key)), **addresses}}
