from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.notes import listing, selectors, services
from avert.web.notes.forms import FIELDS, ChangeNoteForm, FindForm, NoteForm, as_typed
from avert.web.notes.note_page import context_of, list_crumb, pages_of
from avert.web.records import views as record_views
from avert.web.records.conflicts import is_unsettled, settled, version_of
from avert.web.records.forms import AudienceForm, unjudged
from avert.web.records.kinds import kind_called
from avert.web.records.policy import may_create
from avert.web.records.selectors import is_writable, organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.site.components import Download, Empty

KIND = "notes.note"
FORM_METHODS = ("GET", "HEAD", "POST")
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
    person = person_of(request)
    form = NoteForm(
        request.POST or None, initial={"place": place_as_typed(request.GET.get("place", "")[:100])}
    )
    audience = AudienceForm(request.POST or None, viewer=person, kind=_kind())
    place = record_views.place_typed(request)
    preview = record_views.preview_in(audience, viewer=person, place=place)
    if "show" in request.POST:
        return _new(request, unjudged(form), unjudged(audience), preview)
    if form.is_valid() and audience.is_valid():
        if may_create(person, _kind(), owner_id=audience.owner_id, place=form.cleaned_data["place"]):
            return redirect(pages_of(_written(request, form, audience)).url)
        form.add_error("place", _out_of_reach())
    return _new(request, form, audience, preview)


@require_safe
def note(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Show one note."""
    found = _note_or_404(request, note_id)
    context = context_of(found, viewer=viewer_of(request))
    record_views.read(request, found)
    return render(request, "notes/note.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Change what a note says."""
    person, found = person_of(request), _note_or_404(request, note_id)
    if not is_writable(found, viewer=person):
        raise PermissionDenied
    if request.method != "POST":
        record_views.read(request, found)
        return _edit(request, ChangeNoteForm(initial=as_typed(found)), found, found.row_version)
    typed = settled(request.POST, found, names=FIELDS, viewer=person)
    form, version = ChangeNoteForm(typed), version_of(typed)
    if not form.is_valid():
        return _edit(request, form, found, version)
    if is_unsettled(typed):
        base = version_of(typed, "base_version")
        return record_views.conflict_page(request, form, now=found, base_version=base, pages=pages_of(found))
    if not may_create(person, _kind(), owner_id=found.owner_id, place=form.cleaned_data["place"]):
        form.add_error("place", _out_of_reach())
        return _edit(request, form, found, version)
    return _changed(request, form, found, version)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def share(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Ask who may see a note."""
    found = _note_or_404(request, note_id)
    return record_views.share_page(request, found, pages_of(found))


@require_safe
def history(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Show what was done to a note."""
    found = _note_or_404(request, note_id)
    return record_views.history_page(request, found, pages_of(found))


@never_cache
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def source(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Ask who told what a note says, for the custodian alone."""
    found = _note_or_404(request, note_id)
    return record_views.seal_page(request, found, pages_of(found), names=SOURCE)


@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, note_id: uuid.UUID) -> HttpResponse:
    """Remove a note for good."""
    found = _note_or_404(request, note_id)
    return record_views.remove_page(request, found, pages_of(found))


def _kind() -> Any:
    return kind_called(KIND)


def _none(viewer: Any) -> Any:
    return selectors.notes_for(viewer).none()


def _note_or_404(request: HttpRequest, note_id: uuid.UUID) -> Any:
    found = selectors.note_for(viewer_of(request), note_id)
    if found is None:
        raise Http404
    return found


def _written(request: HttpRequest, form: NoteForm, audience: AudienceForm) -> Any:
    return services.write_note(
        owner_id=audience.owner_id,
        marking=audience.cleaned_data["marking"],
        sharing=audience.sharing,
        viewer=person_of(request),
        occasion=occasion_of(request, now=timezone.now()),
        **{name: form.cleaned_data[name] for name in FIELDS},
    )


def _changed(request: HttpRequest, form: ChangeNoteForm, found: Any, version: int) -> HttpResponse:
    try:
        services.change_note(
            note=found,
            row_version=version,
            fields={name: form.cleaned_data[name] for name in FIELDS},
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
            why=form.cleaned_data["why"],
        )
    except StaleRecordError:
        now = _note_or_404(request, found.pk)
        return record_views.conflict_page(request, form, now=now, base_version=version, pages=pages_of(now))
    return redirect(pages_of(found).url)


def _new(request: HttpRequest, form: NoteForm, audience: AudienceForm, preview: Any) -> HttpResponse:
    may_write = bool(audience.fields["owner"].choices)  # type: ignore[attr-defined]  # it is a choice
    context = {
        "crumbs": [list_crumb()],
        "form": form,
        "audience": audience,
        "preview": preview,
        "empty": None if may_write else _nobody_to_write_for(),
    }
    return render(request, "notes/new.html", context)


def _edit(request: HttpRequest, form: ChangeNoteForm, found: Any, version: int) -> HttpResponse:
    pages = pages_of(found)
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs, "row_version": version}
    return render(request, "notes/edit.html", context)


def _out_of_reach() -> str:
    return _("Your role does not reach this place. Choose one that it reaches.")


def _nobody_to_write_for() -> Empty:
    return Empty(
        _("You cannot write notes"),
        _("A note belongs to an organisation, and you write for none."),
        _("a lead of your organisation, who can make you an analyst."),
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
