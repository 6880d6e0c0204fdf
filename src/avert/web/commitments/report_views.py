from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.commitments import commitment_page, services
from avert.web.commitments.forms import ReportForm
from avert.web.commitments.views import KIND, found_report_or_404, now_of
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.writing_pages import FORM_METHODS, Asking, new_page

REPORT = "commitments.commitmentreport"


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_report(request: HttpRequest, commitment_id: uuid.UUID) -> HttpResponse:
    """Ask what an organisation finds of a commitment."""
    found = found_or_404(request, KIND, commitment_id)
    pages = commitment_page.pages_of(found)
    return new_page(
        request,
        kind=kind_called(REPORT),
        form=ReportForm(request.POST or None, initial={"at": now_of(found)}),
        asking=Asking(
            question=_("What became of this commitment?"),
            lead=_(
                "You report for your own organisation, beside what others report; nothing is averaged. To have the "
                "report seen beside theirs, share it with those who see the commitment."
            ),
            button=_("Save the report"),
            back=pages.url,
            crumbs=pages.crumbs,
        ),
        write=partial(services.report, commitment=found),
        then=lambda _made: pages.url,
    )


@require_safe
def report(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Lead to the commitment that a report is about, where it stands with the others."""
    found = found_report_or_404(request, report_id)
    return redirect("commitments:commitment", found.commitment_id)
