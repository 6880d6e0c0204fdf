from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.rates import costly
from avert.web.records import views as record_views
from avert.web.records.conflicts import version_of
from avert.web.records.kinds import kind_called
from avert.web.records.routes import found_or_404
from avert.web.records.selectors import may_remove, organisations_to_write_for
from avert.web.records.words import place_as_typed
from avert.web.records.writing_pages import FORM_METHODS, Asking, edit_page, new_page
from avert.web.site.components import Download, Empty
from avert.web.site.navigation import url_or_empty
from avert.web.site.record_pages import PartAsking, part_page
from avert.web.society.pages import pages_of, society_crumb, tabs
from avert.web.society.policy import organisations_kept_by
from avert.web.society.register import listing, selectors, services, sheet_rows, structure_page
from avert.web.society.register.forms import (
    FIELDS,
    ChangeStructureForm,
    FindForm,
    NewStructureForm,
    VoicesForm,
)
from avert.web.society.register.selectors import Wanted
from avert.web.society.selectors import stands_for

KIND = "society.structure"
ON_A_PAGE = 50


@require_safe
def structures(request: HttpRequest) -> HttpResponse:
    """List who works for peace, as far as the viewer may read it."""
    viewer, form, exercise = viewer_of(request), FindForm(request.GET), exercise_asked(request)
    key, wanted = exercise.pk if exercise else None, form.wanted
    found = selectors.wanted_for(viewer, wanted or Wanted(), exercise_id=key)
    page: Page[Any] = Paginator(found if wanted else found.none(), ON_A_PAGE).get_page(
        request.GET.get("page", 1)
    )
    services.append_list_read(occasion=occasion_of(request, now=timezone.now()))
    rows, today = list(page.object_list), now_in(exercise, timezone.now()).date()
    keeps = bool(organisations_kept_by(viewer))
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "exercise": exercise,
        "tabs": tabs("structures", asked=_asked(form, key)),
        "table": listing.table_of(rows, viewer=viewer, today=today) if rows else None,
        "empty": _nothing(is_narrowed=wanted != Wanted(), exercise_id=key),
        "may_write": organisations_to_write_for(viewer, _kind()).exists(),
        "import_url": "" if exercise else url_or_empty("society:imports"),
        "keeps": keeps,
        "asked": request.GET.urlencode(),
    }
    return render(request, "society/register/structures.html", context)


@costly
@require_safe
def sheet(request: HttpRequest, form: str) -> HttpResponse:
    """Send the structures of the organisations whose network the viewer keeps as a file; others are refused."""
    viewer, exercise, wanted = viewer_of(request), exercise_asked(request), FindForm(request.GET).wanted
    if not organisations_kept_by(viewer):
        raise PermissionDenied
    if wanted is None or form not in {"csv", "xlsx"}:
        raise Http404
    found = selectors.own_structures(viewer, wanted, exercise_id=exercise.pk if exercise else None)
    rows = sheet_rows.rows_of_file(found)
    services.append_list_export(occasion=occasion_of(request, now=timezone.now()))
    is_csv = form == "csv"
    content = sheet_rows.as_csv(rows) if is_csv else sheet_rows.as_xlsx(rows)
    headers = {"Content-Disposition": f'attachment; filename="avert-structures.{form}"'}
    media_type = sheet_rows.CSV if is_csv else sheet_rows.XLSX
    return HttpResponse(content, content_type=media_type, headers=headers)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask who else works for peace, and who may know."""
    exercise = exercise_asked(request)
    above = society_crumb(exercise.pk if exercise else None)
    asking = Asking(
        question=_("Who else works for peace?"),
        lead=_(
            "An organisation or a role, never a person’s name. What you do not know stays open: it is no “no”."
        ),
        button=_("List it"),
        back=above.url,
        crumbs=[above],
    )
    initial = {"place": place_as_typed(request.GET.get("place", "")[:100])}
    return new_page(
        request,
        kind=_kind(),
        form=NewStructureForm(request.POST or None, initial=initial),
        asking=asking,
        write=partial(services.add_structure, exercise=exercise),
        then=lambda made: pages_of(made).url,
    )


@require_safe
def structure(request: HttpRequest, structure_id: uuid.UUID) -> HttpResponse:
    """Show one structure; one that was merged leads to what it was merged into."""
    found, viewer = found_or_404(request, KIND, structure_id), viewer_of(request)
    if found.merged_into_id is not None:
        shown = stands_for(viewer, exercise_id=found.exercise_id)[found.pk]
        if shown != found.pk:
            return redirect("society:structure", shown)
    today = now_in(found.exercise, timezone.now()).date()
    context = structure_page.context_of(found, viewer=viewer, today=today)
    record_views.read(request, found)
    return render(request, "society/register/structure.html", context)


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, structure_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a structure."""
    found = found_or_404(request, KIND, structure_id)
    return edit_page(
        request,
        found,
        pages_of(found),
        form=ChangeStructureForm,
        names=FIELDS,
        change=services.change_structure,
    )


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def voices(request: HttpRequest, structure_id: uuid.UUID) -> HttpResponse:
    """Ask who has a seat, leads, speaks and decides."""
    found = found_or_404(request, KIND, structure_id)
    form = VoicesForm(request.POST or None, initial=VoicesForm.initial_of(found))
    asking = PartAsking(
        question=_("Who has a seat, and who leads, speaks and decides?"),
        lead=_("Having a seat is not speaking, and speaking is not deciding. Leave open what nobody asked."),
        button=_("Save"),
        row_version=found.row_version,
    )

    def save() -> Any:
        return services.change_structure(
            record=found,
            row_version=version_of(request.POST),
            fields=form.fields_said,
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
        )

    return part_page(request, whole=found, pages=pages_of(found), form=form, asking=asking, save=save)


@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, structure_id: uuid.UUID) -> HttpResponse:
    """Remove a structure for good; whoever asks for a receipt gets one that nobody here keeps."""
    found, person = found_or_404(request, KIND, structure_id), person_of(request)
    if not may_remove(found, viewer=person):
        raise PermissionDenied
    pages, problem = pages_of(found), ""
    if request.method == "POST":
        now = timezone.now()
        try:
            services.remove_structure(
                record=found,
                row_version=version_of(request.POST),
                viewer=person,
                occasion=occasion_of(request, now=now),
            )
            return _receipt(now) if request.POST.get("receipt") else redirect(pages.above)
        except (InputError, StaleRecordError) as error:
            problem = _(str(error))
    context = {"record": found, "pages": pages, "crumbs": pages.crumbs, "problem": problem}
    return render(request, "society/register/remove.html", context, status=409 if problem else 200)


def _receipt(now: Any) -> HttpResponse:
    said = _(
        "On {day} an entry was removed from a register of peace structures, with its history and its ties."
    )
    headers = {"Content-Disposition": 'attachment; filename="removed.txt"'}
    text = said.format(day=now.date().isoformat())
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", headers=headers)


def _kind() -> Any:
    return kind_called(KIND)


def _asked(form: FindForm, exercise_id: uuid.UUID | None) -> str:
    if exercise_id:
        return f"exercise={exercise_id}"
    place = form.cleaned_data.get("place", "") if form.is_valid() else ""
    return f"place={place}" if place else ""


def _nothing(*, is_narrowed: bool, exercise_id: uuid.UUID | None) -> Empty:
    if is_narrowed:
        everything = Download(_("Show all"), society_crumb(exercise_id).url)
        return Empty(_("No structure that you may read is like that"), action=everything)
    return Empty(
        _("No structures yet that you may read"),
        _(
            "Peace committees, councils, elders, faith bodies, women’s groups, offices that can decide: whoever "
            "already works for peace. Those of your organisation appear here, and those that others share with you."
        ),
        _("whoever knows the committees and councils of a district."),
    )
