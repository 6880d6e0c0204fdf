from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.commitments import commitment_page, listing, selectors, services
from avert.web.commitments.asked import Asked
from avert.web.commitments.forms import FIELDS, ChangeCommitmentForm, NewCommitmentForm
from avert.web.commitments.ledger import totals_of
from avert.web.exercises.selectors import now_in
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Empty

KIND = "commitments.commitment"


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """List the commitments that the viewer may read, with totals that rank nobody."""
    viewer, asked = viewer_of(request), Asked.of(request)
    page = Paginator(asked.lines, listing.ON_A_PAGE).get_page(request.GET.get("page", 1))
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    rows = list(page.object_list)
    context = {
        "asked": asked,
        "page": page,
        "total": len(asked.every_line),
        "facts": listing.facts_of(totals_of(asked.every_line, asked.now)),
        "table": listing.table_of(rows, viewer=viewer) if rows else None,
        "empty": _nothing(is_narrowed=asked.form.has_changed()),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "commitments/commitments.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask who promised what to whom, and who may see it."""
    initial = {name: request.GET.get(name, "")[:100] for name in ("place", "exercise", "about")}
    initial["place"] = place_as_typed(initial["place"])
    return new_page(
        request,
        kind=_kind(),
        form=NewCommitmentForm(request.POST or None, initial=initial, viewer=viewer_of(request)),
        asking=_asking(),
        write=services.promise,
        then=lambda made: commitment_page.pages_of(made).url,
    )


@require_safe
def commitment(request: HttpRequest, commitment_id: uuid.UUID) -> HttpResponse:
    """Show one commitment with what is reported of it, side by side."""
    found = found_or_404(request, KIND, commitment_id)
    viewer = viewer_of(request)
    line = selectors.line_for(viewer, found, now=now_of(found))
    context = commitment_page.context_of(line, viewer=viewer)
    record_views.read(request, found)
    return render(request, "commitments/commitment.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, commitment_id: uuid.UUID) -> HttpResponse:
    """Change what a commitment says."""
    found = found_or_404(request, KIND, commitment_id)
    pages = commitment_page.pages_of(found)
    return edit_page(request, found, pages, form=ChangeCommitmentForm, names=FIELDS)


def now_of(commitment: Any) -> dt.datetime:
    """Return what time it is for a commitment: the real time, or that of its exercise."""
    return now_in(commitment.exercise, timezone.now())


def found_report_or_404(request: HttpRequest, report_id: uuid.UUID) -> Any:
    """Return the report, if the viewer may read it and what it is about."""
    found = selectors.report_for(viewer_of(request), report_id)
    if found is None:
        raise Http404
    return found


def _kind() -> Any:
    return kind_called(KIND)


def _asking() -> Asking:
    above = commitment_page.list_crumb()
    return Asking(
        question=_("Who promised what to whom, and who may see it?"),
        lead=_("Write it as it was promised. Whether it was kept is reported later, by whoever can tell."),
        button=_("Save the commitment"),
        back=above.url,
        crumbs=[above],
    )


def _nothing(*, is_narrowed: bool) -> Empty:
    if is_narrowed:
        return Empty(_("No commitment that you may read is like that"))
    return Empty(
        _("No commitments that you may read"),
        _(
            "A commitment is what someone promised someone else, by when, and how it is verified. Those of your "
            "organisation appear here, and those that others share with you."
        ),
    )
