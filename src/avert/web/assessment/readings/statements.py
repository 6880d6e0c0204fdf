"""Statements as pages show them: a framework's sentence with its gaps filled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.assessment import frameworks
from avert.assessment.frameworks import Framework, StatementTemplate
from avert.web.assessment.pages import pages_of_part
from avert.web.records.pages import Pages


def template_of(framework: str, template: str) -> StatementTemplate | None:
    """Return a statement's template, if its framework still has it."""
    known = {one.id for one in frameworks.list_frameworks()}
    found = frameworks.load_framework(framework).statements if framework in known else ()
    return next((one for one in found if one.id == template), None)


def pages_of_statement(statement: Any) -> Pages:
    """Return the pages of a statement."""
    template = template_of(statement.framework, statement.template)
    title = template.title if template else statement.template
    return pages_of_part(title, statement.assessment, "readings")


def pages_of_reading(reading: Any) -> Pages:
    """Return the pages of a reading; whose it is is not said here: whoever reads it need not see the stakeholder."""
    title = _("Reading of {day}").format(day=date_format(reading.at, "DATE_FORMAT"))
    return pages_of_part(title, reading.assessment, "readings")


def sentence(statement: Any) -> SafeString:
    """Return a statement with its words in their gaps; without a template they stand one after another."""
    template = template_of(statement.framework, statement.template)
    marked = {
        gap: format_html('<b><bdi translate="no">{}</bdi></b>', text) for gap, text in statement.slots.items()
    }
    if template is None or not set(template.gaps) <= marked.keys():
        return format_html_join("; ", "{}", ((text,) for text in marked.values()))
    return format_html(str(escape(template.text)), **marked)


def listed(assessment: Any, framework: Framework, found: Iterable[Any], own: Any) -> list[dict[str, Any]]:
    """Return the templates of a framework, each with the statements that were made by it."""
    made = list(found)
    return [
        {
            "template": one,
            "url": f"{reverse('assessment:new-statement', args=[assessment.pk])}"
            f"?framework={framework.id}&template={one.id}",
            "made": [
                {"id": row.pk, "text": sentence(row), "is_own": row.owner_id in own}
                for row in made
                if row.template == one.id
            ],
        }
        for one in framework.statements
    ]
