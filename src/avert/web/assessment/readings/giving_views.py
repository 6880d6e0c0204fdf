"""Pages on which a stakeholder's reading is given: by questions, by a sheet, or on paper."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.assessment.frameworks import Framework
from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment.readings import giving, selectors, services, sheet_rows
from avert.web.assessment.readings.forms import DimensionForm, SheetForm, WhoForm, WordsForm
from avert.web.assessment.readings.profiles import asking_dimensions, framework_of, used_frameworks
from avert.web.assessment.readings.views import ASSESSMENT, around
from avert.web.assessment.selectors import stakeholders_of
from avert.web.exercises.selectors import now_in
from avert.web.rates import costly
from avert.web.records.audiences import circle_of_record
from avert.web.records.naming import Names
from avert.web.records.routes import found_or_404
from avert.web.records.services import append_export
from avert.web.records.writing_pages import FORM_METHODS

CSV = "text/csv; charset=utf-8; header=present"


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask for whom, then about what, then the questions of one dimension."""
    found = _asking_or_404(request, assessment_id)
    stakeholder = _stakeholder(request, found)
    used = framework_of(found, request.GET.get("framework", ""))
    dimension = request.GET.get("dimension", "")
    if stakeholder is None or not dimension:
        return _choose(request, found, stakeholder, used)
    if dimension == giving.IN_WORDS and used.questions:
        return _ask_in_words(request, found, stakeholder, used)
    chosen = next((one for one in asking_dimensions(used) if one.id == dimension), None)
    if chosen is None:
        raise Http404
    return _ask(request, found, stakeholder, used, chosen)


@costly
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def file(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Take in a sheet that was filled in."""
    found = _asking_or_404(request, assessment_id)
    stakeholder = _stakeholder(request, found)
    used = framework_of(found, request.GET.get("framework", ""))
    if stakeholder is None:
        return _choose(request, found, None, used)
    form = SheetForm(
        request.POST or None, request.FILES or None, framework=used, others=_others(request, found)
    )
    back = giving.give_url(found, stakeholder=stakeholder.pk, framework=used.id)
    if _is_given(request, found, stakeholder, used, form):
        return redirect(back)
    context = around(found, "readings", viewer_of(request)) | {
        "form": form,
        "stakeholder": stakeholder,
        "framework": used,
        "back": back,
    }
    return render(request, "assessment/readings/file.html", context)


@costly
@require_safe
def sheet(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Send a sheet to fill in: blank, or with what a stakeholder last said."""
    found = _asking_or_404(request, assessment_id)
    stakeholder = _stakeholder(request, found)
    used = framework_of(found, request.GET.get("framework", ""))
    now = timezone.now()
    former: Mapping[str, Any] = {}
    if stakeholder is not None:
        former = giving.former_of(viewer_of(request), stakeholder, used, as_of=now_in(found.exercise, now))
        append_export(record=stakeholder, occasion=occasion_of(request, now=now))
    headers = {"Content-Disposition": f'attachment; filename="{used.id}.csv"'}
    return HttpResponse(sheet_rows.blank_sheet(used, former), content_type=CSV, headers=headers)


@require_safe
def paper(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show a framework as a sheet to print and fill in by hand."""
    found = _asking_or_404(request, assessment_id)
    used = framework_of(found, request.GET.get("framework", ""))
    dimensions = [(one, used.under(one.id)) for one in asking_dimensions(used)]
    questions = giving.questions_of(found, used).values()
    context = around(found, "readings", viewer_of(request)) | {
        "framework": used,
        "dimensions": dimensions,
        "questions": questions,
    }
    return render(request, "assessment/readings/paper.html", context)


def _choose(request: HttpRequest, found: Any, stakeholder: Any, used: Framework) -> HttpResponse:
    viewer, now = viewer_of(request), now_in(found.exercise, timezone.now())
    context = around(found, "readings", viewer_of(request)) | {
        "people": [
            (one, giving.give_url(found, stakeholder=one.pk, framework=used.id))
            for one in selectors.given_for_by(viewer, found)
        ],
        "framework": used,
        "stakeholder": stakeholder,
    }
    if stakeholder is not None:
        context |= giving.choices_of(found, stakeholder, used.id, viewer=viewer, now=now)
    return render(request, "assessment/readings/choose.html", context)


def _ask(request: HttpRequest, found: Any, stakeholder: Any, used: Framework, dimension: Any) -> HttpResponse:
    viewer = viewer_of(request)
    evidence = {
        str(one.pk): one.what[:120] for one in selectors.evidence_in(viewer, found) if not one.is_discarded
    }
    form = DimensionForm(
        request.POST or None,
        indicators=used.under(dimension.id),
        evidence=evidence,
        others=_others(request, found),
    )
    if _is_given(request, found, stakeholder, used, form):
        return redirect(giving.next_of(found, stakeholder.pk, used, dimension.id))
    former = giving.former_of(viewer, stakeholder, used, as_of=now_in(found.exercise, timezone.now()))
    rows = [(one, value, added, former.get(one.code)) for one, value, added in form.rows()]
    more = {"dimension": dimension, "rows": rows, "meanings": giving.meanings()}
    return _asked(request, found, form, {"stakeholder": stakeholder, "framework": used, **more})


def _ask_in_words(request: HttpRequest, found: Any, stakeholder: Any, used: Framework) -> HttpResponse:
    questions = giving.questions_of(found, used)
    form = WordsForm(request.POST or None, questions=questions, others=_others(request, found))
    if _is_given(request, found, stakeholder, used, form):
        return redirect(giving.give_url(found, stakeholder=stakeholder.pk, framework=used.id))
    now = now_in(found.exercise, timezone.now())
    said = selectors.texts_in(viewer_of(request), found, used.id, as_of=now)
    former = [said.get(key, {}).get(stakeholder.pk, "") for key in questions]
    texts = list(zip(form.answers(), former, strict=True))
    more = {"texts": texts}
    return _asked(request, found, form, {"stakeholder": stakeholder, "framework": used, **more})


def _asked(request: HttpRequest, found: Any, form: WhoForm, about: dict[str, Any]) -> HttpResponse:
    back = giving.give_url(found, stakeholder=about["stakeholder"].pk, framework=about["framework"].id)
    context = around(found, "readings", viewer_of(request)) | {"form": form, "back": back} | about
    return render(request, "assessment/readings/give.html", context)


def _is_given(request: HttpRequest, found: Any, stakeholder: Any, used: Framework, form: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        services.give_reading(
            assessment=found,
            stakeholder=stakeholder,
            framework=used.id,
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
            dissent=form.cleaned_data["dissent"],
            at=form.at(now_in(found.exercise, timezone.now())),
            sharing=form.sharing,
            **form.said(),
        )
    except InputError as error:
        form.add_error(None, _(str(error)))
        return False
    messages.success(request, _("Kept. What was said before stays in its round."))
    return True


def _asking_or_404(request: HttpRequest, assessment_id: uuid.UUID) -> Any:
    found = found_or_404(request, ASSESSMENT, assessment_id)
    if not used_frameworks(found):
        raise Http404
    return found


def _stakeholder(request: HttpRequest, found: Any) -> Any:
    """Return for whom the reading is, none if nobody is named; only whoever speaks for it gives it."""
    asked = request.GET.get("stakeholder", "")
    if not asked:
        return None
    viewer = viewer_of(request)
    known = {str(one.pk): one for one in stakeholders_of(viewer, found.pk)}
    if asked not in known:
        raise Http404
    may = {one.pk: one for one in selectors.given_for_by(viewer, found)}
    if known[asked].pk not in may:
        raise PermissionDenied
    return may[known[asked].pk]


def _others(request: HttpRequest, found: Any) -> dict[uuid.UUID, str]:
    names = Names(viewer_of(request))
    taking_part = circle_of_record(found).organisations - names.own
    return {key: name for key, name in names.organisations.items() if key in taking_part}
