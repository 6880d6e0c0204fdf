"""The steps of a warning: proposed, checked, released, reviewed, taken back, dropped."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.records.conflicts import version_of
from avert.web.records.routes import found_or_404
from avert.web.records.views import read
from avert.web.records.writing_pages import FORM_METHODS
from avert.web.warnings import services
from avert.web.warnings.asked import recipients_table
from avert.web.warnings.forms import ReasonForm, SafeMessageForm
from avert.web.warnings.vocabulary import CheckKind, Verdict
from avert.web.warnings.warning_page import context_of, may, pages_of, readers_once_out

KIND = "warnings.warning"
Step = Callable[..., Any]


@require_http_methods(FORM_METHODS)
def propose(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Hand a draft to a second person."""
    found = _found(request, warning_id, "edit")
    if request.method == "POST" and _done(request, found, services.propose):
        messages.success(request, _("A second person can look at it now. Ask one."))
        return redirect(pages_of(found).url)
    return _page(request, found, "propose")


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def release(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Show exactly what goes to whom, and let it go out or back."""
    found, form = _found(request, warning_id, "release"), ReasonForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        if "send_back" in request.POST:
            is_done = _done(
                request, found, services.check, kind=CheckKind.RELEASE, verdict=Verdict.NO, note=note
            )
            said = _("It is a draft again, with your reason.")
        else:
            is_done = _done(request, found, services.release, note=note)
            said = _("The warning is out.")
        if is_done:
            messages.success(request, said)
            return redirect(pages_of(found).url)
    return _page(request, found, "release", form=form)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def check(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Ask whether a warning is safe for the people at risk whom it addresses."""
    found, form = _found(request, warning_id, "release"), SafeMessageForm(request.POST or None)
    if form.is_valid():
        verdict = Verdict.NO if "send_back" in request.POST else Verdict.YES
        act = {"kind": CheckKind.SAFE_MESSAGE, "verdict": verdict}
        if _done(request, found, services.check, **act, **form.cleaned_data):
            return redirect(pages_of(found).url)
    return _page(request, found, "check", form=form)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Ask a second person whether it was right that a warning went out at once."""
    found, form = _found(request, warning_id, "review"), ReasonForm(request.POST or None)
    if form.is_valid():
        said_no = "withdraw" in request.POST
        act = {"kind": CheckKind.SECOND_REVIEW, "verdict": Verdict.NO if said_no else Verdict.YES}
        if _done(request, found, services.check, note=form.cleaned_data["note"], **act):
            url = reverse("warnings:cancel", args=[found.pk]) if said_no else pages_of(found).url
            return redirect(url)
    return _page(request, found, "review", form=form)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def back(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Take a proposed warning back to draft."""
    found, form = _found(request, warning_id, "take_back"), ReasonForm(request.POST or None)
    if form.is_valid() and _done(request, found, services.back_to_draft, why=form.cleaned_data["note"][:500]):
        return redirect(pages_of(found).url)
    return _page(request, found, "back", form=form)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def drop(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Drop what never went out."""
    found, form = _found(request, warning_id, "drop"), ReasonForm(request.POST or None)
    if form.is_valid() and _done(request, found, services.drop, why=form.cleaned_data["note"][:500]):
        return redirect(pages_of(found).url)
    return _page(request, found, "drop", form=form)


def _found(request: HttpRequest, warning_id: uuid.UUID, step: str) -> Any:
    """Return the warning; what the viewer may not do is refused, what is not its turn leads to a page that says so."""
    found = found_or_404(request, KIND, warning_id)
    if not may(found, viewer_of(request))["write"]:
        raise PermissionDenied
    if request.method != "POST":
        read(request, found)
    found.can_step = may(found, viewer_of(request))[step]
    return found


def _done(request: HttpRequest, found: Any, step: Step, **act: Any) -> bool:
    occasion = occasion_of(request, now=timezone.now())
    version = version_of(request.POST)
    try:
        step(warning=found, row_version=version, viewer=person_of(request), occasion=occasion, **act)
    except (InputError, StaleRecordError) as error:
        found.problem = _(str(error))
        return False
    return True


def _page(request: HttpRequest, found: Any, template: str, form: Any = None) -> HttpResponse:
    context = context_of(found, viewer=viewer_of(request))
    context |= {
        "crumbs": pages_of(found).crumbs,
        "table": recipients_table(context),
        "readers": readers_once_out(found, viewer_of(request)),
        "form": form,
        "problem": getattr(found, "problem", ""),
        "can_step": found.can_step,
    }
    return render(request, f"warnings/{template}.html", context)
