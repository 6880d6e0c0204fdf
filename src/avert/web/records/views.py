"""The pages that every kind of record has. A kind's own views find the record and hand it over."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.records import selectors, services
from avert.web.records.conflicts import conflict_of, version_of
from avert.web.records.forms import AudienceForm, PlaceField, ShareForm, unjudged
from avert.web.records.histories import changes_of
from avert.web.records.kinds import kind_called, parent_kind
from avert.web.records.pages import Pages
from avert.web.records.previews import Preview, preview_of, wider_warning
from avert.web.sealing.errors import NoCustodianError
from avert.web.sealing.forms import SealForm
from avert.web.sealing.selectors import sealed_fields_of

CHANGES_ON_A_PAGE = 20
SHARED = 302


@sensitive_post_parameters()
@require_POST
def who_would_see(request: HttpRequest) -> HttpResponse:
    """Answer a form that is being filled in: who would see the record, as part of its page."""
    person, kind = person_of(request), kind_called(request.POST.get("about_kind", ""))
    if kind is None:
        raise Http404
    record, parent = (
        _asked_about(request, name, of)
        for name, of in (("about_record", kind), ("about_parent", parent_kind(kind)))
    )
    if record and not selectors.is_writable(record, viewer=person):
        raise PermissionDenied
    form = AudienceForm(request.POST, viewer=person, kind=kind, record=record, parent=parent)
    preview = preview_in(form, viewer=person, place=place_typed(request, record or parent))
    return render(request, "records/parts/who_would_see.html", {"preview": preview})


def preview_in(form: AudienceForm, *, viewer: Any, place: str | None) -> Preview | None:
    """Return who would see what a form describes; None where it cannot be said yet."""
    if place is None or (form.is_bound and not form.is_valid()):
        return None
    if form.is_bound:
        return preview_of(form.plan(place), viewer=viewer, now=form.record)
    first = AudienceForm(
        _as_opened(form), viewer=viewer, kind=form.kind, record=form.record, parent=form.parent
    )
    return preview_in(first, viewer=viewer, place=place)


def place_typed(request: HttpRequest, lies_with: Any = None) -> str | None:
    """Return the place in a form by key, else that of the record it is about; None for a place nobody knows."""
    if "place" not in request.POST:
        return lies_with.place if lies_with else ""
    field = PlaceField(required=False)
    try:
        return field.clean(request.POST["place"])
    except ValidationError:
        return None


def share_page(
    request: HttpRequest, record: Any, pages: Pages, *, share: Callable[..., Any] = services.share
) -> HttpResponse:
    """Ask for whom a record is from now on; ``share`` is the records' own where a kind has no rules besides."""
    person, status = person_of(request), 200
    if not selectors.is_writable(record, viewer=person):
        raise PermissionDenied
    form = ShareForm(request.POST or None, viewer=person, record=record)
    preview, is_asking = preview_in(form, viewer=person, place=record.place), "show" in request.POST
    if form.is_valid() and not is_asking:
        status = _share(request, form, record, share)
    if status == SHARED:
        # Whoever marks another's record TLP:RED may have shut herself out.
        return redirect(pages.url if selectors.is_readable(record, viewer=person) else pages.above)
    if not form.is_bound:
        read(request, record)
    context = {
        "preview": preview,
        "audience": unjudged(form) if is_asking else form,
        "record": record,
        "pages": pages,
        "crumbs": pages.crumbs,
    }
    return render(request, "records/share.html", context, status=status)


def history_page(request: HttpRequest, record: Any, pages: Pages) -> HttpResponse:
    """Show what was done to a record."""
    viewer = viewer_of(request)
    revisions = selectors.history_of(record, viewer=viewer)
    page = Paginator(revisions, CHANGES_ON_A_PAGE).get_page(request.GET.get("page", 1))
    changes = changes_of(record, page.object_list, viewer=viewer)
    read(request, record)
    is_own = record.owner_id in selectors.own_organisations(viewer)
    context = {"pages": pages, "crumbs": pages.crumbs, "page": page, "changes": changes, "is_own": is_own}
    return render(request, "records/history.html", context)


@sensitive_variables("form")
def seal_page(request: HttpRequest, record: Any, pages: Pages, *, names: Sequence[str]) -> HttpResponse:
    """Ask for what would identify someone, and seal it; what is sealed already is not shown."""
    person = person_of(request)
    if not selectors.is_writable(record, viewer=person):
        raise PermissionDenied
    form, has_custodian = SealForm(names, request.POST or None), True
    if form.is_valid():
        occasion = occasion_of(request, now=timezone.now())
        try:
            services.seal(record=record, values=form.cleaned_data, viewer=person, occasion=occasion)
            return redirect(pages.url)
        except NoCustodianError:
            has_custodian = False
    sealed = sealed_fields_of(record_id=record.pk, viewer=person)
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs, "sealed": sealed, "record": record}
    return render(request, "records/seal.html", context | {"has_custodian": has_custodian})


def remove_page(request: HttpRequest, record: Any, pages: Pages, *, then: str = "") -> HttpResponse:
    """Ask once more, then remove a record with all its parts."""
    person = person_of(request)
    if not selectors.may_remove(record, viewer=person):
        raise PermissionDenied
    status = 200
    if request.method == "POST":
        version, occasion = version_of(request.POST), occasion_of(request, now=timezone.now())
        try:
            services.remove(record=record, row_version=version, viewer=person, occasion=occasion)
            return redirect(then or pages.above)
        except StaleRecordError:
            status = 409
    context = {"pages": pages, "crumbs": pages.crumbs, "record": record, "is_stale": status == 409}
    return render(request, "records/remove.html", context, status=status)


def conflict_page(
    request: HttpRequest, form: Form, *, now: Any, base_version: int, pages: Pages
) -> HttpResponse:
    """Show what two people made of the same record, and let the second one decide."""
    conflict = conflict_of(form, now=now, base_version=base_version, viewer=viewer_of(request))
    context = {"conflict": conflict, "pages": pages, "crumbs": pages.crumbs}
    return render(request, "records/conflict.html", context, status=409)


def read(request: HttpRequest, record: Any) -> None:
    """Write down that a record was opened."""
    services.append_read(record=record, occasion=occasion_of(request, now=timezone.now()))


def _share(request: HttpRequest, form: ShareForm, record: Any, share: Callable[..., Any]) -> int:
    try:
        share(
            record=record,
            row_version=version_of(request.POST),
            sharing=form.sharing,
            marking=form.cleaned_data["marking"],
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
            why=form.cleaned_data["why"],
            may_be_wider=form.cleaned_data.get("may_be_wider", False),
        )
    except StaleRecordError:
        form.add_error(
            None, _("Someone else has changed it since. Compare with who sees it now, then save again.")
        )
        return 409
    except services.WiderThanParentError:
        form.add_error("may_be_wider" if "may_be_wider" in form.fields else None, wider_warning())
        return 200
    except InputError as error:
        form.add_error(None, _(str(error)))
        return 200
    return SHARED


def _asked_about(request: HttpRequest, name: str, kind: Any) -> Any:
    asked = request.POST.get(name, "")
    if not asked or kind is None:
        return None
    try:
        found = selectors.readable_by(viewer_of(request), kind).filter(pk=uuid.UUID(asked)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _as_opened(form: AudienceForm) -> dict[str, Any]:
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
