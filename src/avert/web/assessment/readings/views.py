"""Pages of what is said in an assessment: all of it, one indicator, and two lenses side by side."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.assessment.evidence.selectors import may_add_to
from avert.web.assessment.pages import pages_of, tabs_of
from avert.web.assessment.readings import (
    giving,
    indicator_page,
    lenses_page,
    profile_page,
    profiles,
    selectors,
    services,
    statements,
)
from avert.web.assessment.readings.profiles import Choice
from avert.web.assessment.selectors import stakeholders_of
from avert.web.exercises.selectors import exercise_shown, now_in
from avert.web.records import views as record_views
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import own_organisations

ASSESSMENT, READING, STATEMENT = "assessment.assessment", "assessment.reading", "assessment.statement"


@require_safe
def readings(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show who says what of each indicator."""
    found, viewer = found_or_404(request, ASSESSMENT, assessment_id), viewer_of(request)
    context = around(found, "readings", viewer_of(request))
    _written_down(request, found)
    if not profiles.used_frameworks(found):
        return render(request, "assessment/readings/none.html", context)
    choice = Choice(*(request.GET.get(name, "") for name in ("framework", "dimension", "perspective")))
    now = now_in(found.exercise, timezone.now())
    context |= profile_page.context_of(found, choice, viewer=viewer, now=now)
    context["texts"] = _texts(found, context["framework"], viewer, now)
    made = selectors.statements_in(viewer, found, context["framework"].id)
    own = own_organisations(viewer)
    context["statements"] = statements.listed(found, context["framework"], made, own)
    context["may_add"] = selectors.may_state(viewer, found)
    return render(request, "assessment/readings/profile.html", context)


@require_safe
def indicator(request: HttpRequest, assessment_id: uuid.UUID, code: str) -> HttpResponse:
    """Show the parallel readings of one indicator."""
    found = found_or_404(request, ASSESSMENT, assessment_id)
    framework = indicator_page.framework_with(found, code)
    if framework is None:
        raise Http404
    now = now_in(found.exercise, timezone.now())
    context = around(found, "readings", viewer_of(request))
    context |= indicator_page.context_of(found, framework, code, viewer=viewer_of(request), now=now)
    context["may_add"] = may_add_to(viewer_of(request), found)
    _written_down(request, found)
    return render(request, "assessment/readings/indicator.html", context)


@require_safe
def lenses(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show what two lenses see, side by side."""
    found = found_or_404(request, ASSESSMENT, assessment_id)
    context, now = around(found, "lenses", viewer_of(request)), now_in(found.exercise, timezone.now())
    asked = {name: request.GET.get(name, "") for name in ("first", "second")}
    if profiles.used_frameworks(found):
        context |= lenses_page.context_of(found, **asked, viewer=viewer_of(request), now=now)
    _written_down(request, found)
    return render(request, "assessment/readings/lenses.html", context)


def around(assessment: Any, route: str, viewer: Any) -> dict[str, Any]:
    """Return what stands around the content of these pages."""
    pages = pages_of(assessment)
    return {
        "assessment": assessment,
        "exercise": exercise_shown(viewer, assessment.exercise_id),
        "pages": pages,
        "crumbs": pages.crumbs,
        "tabs": tabs_of(assessment, route),
    }


def _texts(assessment: Any, framework: Any, viewer: Any, now: Any) -> list[dict[str, Any]]:
    if not framework.questions:
        return []
    said = selectors.texts_in(viewer, assessment, framework.id, as_of=now)
    names = {one.pk: one.name for one in stakeholders_of(viewer, assessment.pk)}
    return [
        {
            "question": text,
            "answers": [(names.get(who, ""), words) for who, words in said.get(key, {}).items()],
        }
        for key, text in giving.questions_of(assessment, framework).items()
    ]


def _written_down(request: HttpRequest, assessment: Any) -> None:
    record_views.read(request, assessment)
    services.append_readings_read(occasion=occasion_of(request, now=timezone.now()))
