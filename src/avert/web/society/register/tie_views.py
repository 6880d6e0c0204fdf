"""Pages on what runs between two structures."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.exercises.selectors import now_in
from avert.web.records.conflicts import version_of
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.record_pages import PartAsking, part_page
from avert.web.society.pages import pages_of
from avert.web.society.register import selectors, services
from avert.web.society.register.pages import pages_of_tie
from avert.web.society.register.part_forms import TIE_FIELDS, ChangeTieForm, EndForm, FindOtherForm, TieForm
from avert.web.society.register.part_views import STRUCTURE, shown
from avert.web.society.register.structure_page import tie_facts

TIE = "society.tie"


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, structure_id: uuid.UUID) -> HttpResponse:
    """Ask what ties a structure to another, and who may know."""
    found, viewer = found_or_404(request, STRUCTURE, structure_id), viewer_of(request)
    find = FindOtherForm(request.GET)
    text = find.cleaned_data["find"] if find.is_valid() else ""
    others = selectors.others_for(viewer, found, text=text)
    pages = pages_of(found)
    asking = Asking(
        question=_("What ties it to whom?"),
        lead=_("Who would see the tie sees both ends already: to everybody else it is not there."),
        button=_("Write it down"),
        back=pages.url,
        crumbs=pages.crumbs,
    )

    def write(*, other: Any, direction: str, **act: Any) -> Any:
        source, target = (other, found) if direction == "in" else (found, other)
        return services.add_tie(source=source, target=target, is_directed=direction != "both", **act)

    form = TieForm(request.POST or None, others=others)
    form.find = find  # type: ignore[attr-defined]  # shown above it, a form of its own
    return new_page(
        request,
        kind=kind_called(TIE),
        form=form,
        asking=asking,
        write=write,
        then=lambda _made: pages.url,
        template="society/register/new_tie.html",
    )


@require_safe
def tie(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show what runs between two structures."""
    found = tie_or_404(request, record_id)
    pages, facts, exercise_id = pages_of_tie(found), tie_facts(found), found.source.exercise_id
    return shown(request, found, pages, facts, exercise_id=exercise_id, may_end=found.ends is None)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a tie."""
    found = tie_or_404(request, record_id)
    change = services.change_tie
    return edit_page(request, found, pages_of_tie(found), form=ChangeTieForm, names=TIE_FIELDS, change=change)


@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask until when a tie held."""
    found = tie_or_404(request, record_id)
    today = now_in(found.source.exercise, timezone.now()).date()
    form = EndForm(request.POST or None, initial={"ends": today})
    asking = PartAsking(
        question=_("Until when did it hold?"),
        lead=_("It stays in the network of the days before."),
        button=_("It ended"),
        row_version=found.row_version,
    )

    def save() -> Any:
        return services.end_tie(
            tie=found,
            row_version=version_of(request.POST),
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
            **form.cleaned_data,
        )

    return part_page(request, whole=found, pages=pages_of_tie(found), form=form, asking=asking, save=save)


def tie_or_404(request: HttpRequest, tie_id: uuid.UUID) -> Any:
    """Return a tie with its ends; what is hidden and what is missing are the same 404."""
    found = selectors.tie_for(viewer_of(request), tie_id)
    if found is None:
        raise Http404
    return found
