from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.notes import listing, selectors, services
from avert.web.notes.forms import FIELDS, ChangeNoteForm, FindForm, NoteForm
from avert.web.notes.note_page import context_of, list_crumb, pages_of
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Download, Empty

KIND = "notes.note"
SOURCE = ("source_name", "source_contact", "source_notes")


@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """List the notes that the viewer may read."""
    viewer, form = viewer_of(request), FindForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else None
    found = (
        selectors.notes_for(viewer, place=asked["place"], words=asked["words"]) if asked else _none(viewer)
    )
    page, sort = listing.page_of(found, asked=request.GET.get("sort", ""), number=request.GET.get("page", 1))
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    rows = list(page.object_list)
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "table": listing.table_of(rows, sort=sort, viewer=viewer) if rows else None,
        "empty": _nothing(is_narrowed=form.has_changed()),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
    }
    return render(request, "notes/notes.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what someone knows of a place, and who may see it."""
    place = place_as_typed(request.GET.get("place", "")[:100])
    return new_page(
        request,
        kind=_kind(),
        form=NoteForm(request.POST or None, initial={"place": place}),
        asking=_asking(),
        write=services.write_note,
        then=lambda note: pages_of(note).url,
    )


@require_safe
def note(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Show one note."""
    found = found_or_404(request, KIND, note_id)
    context = context_of(found, viewer=viewer_of(request))
    record_views.read(request, found)
    return render(request, "notes/note.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Change what a note says."""
    found = found_or_404(request, KIND, note_id)
    return edit_page(request, found, pages_of(found), form=ChangeNoteForm, names=FIELDS)


@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def source(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Ask who told what a note says, for the custodian alone."""
    found = found_or_404(request, KIND, note_id)
    return record_views.seal_page(request, found, pages_of(found), names=SOURCE)


def _kind() -> Any:
    return kind_called(KIND)


def _none(viewer: Any) -> Any:
    return selectors.notes_for(viewer).none()


def _asking() -> Asking:
    above = list_crumb()
    return Asking(
        question=_("What do you know, and who may see it?"),
        lead=_("A note is seen by nobody but your own organisation until you choose otherwise."),
        button=_("Save the note"),
        back=above.url,
        crumbs=[above],
    )


def _nothing(*, is_narrowed: bool) -> Empty:
    if is_narrowed:
        everything = Download(_("Show all notes"), list_crumb().url)
        return Empty(_("No note that you may read is like that"), action=everything)
    return Empty(
        _("No notes that you may read"),
        _(
            "A note is what someone knows, heard or asks about a place. "
            "Those of your organisation appear here, and those that others share with you."
        ),
    )
