"""Tags of the pages that show places."""

from __future__ import annotations

from django import template
from django.urls import reverse

from avert.web.site.drawings import sheet

register = template.Library()


@register.simple_tag
def figure_sheet_url() -> str:
    """Return the address of the figures' style sheet."""
    return reverse("figure-sheet", args=[sheet()[1]])
