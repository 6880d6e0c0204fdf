"""Pages on which something is claimed."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from avert.web.assessment.evidence import services
from avert.web.assessment.evidence.forms import CLAIM_FIELDS, ChangeClaimForm, ClaimForm
from avert.web.assessment.evidence.pages import pages_of_claim
from avert.web.assessment.evidence.views import CLAIM, around, open_to_add_or_404
from avert.web.assessment.pages import uuid_or_none
from avert.web.records.routes import found_or_404
from avert.web.records.writing_pages import FORM_METHODS, edit_page
from avert.web.site.record_pages import add_page


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask what is claimed; a rival of another claim answers the same question."""
    found = open_to_add_or_404(request, assessment_id)
    initial = {"indicator": request.GET.get("indicator", "")[:50]}
    if rival := uuid_or_none(request.GET.get("rival", "")):
        initial["answers"] = found_or_404(request, CLAIM, rival).answers
    return add_page(
        request,
        ClaimForm(request.POST or None, initial=initial),
        question=_("What is held to be so?"),
        around=around(found),
        write=partial(services.add_claim, assessment=found),
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what is claimed."""
    found = found_or_404(request, CLAIM, record_id)
    pages, change = pages_of_claim(found), services.change_claim
    return edit_page(request, found, pages, form=ChangeClaimForm, names=CLAIM_FIELDS, change=change)
