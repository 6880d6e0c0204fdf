"""Assessments beside public data: only those that whoever looks may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from avert.places import Place
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_or_none
from avert.web.assessment import selectors, services
from avert.web.assessment.voices.selectors import processes_for

MOST_NAMED = 5


def assessments_on(place: Place, request: Any) -> dict[str, Any]:
    """Return the assessments of a place that the viewer may read; nothing at all where the page is public."""
    person = person_or_none(request)
    if person is None or settings.AVERT_PUBLIC_REFERENCE:
        return {}
    found = list(selectors.by_place_and_level(selectors.assessments_for(person, place=place.key)))
    named = [
        {
            "title": one.title,
            "level": one.get_level_display(),
            "url": reverse("assessment:assessment", args=[one.pk]),
        }
        for one in found[:MOST_NAMED]
    ]
    if named:
        services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    pages = ("assessment:assessments", "assessment:processes", "assessment:new")
    asked = urlencode({"place": place.key})
    addresses = {page.partition(":")[2]: f"{reverse(page)}?{asked}" for page in pages}
    counts = {
        "count": len(found),
        "process_count": processes_for(person, place=place.key).count(),
    }
    return {"assessments": {"named": named, **counts, **addresses}}
