from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avert.errors import InputError, StaleRecordError
from avert.society.imports import structure_template, tie_template
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import is_writable
from avert.web.records.services import append_export, append_list_read
from avert.web.records.writing_pages import FORM_METHODS, Asking, new_page
from avert.web.site.components import Empty
from avert.web.society.imports import duplicates, duplicates_page, file_page, merging, selectors, services
from avert.web.society.imports.forms import DecisionForm, FileForm
from avert.web.society.imports.planning import plan_of
from avert.web.society.pages import pages_of, society_crumb

KIND = "society.importfile"
CSV = "text/csv; charset=utf-8; header=present"


@dataclass(frozen=True)
class AskingForFile(Asking):
    """What the page says that asks for a file, with the files that wait: their names and where they are."""

    waiting: Sequence[tuple[str, str]] = ()


@costly
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def imports(request: HttpRequest) -> HttpResponse:
    """Ask for a file of what others know, and for whom what it says will be."""
    person = person_of(request)
    above = society_crumb()
    waiting = [(one.name, file_page.pages_of(one).url) for one in selectors.files_waiting(person)[:20]]
    asking = AskingForFile(
        question=_("What do others know already?"),
        lead=_(
            "Nothing is taken in yet: the next page shows what would be new, and what is wrong with which row."
        ),
        button=_("Look at the file"),
        back=above.url,
        crumbs=[above],
        waiting=waiting,
    )
    return new_page(
        request,
        kind=_kind(),
        form=FileForm(request.POST or None, request.FILES or None),
        asking=asking,
        write=services.keep_file,
        then=lambda file: file_page.pages_of(file).url,
        template="society/imports/imports.html",
    )


@costly
@require_http_methods(FORM_METHODS)
def file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Show what taking in a file would do, and take it in."""
    found, person = found_or_404(request, KIND, file_id), person_of(request)
    if not is_writable(found, viewer=person):
        raise PermissionDenied
    pages = file_page.pages_of(found)
    try:
        reading = services.reading_of(found, viewer=person)
        if request.method == "POST":
            return _taken_in(request, found, reading.rows_read)
        context = file_page.context_of(found, reading, plan_of(reading, found, viewer=person))
    except InputError as error:
        context = {"unreadable": _(str(error))}
    record_views.read(request, found)
    context |= {"crumbs": pages.crumbs[:2], "pages": pages, "job": selectors.job_of(found, viewer=person)}
    return render(request, "society/imports/file.html", context)


@costly
@require_safe
def problems(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Send what is wrong with which row."""
    found, person = found_or_404(request, KIND, file_id), person_of(request)
    append_export(record=found, occasion=occasion_of(request, now=timezone.now()))
    sheet = file_page.messages_sheet(services.reading_of(found, viewer=person))
    return _sent(sheet, "messages.csv")


@require_safe
def template(_request: HttpRequest, of: str) -> HttpResponse:
    """Send an empty table of structures or of ties to fill in."""
    return _sent(structure_template() if of == "structures" else tie_template(), f"{of}.csv")


@costly
@require_safe
def suggested(request: HttpRequest) -> HttpResponse:
    """Show which structures may be the same."""
    viewer = viewer_of(request)
    append_list_read(kind=_structures(), occasion=occasion_of(request, now=timezone.now()))
    nothing = Empty(
        _("No two look the same"),
        _("Structures that your organisation keeps are compared by all their names, across scripts."),
    )
    return render(
        request, "society/imports/duplicates.html", duplicates_page.context_of(viewer) | {"empty": nothing}
    )


@sensitive_post_parameters()
@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Write down what a person says of two structures."""
    form, person = DecisionForm(request.POST), person_of(request)
    if not form.is_valid():
        raise Http404
    one, other = (_to_change(request, form.cleaned_data[name]) for name in ("one", "other"))
    occasion = occasion_of(request, now=timezone.now())
    try:
        if form.cleaned_data["answer"] == DecisionForm.NOT_SAME:
            merging.say_not_same(one=one, other=other, viewer=person, occasion=occasion)
            messages.success(request, _("You will not be asked about these two again."))
        else:
            kept, gone = (one, other) if form.cleaned_data["answer"] == "one" else (other, one)
            merging.merge(record=gone, into=kept, viewer=person, occasion=occasion)
            messages.success(request, _("They are shown as one. It can be taken back below."))
    except (InputError, StaleRecordError) as error:
        messages.error(request, _(str(error)))
    return redirect("society:duplicates")


@require_http_methods(FORM_METHODS)
def undo(request: HttpRequest, structure_id: uuid.UUID) -> HttpResponse:
    """Ask whether a structure should stand for itself again."""
    found = _to_change(request, structure_id)
    if found.merged_into_id is None:
        return redirect(pages_of(found).url)
    if request.method == "POST":
        occasion = occasion_of(request, now=timezone.now())
        try:
            merging.undo_merge(record=found, viewer=person_of(request), occasion=occasion)
            messages.success(request, _("It stands for itself again, with all that was written of it."))
        except (InputError, StaleRecordError) as error:
            messages.error(request, _(str(error)))
        return redirect(pages_of(found).url)
    context = {"pages": pages_of(found), "crumbs": [society_crumb(), duplicates_page.crumb()]}
    return render(request, "society/imports/undo.html", context)


def _taken_in(request: HttpRequest, found: Any, rows: int) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    try:
        if rows > services.AT_ONCE:
            services.take_in_later(file=found, viewer=person, now=now)
            messages.success(request, _("It is being taken in. This page shows how far it is."))
            return redirect(file_page.pages_of(found).url)
        done = services.take_in(file=found, viewer=person, occasion=occasion_of(request, now=now))
    except (InputError, StaleRecordError) as error:
        messages.error(request, _(str(error)))
        return redirect(file_page.pages_of(found).url)
    messages.success(request, file_page.taken_in(done))
    return redirect(society_crumb().url)


def _to_change(request: HttpRequest, structure_id: uuid.UUID) -> Any:
    found = duplicates.structure_to_change(viewer_of(request), structure_id)
    if found is None:
        raise Http404
    return found


def _kind() -> Any:
    return kind_called(KIND)


def _structures() -> Any:
    return kind_called("society.structure")


def _sent(content: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CSV, headers=headers)
