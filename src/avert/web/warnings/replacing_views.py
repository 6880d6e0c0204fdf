"""What takes the place of a warning that is out: an update, a withdrawal, an all clear."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.records.routes import found_or_404
from avert.web.records.writing_pages import FORM_METHODS, as_typed
from avert.web.warnings import services
from avert.web.warnings.forms import DRAFT_FIELDS, END_FIELDS, EndForm, WarningForm
from avert.web.warnings.vocabulary import Message
from avert.web.warnings.warning_page import may, pages_of

QUESTIONS = {
    Message.UPDATE: gettext_lazy("What is different now?"),
    Message.CANCEL: gettext_lazy("Why is this warning withdrawn?"),
    Message.ALL_CLEAR: gettext_lazy("Why is the danger over?"),
}


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def update(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Draft an update; a later end of the window extends the warning."""
    return _replace(request, warning_id, Message.UPDATE)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def cancel(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Draft a withdrawal."""
    return _replace(request, warning_id, Message.CANCEL)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def all_clear(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Draft an all clear."""
    return _replace(request, warning_id, Message.ALL_CLEAR)


def _replace(request: HttpRequest, warning_id: uuid.UUID, message: Message) -> HttpResponse:
    found, person = found_or_404(request, "warnings.warning", warning_id), person_of(request)
    if not may(found, viewer_of(request))["replace"]:
        raise PermissionDenied
    form = _form(request, found, message)
    if form.is_valid():
        try:
            made = services.draft(
                owner_id=found.owner_id,
                viewer=person,
                occasion=occasion_of(request, now=timezone.now()),
                marking=found.marking,
                replaces=found,
                message=message,
                **form.cleaned_data,
            )
            return redirect(pages_of(made).url)
        except InputError as error:
            form.add_error(None, _(str(error)))
    pages = pages_of(found)
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs, "question": QUESTIONS[message]}
    return render(request, "warnings/replace.html", context | {"is_update": message == Message.UPDATE})


def _form(request: HttpRequest, found: Any, message: Message) -> Any:
    if message == Message.UPDATE:
        return WarningForm(request.POST or None, initial=as_typed(found, DRAFT_FIELDS))
    return EndForm(request.POST or None, initial=as_typed(found, END_FIELDS) | {"what": ""})
