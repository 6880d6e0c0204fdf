"""Files that belong to a note. Each says for itself who may see it, never more than its note unless a lead decides."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.notes import selectors, services
from avert.web.notes.forms import AttachmentForm
from avert.web.notes.note_page import list_crumb, pages_of
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.pages import Pages
from avert.web.records.selectors import is_writable
from avert.web.records.services import append_export
from avert.web.uploads import download_response

FORM_METHODS = ("GET", "HEAD", "POST")


@costly
@require_http_methods(FORM_METHODS)
def attach(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Ask for a file that belongs to a note."""
    person, note = person_of(request), selectors.note_for(viewer_of(request), note_id)
    if note is None:
        raise Http404
    if not is_writable(note, viewer=person):
        raise PermissionDenied
    form, pages = AttachmentForm(request.POST or None, request.FILES or None), pages_of(note)
    if form.is_valid():
        file, occasion = form.cleaned_data["file"], occasion_of(request, now=timezone.now())
        services.add_attachment(note=note, file=file, viewer=person, occasion=occasion)
        for remark in file.notes:
            messages.info(request, _(remark))
        return redirect(pages.url)
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs}
    return render(request, "notes/attach.html", context)


@require_safe
def download(request: HttpRequest, attachment_id: uuid.UUID) -> HttpResponse:
    """Send a file to be kept."""
    found = _attachment_or_404(request, attachment_id)
    append_export(record=found, occasion=occasion_of(request, now=timezone.now()))
    return download_response(found)


@require_http_methods(FORM_METHODS)
def share(request: HttpRequest, attachment_id: uuid.UUID) -> HttpResponse:
    """Ask who may see a file."""
    found = _attachment_or_404(request, attachment_id)
    return record_views.share_page(request, found, _pages_of(request, found))


@require_safe
def history(request: HttpRequest, attachment_id: uuid.UUID) -> HttpResponse:
    """Show what was done to a file."""
    found = _attachment_or_404(request, attachment_id)
    return record_views.history_page(request, found, _pages_of(request, found))


@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, attachment_id: uuid.UUID) -> HttpResponse:
    """Remove a file for good."""
    found = _attachment_or_404(request, attachment_id)
    pages = _pages_of(request, found)
    return record_views.remove_page(request, found, pages, then=pages.url)


def _attachment_or_404(request: HttpRequest, attachment_id: uuid.UUID) -> Any:
    found = selectors.attachment_for(viewer_of(request), attachment_id)
    if found is None:
        raise Http404
    return found


def _pages_of(request: HttpRequest, attachment: Any) -> Pages:
    # A file that was made wider than its note may be all that someone sees of it.
    note, above = selectors.note_for(viewer_of(request), attachment.note_id), reverse("notes:notes")
    around = pages_of(note) if note else Pages("", above, above, (list_crumb(),))
    return Pages(attachment.name, around.url, above, around.crumbs)
