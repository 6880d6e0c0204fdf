"""Pages on which statements are made and changed."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment.pages import pages_around
from avert.web.assessment.readings import selectors, services
from avert.web.assessment.readings.forms import StatementForm
from avert.web.assessment.readings.statements import pages_of_statement, template_of
from avert.web.assessment.readings.views import ASSESSMENT, STATEMENT
from avert.web.records.conflicts import version_of
from avert.web.records.routes import found_or_404
from avert.web.records.writing_pages import FORM_METHODS
from avert.web.site.record_pages import PartAsking, add_page, part_page

KIND = STATEMENT


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask for the words of a statement."""
    found = found_or_404(request, ASSESSMENT, assessment_id)
    framework, name = request.GET.get("framework", ""), request.GET.get("template", "")
    template = template_of(framework, name) if framework in found.frameworks else None
    if template is None:
        raise Http404
    if not selectors.may_state(viewer_of(request), found):
        raise PermissionDenied
    form = StatementForm(request.POST or None, template=template)
    add = partial(services.add_statement, assessment=found, framework=framework, template=name)
    return add_page(
        request,
        form,
        question=template.title,
        around=pages_around(found, "readings"),
        write=lambda *, viewer, occasion, **slots: add(slots=slots, viewer=viewer, occasion=occasion),
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Say a statement in other words."""
    found = found_or_404(request, KIND, record_id)
    template = template_of(found.framework, found.template)
    if template is None:
        raise Http404
    form = StatementForm(request.POST or None, initial=found.slots, template=template)

    def save() -> Any:
        return services.change_statement(
            record=found,
            row_version=version_of(request.POST),
            fields=form.cleaned_data,
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
        )

    asking = PartAsking(question=template.title, button=_("Save"), row_version=found.row_version)
    return part_page(
        request, whole=found, pages=pages_of_statement(found), form=form, asking=asking, save=save
    )
