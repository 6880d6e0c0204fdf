"""How stakeholders, processes and requests to connect are called, and where their pages are."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from avert.web.assessment.pages import assessments_crumb
from avert.web.records.pages import Pages
from avert.web.site.components import Crumb
from avert.web.site.templatetags.site_parts import own_name


def processes_crumb() -> Crumb:
    """Return the step to the list of processes."""
    return Crumb(_("Processes"), reverse("assessment:processes"))


def pages_of_stakeholder(stakeholder: Any) -> Pages:
    """Return how a stakeholder is called and where its pages are; of what it is part is not said here.

    A lead may show it to someone who does not see the assessment.
    """
    url = reverse("assessment:stakeholder", args=[stakeholder.pk])
    voices = Crumb(_("Voices"), reverse("assessment:voices", args=[stakeholder.assessment_id]))
    crumbs = (assessments_crumb(), voices, Crumb(own_name(stakeholder.name), url))
    return Pages(stakeholder.name, url, voices.url, crumbs)


def pages_of_process(process: Any) -> Pages:
    """Return how a process is called and where its pages are."""
    above, url = processes_crumb(), reverse("assessment:process", args=[process.pk])
    crumbs = (assessments_crumb(), above, Crumb(own_name(process.title), url))
    return Pages(process.title, url, above.url, crumbs)


def pages_of_connection(connection: Any) -> Pages:
    """Return how a request to connect is called and where its pages are; to what is not said here.

    Whoever reads the request need not see the process.
    """
    above, url = processes_crumb(), reverse("assessment:connection", args=[connection.pk])
    title = _("Request of {day}").format(day=date_format(connection.created_at, "DATE_FORMAT"))
    return Pages(title, url, above.url, (assessments_crumb(), above, Crumb(title, url)))
