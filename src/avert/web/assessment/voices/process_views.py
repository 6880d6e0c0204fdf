"""Pages of assessment processes, and of requests to connect to one."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment.forms import FindForm
from avert.web.assessment.pages import list_tabs, uuid_or_none
from avert.web.assessment.selectors import assessment_for
from avert.web.assessment.voices import process_page, selectors, services
from avert.web.assessment.voices.forms import (
    CONNECTION_FIELDS,
    PROCESS_FIELDS,
    AnswerForm,
    ChangeConnectForm,
    ChangeProcessForm,
    NewConnectForm,
    ProcessForm,
)
from avert.web.assessment.voices.pages import pages_of_connection, pages_of_process, processes_crumb
from avert.web.assessment.voices.views import remove_page
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.naming import name_in
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Empty
from avert.web.site.record_pages import add_page

PROCESS, CONNECTION = "assessment.process", "assessment.connection"
ON_A_PAGE = 50


@require_safe
def processes(request: HttpRequest) -> HttpResponse:
    """List who assesses what again and again, as far as the viewer may read it."""
    viewer, form, now = viewer_of(request), FindForm(request.GET), timezone.now()
    place = form.cleaned_data["place"] if form.is_valid() else None
    found = selectors.processes_for(viewer, place=place or "")
    rows = found.order_by("place", "title", "pk") if place is not None else found.none()
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", 1))
    services.append_processes_read(occasion=occasion_of(request, now=now))
    listed = list(page.object_list)
    context = {
        "form": form,
        "page": page,
        "tabs": list_tabs("processes"),
        "table": process_page.table_of(listed, viewer=viewer, today=now.date()) if listed else None,
        "empty": _nothing(is_narrowed=form.has_changed()),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "assessment/voices/processes.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new_process(request: HttpRequest) -> HttpResponse:
    """Ask who assesses what, how often, and who may know of it."""
    key, above = uuid_or_none(request.GET.get("assessment", "")), processes_crumb()
    about = assessment_for(viewer_of(request), key) if key else None
    initial = {"place": request.GET.get("place", "")[:100]}
    if about is not None:
        initial = {
            "title": about.title,
            "level": about.level,
            "place": about.place,
            "next_on": about.review_on,
        }
    initial["place"] = place_as_typed(initial["place"])
    asking = Asking(
        question=_("Who assesses what, again and again?"),
        lead=_(
            "Tell more of it than of the assessments themselves, so that others connect to what exists instead of "
            "asking the same people anew."
        ),
        button=_("Tell of it"),
        back=above.url,
        crumbs=[above],
    )
    return new_page(
        request,
        kind=_kind(),
        form=ProcessForm(request.POST or None, initial=initial),
        asking=asking,
        write=partial(services.announce, assessment=about),
        then=lambda made: pages_of_process(made).url,
    )


@require_safe
def process(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show one process, and who asked to connect to it."""
    found = found_or_404(request, PROCESS, record_id)
    context = process_page.context_of(found, viewer=viewer_of(request), today=timezone.now().date())
    record_views.read(request, found)
    return render(request, "assessment/voices/process.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_process(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what a process says."""
    found = found_or_404(request, PROCESS, record_id)
    return edit_page(request, found, pages_of_process(found), form=ChangeProcessForm, names=PROCESS_FIELDS)


@require_http_methods(FORM_METHODS)
def remove_process(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Remove a process, unless somebody asked to connect to it."""
    found = found_or_404(request, PROCESS, record_id)
    return remove_page(request, found, pages_of_process(found))


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def connect(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask whoever keeps a process whether one may connect to it."""
    found, person = found_or_404(request, PROCESS, record_id), person_of(request)
    owners = [(str(one.pk), name_in(one.name)) for one in selectors.may_ask_for(person, found)]
    if not owners:
        raise PermissionDenied
    form = NewConnectForm(request.POST or None, owners=owners)
    if form.is_valid():
        occasion = occasion_of(request, now=timezone.now())
        try:
            made = services.ask_to_connect(
                process=found, viewer=person, occasion=occasion, **form.cleaned_data
            )
            return redirect(pages_of_connection(made).url)
        except InputError as error:
            form.add_error(None, _(str(error)))
    pages = pages_of_process(found)
    return render(
        request, "assessment/voices/connect.html", {"form": form, "pages": pages, "crumbs": pages.crumbs}
    )


@require_safe
def connection(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show a request to connect, and what was answered."""
    found = found_or_404(request, CONNECTION, record_id)
    context = process_page.connection_context(found, viewer=viewer_of(request))
    record_views.read(request, found)
    return render(request, "assessment/voices/connection.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit_connection(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change what a request says."""
    found = found_or_404(request, CONNECTION, record_id)
    pages = pages_of_connection(found)
    return edit_page(request, found, pages, form=ChangeConnectForm, names=CONNECTION_FIELDS)


@require_http_methods(FORM_METHODS)
def remove_connection(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Take a request back, unless it was answered."""
    found = found_or_404(request, CONNECTION, record_id)
    return remove_page(request, found, pages_of_connection(found))


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask whether they may connect."""
    found, form = found_or_404(request, CONNECTION, record_id), AnswerForm(request.POST or None)
    if not process_page.may_answer(found, viewer=person_of(request)):
        raise PermissionDenied
    write = partial(services.answer_connection, connection=found)
    around = pages_of_connection(found)
    return add_page(
        request, form, question=_("May they connect to our assessment?"), around=around, write=write
    )


def _kind() -> Any:
    return kind_called(PROCESS)


def _nothing(*, is_narrowed: bool) -> Empty:
    if is_narrowed:
        return Empty(_("No process that you may read is about this place"))
    return Empty(
        _("No processes that you may read"),
        _(
            "A process says that somebody assesses a place again and again: how, how often, and what of it can be "
            "shared. Others ask to connect to it instead of asking the same people anew."
        ),
    )
