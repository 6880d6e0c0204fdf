"""What people do with a signal: grade, verify, answer, put beside another, set aside. Each step is one small page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_writable
from avert.web.records.writing_pages import FORM_METHODS
from avert.web.signals import forms, listing, selectors, services
from avert.web.signals.signal_page import pages_of
from avert.web.signals.views import KIND
from avert.web.site.components import Text


@dataclass(frozen=True)
class Step:
    """What a page that asks for one step says."""

    question: Text
    button: Text
    lead: Text = ""


GRADE = Step(
    gettext_lazy("How far can this be relied on?"),
    gettext_lazy("Save the grade"),
    gettext_lazy(
        "Source and information are graded apart. F and 6 mean that nobody can judge: unknown, never low."
    ),
)
VERIFY = Step(
    gettext_lazy("Is it so?"),
    gettext_lazy("Save what was found"),
    gettext_lazy("Verifying takes a second person: not whoever took the report in or graded it last."),
)
ANSWER = Step(
    gettext_lazy("What is whoever reported told?"),
    gettext_lazy("Save the answer"),
    gettext_lazy("Everyone who reports is answered, or it is said here why that would be unsafe."),
)
RELATE = Step(
    gettext_lazy("Which other report supports or contradicts this?"), gettext_lazy("Put it beside that one")
)
MERGE = Step(
    gettext_lazy("With which other report is this looked at?"),
    gettext_lazy("Look at it there"),
    gettext_lazy("Both stay as they are, and whoever sent either is still owed an answer."),
)
SET_ASIDE = Step(
    gettext_lazy("Why is nothing made of this?"),
    gettext_lazy("Set it aside"),
    gettext_lazy("It keeps everything that is known of it and can be taken up again."),
)
REOPEN = Step(gettext_lazy("Take this up again?"), gettext_lazy("Take it up again"))


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def grade(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Grade source and information."""
    found = _found(request, signal_id)
    form = forms.GradeForm(request.POST or None, initial=forms.GradeForm.of(found))
    return _page(request, found, GRADE, form, services.grade, is_change=True)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def verify(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Write down what a second person found out."""
    found = _found(request, signal_id)
    return _page(request, found, VERIFY, forms.VerifyForm(request.POST or None), services.verify)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Write down what whoever reported is told."""
    found = _found(request, signal_id)
    return _page(request, found, ANSWER, forms.AnswerForm(request.POST or None), services.answer)


@require_http_methods(FORM_METHODS)
def relate(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Put a signal beside another."""
    found = _found(request, signal_id)
    return _page(request, found, RELATE, _other_form(request, found, forms.RelateForm), services.relate)


@require_POST
def unrelate(request: HttpRequest, signal_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Take back that two signals have to do with each other."""
    found, other = _found(request, signal_id), found_or_404(request, KIND, other_id)
    occasion = occasion_of(request, now=timezone.now())
    services.unrelate(signal=found, other=other, viewer=person_of(request), occasion=occasion)
    return redirect(pages_of(found).url)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def merge(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Look at a signal together with another from now on."""
    found = _found(request, signal_id)
    form = _other_form(request, found, forms.MergeForm)

    def act(*, other: Any, **given: Any) -> Any:
        return services.merge(into=other, **given)

    return _page(request, found, MERGE, form, act, is_change=True)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def set_aside(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Set a signal aside with a reason."""
    found = _found(request, signal_id)
    form = forms.SetAsideForm(request.POST or None)
    return _page(request, found, SET_ASIDE, form, services.set_aside, is_change=True)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def reopen(request: HttpRequest, signal_id: uuid.UUID) -> HttpResponse:
    """Take a signal up again."""
    found = _found(request, signal_id)
    return _page(
        request, found, REOPEN, forms.ReopenForm(request.POST or None), services.reopen, is_change=True
    )


def _found(request: HttpRequest, signal_id: uuid.UUID) -> Any:
    found = found_or_404(request, KIND, signal_id)
    if not is_writable(found, viewer=person_of(request)):
        raise PermissionDenied
    return found


def _page(
    request: HttpRequest,
    found: Any,
    step: Step,
    form: Form,
    act: Callable[..., Any],
    *,
    is_change: bool = False,
) -> HttpResponse:
    pages, status = pages_of(found), 200
    if form.is_valid():
        given = {"signal": found, "viewer": person_of(request)} | form.cleaned_data
        if is_change:
            given["row_version"] = version_of(request.POST)
        try:
            act(occasion=occasion_of(request, now=timezone.now()), **given)
            return redirect(pages.url)
        except InputError as error:
            form.add_error(None, _(str(error)))
        except StaleRecordError:
            form.add_error(
                None, _("Someone else has changed it since. Look at it once more, then save again.")
            )
            status = 409
    if not form.is_bound:
        record_views.read(request, found)
    context = {"form": form, "step": step, "signal": found, "pages": pages, "crumbs": pages.crumbs}
    return render(request, "signals/step.html", context, status=status)


def _other_form(request: HttpRequest, found: Any, kind: Callable[..., Any]) -> Any:
    viewer, offered = viewer_of(request), list(selectors.near(viewer=viewer_of(request), signal=found)[:20])
    first = [other for other, _pair in listing.alike(viewer, found)]
    asked = request.GET.get("with", "")
    with_first = [*first, *(other for other in offered if other.pk not in {one.pk for one in first})]
    return kind(
        request.POST or None, viewer=viewer, signal=found, offered=with_first, initial={"other": asked}
    )
