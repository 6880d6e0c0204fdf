"""Pages of evidence and of how it bears on what is claimed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment.evidence import evidence_page, hypotheses_page, selectors, services
from avert.web.assessment.evidence.forms import (
    DISCARD_FIELDS,
    EVIDENCE_FIELDS,
    ChangeEvidenceForm,
    DiscardForm,
    EvidenceForm,
    WeighForm,
)
from avert.web.assessment.evidence.pages import pages_of_evidence
from avert.web.assessment.pages import assessments_crumb, pages_around, uuid_or_none
from avert.web.assessment.selectors import assessments_for, by_place_and_level
from avert.web.assessment.services import append_list_read
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.records import views as record_views
from avert.web.records.pages import Pages
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import record_for
from avert.web.records.writing_pages import FORM_METHODS, edit_page
from avert.web.site.record_pages import add_page

ASSESSMENT, EVIDENCE, CLAIM = "assessment.assessment", "assessment.evidence", "assessment.claim"


@require_safe
def evidence(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show what is claimed, what it rests on and what nobody knows."""
    found, now = found_or_404(request, ASSESSMENT, assessment_id), timezone.now()
    context = evidence_page.context_of(found, viewer=viewer_of(request), now=now_in(found.exercise, now))
    record_views.read(request, found)
    services.append_list_read(occasion=occasion_of(request, now=now))
    return render(request, "assessment/evidence/evidence.html", context)


@require_safe
def hypotheses(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show the claims that compete with this one, side by side."""
    found = found_or_404(request, CLAIM, record_id)
    context = hypotheses_page.context_of(found, viewer=viewer_of(request))
    record_views.read(request, found)
    return render(request, "assessment/evidence/hypotheses.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask for a piece of evidence."""
    found = open_to_add_or_404(request, assessment_id)
    write: Callable[..., Any] = partial(services.add_evidence, assessment=found)
    if request.GET.get("signal"):
        write = partial(write, evidence_of=_signal_or_404(request))
    return add_page(
        request,
        EvidenceForm(request.POST or None),
        question=_("What is known, from what kind of source?"),
        around=around(found),
        write=write,
    )


@require_safe
def from_signal(request: HttpRequest) -> HttpResponse:
    """Ask in which assessment a signal is evidence: of its exercise, or of what is real."""
    exercise, signal = exercise_asked(request), _signal_or_404(request)
    found = assessments_for(viewer_of(request), exercise_id=exercise.pk if exercise else None)
    links = [
        {
            "title": one.title,
            "level": one.get_level_display(),
            "url": f"{reverse('assessment:new-evidence', args=[one.pk])}?signal={signal}",
        }
        for one in by_place_and_level(found)
    ]
    append_list_read(occasion=occasion_of(request, now=timezone.now()))
    context = {"crumbs": [assessments_crumb(exercise and exercise.pk)], "links": links, "exercise": exercise}
    return render(request, "assessment/evidence/from_signal.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what a piece of evidence says, or its grade."""
    found, form, change = (
        found_or_404(request, EVIDENCE, record_id),
        ChangeEvidenceForm,
        services.change_evidence,
    )
    return edit_page(
        request, found, pages_of_evidence(found), form=form, names=EVIDENCE_FIELDS, change=change
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def discard(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask whether evidence counts any more, and why not."""
    found, change = found_or_404(request, EVIDENCE, record_id), services.change_evidence
    template = "assessment/evidence/discard.html"
    return edit_page(
        request,
        found,
        pages_of_evidence(found),
        form=DiscardForm,
        names=DISCARD_FIELDS,
        change=change,
        template=template,
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def weigh(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask how one piece of evidence bears on each claim."""
    found, person = found_or_404(request, EVIDENCE, record_id), person_of(request)
    if not selectors.may_add_to(person, found.assessment):
        raise PermissionDenied
    claims = selectors.claims_in(person, found.assessment)
    own = selectors.own_weights(person, found)
    form = WeighForm(request.POST or None, claims=claims, own=own)
    pages = pages_of_evidence(found)
    if form.is_valid() and _is_weighed(request, form, found):
        return redirect(pages.url)
    context = {"form": form, "evidence": found, "pages": pages, "crumbs": pages.crumbs}
    return render(request, "assessment/evidence/weigh.html", context)


def open_to_add_or_404(request: HttpRequest, assessment_id: uuid.UUID) -> Any:
    """Return the assessment, if the viewer may read it; only who may add to it comes further."""
    found = found_or_404(request, ASSESSMENT, assessment_id)
    if not selectors.may_add_to(person_of(request), found):
        raise PermissionDenied
    return found


def around(assessment: Any) -> Pages:
    """Return the page that a part of an assessment is shown on, as the part's own question has it."""
    return pages_around(assessment, "evidence")


def _is_weighed(request: HttpRequest, form: WeighForm, evidence: Any) -> bool:
    person, occasion = person_of(request), occasion_of(request, now=timezone.now())
    try:
        with transaction.atomic():
            for claim, bearing, why in form.weighed():
                services.weigh_evidence(
                    evidence=evidence,
                    claim=claim,
                    bearing=bearing,
                    why=why,
                    viewer=person,
                    occasion=occasion,
                )
    except InputError as error:
        form.add_error(None, _(str(error)))
        return False
    return True


def _signal_or_404(request: HttpRequest) -> uuid.UUID:
    key = uuid_or_none(request.GET.get("signal", ""))
    found = record_for(viewer_of(request), key) if key else None
    if found is None:
        raise Http404
    return found.pk
