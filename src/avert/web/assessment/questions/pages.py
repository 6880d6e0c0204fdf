"""How questions are called, and where their pages are."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from avert.web.assessment.pages import crumbs_of_part
from avert.web.records.pages import Pages
from avert.web.site.components import Crumb
from avert.web.site.templatetags.site_parts import own_name

LONGEST_TITLE = 80


def pages_of_question(question: Any) -> Pages:
    """Return how a question is called and where its pages are."""
    title = question.text[:LONGEST_TITLE]
    url = reverse("assessment:question", args=[question.pk])
    above = reverse("assessment:questions", args=[question.assessment_id])
    crumbs = (*crumbs_of_part(question.assessment, "questions"), Crumb(own_name(title), url))
    return Pages(title, url, above, crumbs)
