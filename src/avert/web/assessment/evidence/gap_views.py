"""Pages on which what nobody knows becomes a task, and on which it is said what came of it."""

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
from django.views.decorators.http import require_http_methods

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment.evidence import services
from avert.web.assessment.evidence.forms import GAP_FIELDS, ChangeGapForm, CloseGapForm, NewGapForm
from avert.web.assessment.evidence.pages import pages_of_gap
from avert.web.assessment.evidence.selectors import may_close
from avert.web.assessment.evidence.views import around, open_to_add_or_404
from avert.web.records.conflicts import version_of
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_readable, is_writable
from avert.web.records.writing_pages import FORM_METHODS, edit_page
from avert.web.site.record_pages import PartAsking, add_page

GAP = "assessment.gap"


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask what is not known, and who finds it out."""
    found = open_to_add_or_404(request, assessment_id)
    initial = {"indicator": request.GET.get("indicator", "")[:50]}
    return add_page(
        request,
        NewGapForm(request.POST or None, initial=initial, viewer=viewer_of(request)),
        question=_("What is not known, and who finds it out?"),
        around=around(found),
        write=partial(services.add_gap, assessment=found),
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change a task."""
    found = found_or_404(request, GAP, record_id)
    form: Any = partial(ChangeGapForm, viewer=viewer_of(request), kept=found.organisation)
    pages, change = pages_of_gap(found), services.change_gap
    return edit_page(request, found, pages, form=form, names=GAP_FIELDS, change=change)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask what was found out, or why it was dropped."""
    found, person = found_or_404(request, GAP, record_id), person_of(request)
    if not is_writable(found, viewer=person) and not may_close(person, found):
        raise PermissionDenied
    form, pages = CloseGapForm(request.POST or None), pages_of_gap(found)
    if form.is_valid() and _is_closed(request, form, found):
        return redirect(pages.url if is_readable(found.assessment, viewer=person) else "today:today")
    asking = PartAsking(_("What came of this?"), _("Save"), row_version=found.row_version, lead=found.what)
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs, "asking": asking}
    return render(request, "site/part_of_record.html", context)


def _is_closed(request: HttpRequest, form: CloseGapForm, gap: Any) -> bool:
    occasion = occasion_of(request, now=timezone.now())
    try:
        services.close_gap(
            gap=gap,
            row_version=version_of(request.POST),
            viewer=person_of(request),
            occasion=occasion,
            **form.cleaned_data,
        )
    except StaleRecordError:
        form.add_error(None, _("Someone else has changed it since. Look at it once more, then change it."))
        return False
    except InputError as error:
        form.add_error(None, _(str(error)))
        return False
    return True
