from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment import listing, overview, selectors, services
from avert.web.assessment.forms import (
    FIELDS,
    ChangeAssessmentForm,
    FindForm,
    NewAssessmentForm,
    NextRoundForm,
)
from avert.web.assessment.pages import assessments_crumb, list_tabs, pages_of, uuid_or_none
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Empty
from avert.web.site.record_pages import PartAsking, part_page

KIND = "assessment.assessment"
ON_A_PAGE = 50


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """List the assessments that the viewer may read, by place and level, those that lie in others under them."""
    viewer, form, exercise = viewer_of(request), FindForm(request.GET), exercise_asked(request)
    place = form.cleaned_data["place"] if form.is_valid() else None
    key = exercise.pk if exercise else None
    readable = selectors.assessments_for(viewer, place=place or "", exercise_id=key)
    found = selectors.outermost(readable) if place is not None else readable.none()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", 1))
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    rows = listing.nested(list(page.object_list), readable)
    today = now_in(exercise, timezone.now()).date()
    context = {
        "form": form,
        "page": page,
        "exercise": exercise,
        "tabs": [] if exercise else list_tabs("assessments"),
        "table": listing.table_of(rows, viewer=viewer, today=today) if rows else None,
        "empty": _nothing(is_narrowed=form.has_changed()),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "assessment/assessments.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is to be assessed, and who may see it."""
    viewer, exercise = viewer_of(request), exercise_asked(request)
    above = assessments_crumb(exercise.pk if exercise else None)
    asking = Asking(
        question=_("What is to be assessed, and who takes part?"),
        lead=_("Whoever it is shared with may read it and add readings and evidence of their own."),
        button=_("Begin"),
        back=above.url,
        crumbs=[above],
    )
    form = NewAssessmentForm(
        request.POST or None,
        initial=_initial(request),
        viewer=viewer,
        exercise_id=exercise.pk if exercise else None,
    )
    write = partial(services.begin, exercise=exercise)
    return new_page(
        request, kind=_kind(), form=form, asking=asking, write=write, then=lambda made: pages_of(made).url
    )


@require_safe
def assessment(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show where one assessment stands."""
    found = found_or_404(request, KIND, assessment_id)
    context = overview.context_of(found, viewer=viewer_of(request), real_now=timezone.now())
    record_views.read(request, found)
    return render(request, "assessment/assessment.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Change what an assessment says of itself."""
    found = found_or_404(request, KIND, assessment_id)
    form: Any = partial(ChangeAssessmentForm, viewer=viewer_of(request), record=found)
    return edit_page(request, found, pages_of(found), form=form, names=FIELDS, change=services.change)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def next_round(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask whether everybody is to be asked anew."""
    found = found_or_404(request, KIND, assessment_id)
    form = NextRoundForm(request.POST or None)
    asking = PartAsking(
        question=_("Begin round {number}?").format(number=found.round + 1),
        lead=_("What was said stays with its round; from now on readings count for the new one."),
        button=_("Begin the next round"),
        row_version=found.row_version,
    )

    def save() -> Any:
        return services.next_round(
            assessment=found,
            row_version=version_of(request.POST),
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
            **form.cleaned_data,
        )

    return part_page(request, whole=found, pages=pages_of(found), form=form, asking=asking, save=save)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return what an address says of a new assessment."""
    given = {
        name: request.GET.get(name, "")[:100] for name in ("place", "within", "twin", "subject", "process")
    }
    viewer = viewer_of(request)
    wider = selectors.assessment_for(viewer, key) if (key := uuid_or_none(given["within"])) else None
    inherited = {"frameworks": wider.frameworks, "languages": wider.languages} if wider else {}
    place = given["place"] or (wider.place if wider else "")
    return {name: text for name, text in given.items() if text} | inherited | {"place": place_as_typed(place)}


def _kind() -> Any:
    return kind_called(KIND)


def _nothing(*, is_narrowed: bool) -> Empty:
    if is_narrowed:
        return Empty(_("No assessment that you may read is of this place"))
    return Empty(
        _("No assessments that you may read"),
        _(
            "An assessment asks one question of one situation, again and again: what is so, and how does each side "
            "see it? Nobody’s reading is averaged away. It can lie in a wider one: a village in a district, a "
            "district in a country. Those of your organisation appear here, and those that others share with you."
        ),
    )
