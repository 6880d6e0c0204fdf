"""Messages agreed beforehand: written down by day, sent by one person at two in the morning."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_writable, organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.warnings import selectors, services
from avert.web.warnings.agreed_forms import AGREED_FIELDS, AgreedForm, RecipientForm, SendForm
from avert.web.warnings.agreed_page import agreed_crumb, agreed_pages_of, agreed_table, context_of, empty_list
from avert.web.warnings.warning_page import list_crumb, pages_of

KIND = "warnings.agreed"
A_DAY = dt.timedelta(days=1)


@require_safe
def agreed_messages(request: HttpRequest) -> HttpResponse:
    """List the messages agreed beforehand."""
    viewer, exercise = viewer_of(request), exercise_asked(request)
    found = list(selectors.agreed_messages(viewer).defer("what", "harm_of_issuing"))
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()), is_agreed=True)
    context = {
        "crumbs": [list_crumb(exercise.pk if exercise else None)],
        "table": agreed_table(found, today=timezone.now().date(), exercise=exercise) if found else None,
        "empty": empty_list(),
        "exercise": exercise,
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "warnings/agreed_list.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what was agreed to be said when a life is in danger."""
    asking = Asking(
        question=_("What will one person be allowed to send when a life is in danger?"),
        lead=_("Agree on the words by day, with those who get them. The recipients are named next."),
        button=_("Save the message"),
        back=reverse("warnings:agreed-messages"),
        crumbs=[list_crumb(), agreed_crumb()],
    )
    return new_page(
        request,
        kind=_kind(),
        form=AgreedForm(request.POST or None, viewer=person_of(request)),
        asking=asking,
        write=services.agree,
        then=lambda agreed: agreed_pages_of(agreed).url,
    )


@require_safe
def agreed(request: HttpRequest, agreed_id: uuid.UUID) -> HttpResponse:
    """Show what was agreed, and who gets it."""
    found = found_or_404(request, KIND, agreed_id)
    record_views.read(request, found)
    context = context_of(found, viewer=viewer_of(request), today=timezone.now().date())
    return render(request, "warnings/agreed.html", context | {"exercise": exercise_asked(request)})


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, agreed_id: uuid.UUID) -> HttpResponse:
    """Change what was agreed."""
    found = found_or_404(request, KIND, agreed_id)
    form: Any = partial(AgreedForm, viewer=person_of(request))
    return edit_page(request, found, agreed_pages_of(found), form=form, names=AGREED_FIELDS)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def recipients(request: HttpRequest, agreed_id: uuid.UUID) -> HttpResponse:
    """Ask who gets the message."""
    found, person = _writable(request, agreed_id), person_of(request)
    form = RecipientForm(request.POST or None, viewer=person)
    if form.is_valid():
        occasion = occasion_of(request, now=timezone.now())
        services.add_recipient(agreed=found, viewer=person, occasion=occasion, **form.cleaned_data)
        return redirect(request.path)
    pages = agreed_pages_of(found)
    rows = selectors.recipients_of(person, found)
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs, "recipients": rows}
    return render(request, "warnings/recipients.html", context)


@require_http_methods(FORM_METHODS)
def remove_recipient(request: HttpRequest, agreed_id: uuid.UUID, recipient_id: uuid.UUID) -> HttpResponse:
    """Take a recipient out of what was agreed."""
    found, person = found_or_404(request, KIND, agreed_id), person_of(request)
    recipient = selectors.recipient_for(person, agreed_id, recipient_id)
    if recipient is None:
        raise Http404
    if not is_writable(found, viewer=person):
        raise PermissionDenied
    pages, problem = agreed_pages_of(found), ""
    if request.method == "POST":
        act: dict[str, Any] = {"viewer": person, "occasion": occasion_of(request, now=timezone.now())}
        try:
            services.remove_recipient(recipient=recipient, row_version=version_of(request.POST), **act)
            return redirect(pages.url)
        except StaleRecordError as error:
            problem = _(str(error))
    known = dict(selectors.recipients_of(person, found)).get(recipient)
    context = {"pages": pages, "crumbs": pages.crumbs, "recipient": recipient, "contact": known}
    return render(request, "warnings/remove_recipient.html", context | {"problem": problem})


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def send(request: HttpRequest, agreed_id: uuid.UUID) -> HttpResponse:
    """Ask one thing: send this now?"""
    found, person, exercise = _writable(request, agreed_id), person_of(request), exercise_asked(request)
    now = timezone.now()
    form = SendForm(request.POST or None, initial={"place": place_as_typed(found.place)})
    form.fields["place"].required = not found.place
    if form.is_valid():
        try:
            sent = services.send_agreed(
                agreed=found,
                viewer=person,
                occasion=occasion_of(request, now=now),
                exercise=exercise,
                **form.cleaned_data,
            )
            messages.success(request, _("It is out. Ask a second person to review it within 30 minutes."))
            return redirect(pages_of(sent).url)
        except InputError as error:
            form.add_error(None, _(str(error)))
    if request.method != "POST":
        record_views.read(request, found)
    context = context_of(found, viewer=person, today=now_in(exercise, now).date()) | {
        "form": form,
        "exercise": exercise,
        "crumbs": agreed_pages_of(found).crumbs,
        "sent_before": list(
            selectors.sent_as(person, found, since=now - A_DAY).filter(exercise=exercise)[:3]
        ),
    }
    return render(request, "warnings/send.html", context)


def _writable(request: HttpRequest, agreed_id: uuid.UUID) -> Any:
    found = found_or_404(request, KIND, agreed_id)
    person = person_of(request)
    if person.is_service or not is_writable(found, viewer=person):
        raise PermissionDenied
    return found


def _kind() -> Any:
    return kind_called(KIND)
