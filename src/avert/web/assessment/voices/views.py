"""Pages on who speaks in an assessment, and whose voice is missing."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment.pages import pages_around
from avert.web.assessment.voices import services, stakeholder_page, voices_page
from avert.web.assessment.voices.forms import STAKEHOLDER_FIELDS, ChangeStakeholderForm, StakeholderForm
from avert.web.assessment.voices.pages import pages_of_stakeholder
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.pages import Pages
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import may_remove
from avert.web.records.writing_pages import FORM_METHODS, edit_page
from avert.web.site.record_pages import add_page

ASSESSMENT, STAKEHOLDER = "assessment.assessment", "assessment.stakeholder"


@require_safe
def voices(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show whose voice is missing from an assessment, and whom it wants to hear."""
    found = found_or_404(request, ASSESSMENT, assessment_id)
    context = voices_page.context_of(found, viewer=viewer_of(request), real_now=timezone.now())
    record_views.read(request, found)
    return render(request, "assessment/voices/voices.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_stakeholder(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask whose reading is wanted."""
    found, viewer = found_or_404(request, ASSESSMENT, assessment_id), viewer_of(request)
    readers = stakeholder_page.readers_of(found, viewer)
    form = StakeholderForm(request.POST or None, viewer=viewer, assessment=found, readers=readers)
    around = pages_around(found, "voices")
    write = partial(services.add_stakeholder, assessment=found)
    return add_page(request, form, question=_("Whose reading is wanted?"), around=around, write=write)


@require_safe
def stakeholder(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show one whose reading is wanted."""
    found = found_or_404(request, STAKEHOLDER, record_id)
    context = stakeholder_page.context_of(found, viewer=viewer_of(request), real_now=timezone.now())
    record_views.read(request, found)
    return render(request, "assessment/voices/stakeholder.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_stakeholder(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a stakeholder, or write down that they were asked."""
    found, viewer = found_or_404(request, STAKEHOLDER, record_id), viewer_of(request)
    form: Any = partial(
        ChangeStakeholderForm,
        viewer=viewer,
        assessment=found.assessment,
        readers=stakeholder_page.readers_of(found, viewer),
        kept=found.organisation,
    )
    return edit_page(request, found, pages_of_stakeholder(found), form=form, names=STAKEHOLDER_FIELDS)


@require_http_methods(FORM_METHODS)
def remove_stakeholder(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Take a stakeholder out, unless something was said."""
    found = found_or_404(request, STAKEHOLDER, record_id)
    return remove_page(request, found, pages_of_stakeholder(found))


def remove_page(request: HttpRequest, record: Any, pages: Pages) -> HttpResponse:
    """Ask once more, then remove a record, unless what others wrote hangs on it."""
    person, problem = person_of(request), ""
    if not may_remove(record, viewer=person):
        raise PermissionDenied
    if request.method == "POST":
        occasion, version = occasion_of(request, now=timezone.now()), version_of(request.POST)
        try:
            services.remove(record=record, row_version=version, viewer=person, occasion=occasion)
            return redirect(pages.above)
        except (InputError, StaleRecordError) as error:
            problem = _(str(error))
    context = {"record": record, "pages": pages, "crumbs": pages.crumbs, "problem": problem}
    return render(request, "assessment/remove.html", context, status=409 if problem else 200)
