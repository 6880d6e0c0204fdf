from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avert.assessment.editions import compare as compared
from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.policy import leads
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.assessment.editions import edition_page, mismatch_page, pages, selectors, services
from avert.web.assessment.editions.forms import ALL, FreezeForm, NoteForm
from avert.web.assessment.pages import uuid_or_none
from avert.web.exercises.selectors import now_in
from avert.web.rates import costly
from avert.web.records import services as records
from avert.web.records import views as record_views
from avert.web.records.kinds import kind_called
from avert.web.records.naming import Names
from avert.web.records.routes import found_or_404
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import writes_for_in
from avert.web.records.writing_pages import FORM_METHODS, edit_page

ASSESSMENT, EDITION = "assessment.assessment", "assessment.edition"


@require_safe
def editions(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """List the editions of an assessment."""
    found, viewer = found_or_404(request, ASSESSMENT, assessment_id), viewer_of(request)
    may = _writes_for(found, viewer) is not None
    records.append_list_read(kind=_kind(), occasion=occasion_of(request, now=timezone.now()))
    context = pages.list_context(found, viewer=viewer, may_freeze=may)
    return render(request, "assessment/editions/editions.html", context)


@costly
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def freeze(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask for whom an assessment is frozen, and show what such an edition would hold."""
    found, person = found_or_404(request, ASSESSMENT, assessment_id), person_of(request)
    owner_id, everybody = _writes_for(found, person), services.everybody_in(found)
    if owner_id is None:
        raise PermissionDenied
    others = pages.other_choices(Names(person), set(everybody.organisations - {owner_id}))
    form = FreezeForm(request.POST or None, others=others)
    sharing = _sharing(form.cleaned_data["readers"], everybody) if form.is_valid() else Sharing()
    act: Any = {"assessment": found, "viewer": person, "sharing": sharing}
    now, is_asking = timezone.now(), "show" in request.POST
    if form.is_valid() and not is_asking:
        note, occasion = form.cleaned_data["note"], occasion_of(request, now=now)
        try:
            made = services.freeze(note=note, occasion=occasion, **act)
            return redirect(pages.pages_of_edition(made).url)
        except InputError as error:
            form.add_error(None, _(str(error)))
    context = pages.freeze_context(found, services.contents_now(now=now, **act), viewer=person)
    return render(request, "assessment/editions/freeze.html", context | {"form": form})


@require_safe
def edition(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show one edition, checked anew."""
    found = found_or_404(request, EDITION, record_id)
    number = request.GET.get("page", "1")
    context = edition_page.edition_context(found, viewer=viewer_of(request), number=number)
    record_views.read(request, found)
    return render(request, "assessment/editions/edition.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Change the note of an edition; nothing else of it ever changes."""
    found = found_or_404(request, EDITION, record_id)
    return edit_page(request, found, pages.pages_of_edition(found), form=NoteForm, names=("note",))


@require_safe
def signature(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show who signed an edition and how that is checked."""
    found, viewer = found_or_404(request, EDITION, record_id), viewer_of(request)
    record_views.read(request, found)
    context = pages.signature_context(found, viewer=viewer, may_replace=leads(viewer, found.owner_id))
    return render(request, "assessment/editions/signature.html", context)


@needs_recent_authentication(form="assessment:edition-signature")
@require_POST
def replace_key(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Replace the key with which the organisation of an edition signs."""
    found, person = found_or_404(request, EDITION, record_id), person_of(request)
    services.replace_key(
        organisation_id=found.owner_id,
        fingerprint=request.POST.get("fingerprint", ""),
        viewer=person,
        occasion=occasion_of(request, now=timezone.now()),
    )
    return redirect("assessment:edition-signature", found.pk)


@costly
@require_safe
def file(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Send an edition as the file that can be checked anywhere."""
    found = found_or_404(request, EDITION, record_id)
    records.append_export(record=found, occasion=occasion_of(request, now=timezone.now()))
    name = pages.file_name(found)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(found.document.encode("utf-8"), content_type="application/json", headers=headers)


@costly
@require_safe
def compare(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show what changed between an edition and another, or what stands now."""
    found, viewer = found_or_404(request, EDITION, record_id), viewer_of(request)
    one = selectors.checked(found).edition
    asked = request.GET.get("with", "")
    other_row = _other(viewer, found, asked) if asked else None
    if other_row is None:
        # What stands now is only for those who still read the assessment; an edition stays with whoever has it.
        found_or_404(request, ASSESSMENT, found.assessment_id)
    as_of = now_in(found.assessment.exercise, timezone.now())
    other = (
        selectors.checked(other_row).edition
        if other_row
        else selectors.as_it_stands(viewer, found, found.assessment, as_of)
    )
    if one is None or other is None:
        # What does not verify cannot be compared; its own page says so loudly.
        return redirect(pages.pages_of_edition(found if one is None else other_row).url)
    for row in (found, other_row):
        if row is not None:
            record_views.read(request, row)
    before, after = sorted((one, other), key=lambda each: each.standing.as_of)
    what = pages.title_of(other_row) if other_row else _("what stands now")
    context = edition_page.compare_context(
        found,
        compared(before, after),
        viewer=viewer,
        with_what=what,
        number=request.GET.get("page", "1"),
    )
    return render(request, "assessment/editions/compare.html", context)


@costly
@require_safe
def mismatch(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Show where what matters in a conflict and what we do about it do not meet."""
    found = found_or_404(request, ASSESSMENT, assessment_id)
    context = mismatch_page.context_of(found, viewer=viewer_of(request), real_now=timezone.now())
    for read in context.pop("read"):
        record_views.read(request, read)
    return render(request, "assessment/editions/mismatch.html", context)


def _other(viewer: Any, found: Any, asked: str) -> Any:
    other = selectors.edition_for(viewer, key) if (key := uuid_or_none(asked)) else None
    if other is None or other.assessment_id != found.assessment_id:
        raise Http404
    return other


def _sharing(readers: list[str], everybody: Sharing) -> Sharing:
    if ALL in readers:
        return everybody
    return Sharing(organisations=frozenset(map(uuid.UUID, readers)))


def _writes_for(assessment: Any, viewer: Any) -> uuid.UUID | None:
    return writes_for_in(viewer, assessment, _kind())


def _kind() -> Any:
    return kind_called(EDITION)
