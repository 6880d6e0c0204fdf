"""How assessments and what is in them are called, and where their pages are."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from avert.web.records.pages import Pages
from avert.web.site.components import Crumb, Tab
from avert.web.site.templatetags.site_parts import own_name


def assessments_crumb(exercise_id: uuid.UUID | None = None) -> Crumb:
    """Return the step to the list of assessments, of the exercise where there is one."""
    url = reverse("assessment:assessments")
    return Crumb(_("Assessments"), f"{url}?exercise={exercise_id}" if exercise_id else url)


def pages_of(assessment: Any) -> Pages:
    """Return how an assessment is called and where its pages are."""
    above = assessments_crumb(assessment.exercise_id)
    url = reverse("assessment:assessment", args=[assessment.pk])
    return Pages(assessment.title, url, above.url, (above, Crumb(own_name(assessment.title), url)))


def pages_around(assessment: Any, route: str) -> Pages:
    """Return the tab on which a part is added, for whoever reads the assessment."""
    url = reverse(f"assessment:{route}", args=[assessment.pk])
    return Pages(assessment.title, url, url, pages_of(assessment).crumbs)


def pages_of_part(title: str, assessment: Any, route: str) -> Pages:
    """Return the pages of a part that is shown on one of the assessment's tabs."""
    url = reverse(f"assessment:{route}", args=[assessment.pk])
    return Pages(title, url, url, crumbs_of_part(assessment, route))


def crumbs_of_part(assessment: Any, route: str) -> tuple[Crumb, ...]:
    """Return the steps to a part; of what it is part is not said.

    Whoever reads it need not see the assessment: a lead may have shown it to more, or it is for fewer since.
    """
    tab = next(tab for tab in tabs_of(assessment, route) if tab.is_current)
    return assessments_crumb(assessment.exercise_id), Crumb(tab.label, tab.url)


def list_tabs(current: str) -> list[Tab]:
    """Return the two lists; ``current`` is the route of the one that is shown."""
    labels = {"assessments": _("Assessments"), "processes": _("Processes")}
    return [Tab(label, reverse(f"assessment:{route}"), route == current) for route, label in labels.items()]


def tabs_of(assessment: Any, current: str) -> list[Tab]:
    """Return the views of one assessment; ``current`` is the route of the page that is shown."""
    labels = {
        "assessment": _("Overview"),
        "readings": _("Readings"),
        "lenses": _("Two lenses"),
        "voices": _("Voices"),
        "evidence": _("Evidence"),
        "questions": _("Judgement"),
        "editions": _("Editions"),
    }
    return [
        Tab(label, reverse(f"assessment:{route}", args=[assessment.pk]), route == current)
        for route, label in labels.items()
    ]


def uuid_or_none(text: str) -> uuid.UUID | None:
    """Return the id that a part of an address is, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
