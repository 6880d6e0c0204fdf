from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from avert.errors import MissingDataError
from avert.sources.store import Store
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.jobs import selectors, services
from avert.web.jobs.rows import table_of
from avert.web.rates import costly
from avert.web.site.components import Empty

JOBS_ON_A_PAGE = 50


@require_GET
def running(request: HttpRequest) -> HttpResponse:
    """Show what runs, waits or has ended."""
    viewer = viewer_of(request)
    page = Paginator(selectors.jobs_for(viewer=viewer), JOBS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": table_of(page, request),
        "may_recompute": selectors.may_recompute(viewer=viewer),
        "empty": Empty(
            _("Nothing runs, and nothing has run"),
            _("Long work that you or your organisation start appears here, with how far it is."),
        ),
    }
    return render(request, "jobs/running.html", context)


@costly
@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """Have all results computed anew."""
    person = person_of(request)
    if not selectors.may_recompute(viewer=person):
        raise PermissionDenied
    try:
        services.recompute_results(store=Store(settings.CONFIG.store), created_by=person, now=timezone.now())
    except MissingDataError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("It is in the list below. Results from the same data are not computed twice.")
        )
    return redirect("jobs:running")


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask for a job to end."""
    job = selectors.job_for(viewer=viewer_of(request), job_id=job_id)
    if job is None:
        raise Http404
    services.request_cancel(job=job, now=timezone.now())
    messages.success(request, _("It ends at its next step."))
    return redirect("jobs:running")
