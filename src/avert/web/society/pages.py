"""How structures and what belongs to them are called, and where their pages are."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from avert.web.records.pages import Pages
from avert.web.site.components import Crumb, Tab
from avert.web.site.navigation import url_or_empty
from avert.web.site.templatetags.site_parts import own_name


def society_crumb(exercise_id: uuid.UUID | None = None) -> Crumb:
    """Return the step to the register, of the exercise where there is one."""
    url = reverse("society:structures")
    return Crumb(_("Peace structures"), f"{url}?exercise={exercise_id}" if exercise_id else url)


def pages_of(structure: Any) -> Pages:
    """Return how a structure is called and where its pages are."""
    above = society_crumb(structure.exercise_id)
    url = reverse("society:structure", args=[structure.pk])
    return Pages(structure.name, url, above.url, (above, Crumb(own_name(structure.name), url)))


def tabs(current: str, *, asked: str = "") -> list[Tab]:
    """Return the views of the register; ``current`` is the route of the one shown, ``asked`` what all views keep."""
    labels = {
        "structures": _("Register"),
        "network": _("Network"),
        "matrix": _("Matrix"),
        "reach": _("Reach and gaps"),
        "timeline": _("Timeline"),
        "measures": _("Measures"),
        "connect": _("What to connect"),
    }
    found = [(route, label, url_or_empty(f"society:{route}")) for route, label in labels.items()]
    suffix = f"?{asked}" if asked else ""
    return [Tab(label, f"{url}{suffix}", route == current) for route, label, url in found if url]
