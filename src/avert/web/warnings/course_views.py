"""Pages of what became of a warning at an addressee, for whoever answers there and for whoever issued it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avert.errors import InputError
from avert.warning.clock import Stage
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.services import append_list_read
from avert.web.records.writing_pages import FORM_METHODS
from avert.web.site.components import Crumb
from avert.web.warnings import course, course_page, course_selectors, course_tables, selectors
from avert.web.warnings.course_forms import StepForm, form_for
from avert.web.warnings.course_page import crumbs_of
from avert.web.warnings.course_tables import url_of

ON_A_PAGE = 50
QUESTIONS = {
    Stage.SENT: gettext_lazy("When was it handed over, and how?"),
    Stage.RECEIVED: gettext_lazy("When did it reach them, and how is this known?"),
    Stage.ACKNOWLEDGED: gettext_lazy("When was it acknowledged?"),
    Stage.CONSIDERED: gettext_lazy("Who considered it, and what was weighed?"),
    Stage.DECIDED: gettext_lazy("What was decided, and why?"),
    Stage.DONE: gettext_lazy("What was done?"),
    Stage.EFFECT: gettext_lazy("What followed?"),
}


@require_safe
def at_addressee(request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID) -> HttpResponse:
    """Show what has become of a warning at one addressee."""
    addressee = _addressee_or_404(request, warning_id, addressee_id)
    context = course_page.context_of(addressee, viewer=viewer_of(request), real_now=timezone.now())
    record_views.read(request, addressee)
    return render(request, "warnings/course.html", context)


@require_POST
def acknowledge(request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID) -> HttpResponse:
    """Write down with one tap that the warning has arrived."""
    addressee, now = _addressee_or_404(request, warning_id, addressee_id), timezone.now()
    at = now_in(addressee.warning.exercise, now)
    try:
        _record(request, addressee, Stage.ACKNOWLEDGED, now, {"at": at})
        messages.success(request, _("Acknowledged. Whoever issued the warning sees that it has arrived."))
    except InputError as error:
        messages.error(request, _(str(error)))
    return redirect(url_of(addressee))


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def step(request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID, stage: Stage) -> HttpResponse:
    """Ask for a step of the course."""
    addressee = _addressee_or_404(request, warning_id, addressee_id)
    if not course.may_record(person_of(request), addressee, stage):
        raise PermissionDenied
    form = form_for(stage)(request.POST or None, stage=stage, zone=addressee.zone)
    if _is_recorded(
        request, form, addressee, lambda now, given: _record(request, addressee, stage, now, given)
    ):
        return redirect(url_of(addressee))
    return _asking(request, form, addressee, stage)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def correct(
    request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID, event_id: uuid.UUID
) -> HttpResponse:
    """Ask what should stand in place of a step, or that nothing should."""
    addressee = _addressee_or_404(request, warning_id, addressee_id)
    row = course_selectors.event_for(viewer_of(request), addressee, event_id)
    if row is None:
        raise Http404
    if not course.may_correct(person_of(request), row):
        raise PermissionDenied
    stage, is_withdrawn = Stage[row.stage], "withdraw" in request.POST
    form = form_for(stage)(request.POST or None, stage=stage, zone=addressee.zone, row=row)
    if is_withdrawn:
        form.only_why()
    more = {"corrects": row, "is_withdrawn": is_withdrawn, "owner_id": row.owner_id}

    def write(now: dt.datetime, given: dict[str, Any]) -> None:
        _record(request, addressee, stage, now, given | more)

    if _is_recorded(request, form, addressee, write):
        return redirect(url_of(addressee))
    return _asking(request, form, addressee, stage, corrects=row)


@require_http_methods(FORM_METHODS)
def share_decision(request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID) -> HttpResponse:
    """Ask whether the issuer may see the decision and its reason."""
    addressee = _addressee_or_404(request, warning_id, addressee_id)
    person, now = person_of(request), timezone.now()
    if not course.may_record(person, addressee, Stage.DECIDED):
        raise PermissionDenied
    if request.method == "POST":
        try:
            occasion = occasion_of(request, now=now)
            course.share_decision(addressee=addressee, viewer=person, occasion=occasion)
        except InputError as error:
            messages.error(request, _(str(error)))
        return redirect(url_of(addressee))
    context = course_page.context_of(addressee, viewer=person, real_now=now)
    return render(request, "warnings/share_decision.html", context | {"url": url_of(addressee)})


@require_safe
def asked_of_us(request: HttpRequest) -> HttpResponse:
    """List what is asked of the viewer's organisations, and by when."""
    viewer, now, exercise = viewer_of(request), timezone.now(), exercise_asked(request)
    asks = course_selectors.asked_of_us(viewer, now, exercise)
    context = _listed(request, asks, exercise)
    shown = context["page"].object_list
    table = course_tables.by_warning(shown, caption=_("What is asked of us")) if shown else None
    return render(request, "warnings/asked_of_us.html", context | {"table": table})


@require_safe
def asked_by_us(request: HttpRequest) -> HttpResponse:
    """List what the viewer's organisations ask of others, and who is silent."""
    viewer, now, exercise = viewer_of(request), timezone.now(), exercise_asked(request)
    context = _listed(request, course_selectors.asked_by_us(viewer, now, exercise), exercise)
    shown = context["page"].object_list
    table = course_tables.by_addressee(shown, caption=_("Asked by us"), names_warning=True) if shown else None
    reviews = course_selectors.late_reviews(viewer, now, exercise)
    return render(request, "warnings/asked_by_us.html", context | {"table": table, "reviews": reviews})


def _addressee_or_404(request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID) -> Any:
    found = selectors.addressee_for(viewer_of(request), warning_id, addressee_id)
    if found is None:
        raise Http404
    return found


def _listed(request: HttpRequest, asks: list[Any], exercise: Any) -> dict[str, Any]:
    append_list_read(
        kind=kind_called("warnings.addressee"),  # type: ignore[arg-type]  # it is there
        occasion=occasion_of(request, now=timezone.now()),
    )
    return {
        "page": Paginator(asks, ON_A_PAGE).get_page(request.GET.get("page", 1)),
        "exercise": exercise,
        "overdue": sum(ask.state.is_overdue for ask in asks),
        "silent": sum(ask.state.is_silent for ask in asks),
    }


def _record(
    request: HttpRequest,
    addressee: Any,
    stage: Stage,
    now: dt.datetime,
    given: dict[str, Any],
) -> None:
    course.record(
        addressee=addressee,
        stage=stage,
        viewer=person_of(request),
        occasion=occasion_of(request, now=now),
        **{"owner_id": course.answers_for(addressee, stage), **given},
    )


def _is_recorded(
    request: HttpRequest,
    form: StepForm,
    addressee: Any,
    write: Callable[[dt.datetime, dict[str, Any]], None],
) -> bool:
    if not form.is_valid():
        return False
    now = timezone.now()
    try:
        write(now, form.given(now_in(addressee.warning.exercise, now)))
    except InputError as error:
        form.add_error(None, _(str(error)))
        return False
    messages.success(request, _("Written down."))
    return True


def _asking(
    request: HttpRequest, form: StepForm, addressee: Any, stage: Stage, corrects: Any = None
) -> HttpResponse:
    url, viewer = url_of(addressee), viewer_of(request)
    context = {
        "form": form,
        "addressee": addressee,
        "question": _("What should stand here instead?") if corrects else QUESTIONS[stage],
        "is_kept": stage in course.KEPT_BY_THE_DECIDER and addressee.organisation_id is not None,
        "is_decision": stage is Stage.DECIDED,
        "corrects": corrects,
        "url": url,
        "crumbs": [*crumbs_of(addressee, viewer), Crumb(addressee.role, url)],
    }
    return render(request, "warnings/course_step.html", context)
