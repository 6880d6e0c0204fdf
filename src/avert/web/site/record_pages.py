"""What the page of any record shows around its own content, and the pages on which records get their parts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import person_of
from avert.web.audit.occasions import Occasion
from avert.web.records import services
from avert.web.records import views as record_views
from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.records.pages import Pages, who_has_seen_url
from avert.web.records.parts import parts_of
from avert.web.records.routes import found_or_404, remove_route, share_routes
from avert.web.records.selectors import is_readable, is_writable, may_remove
from avert.web.records.words import place_name
from avert.web.records.writing_pages import FORM_METHODS
from avert.web.site.components import Fact
from avert.web.site.templatetags.site_parts import marking, own_name, value


def frame_of(record: Any, pages: Pages, *, viewer: Any) -> dict[str, Any]:
    """Return what the page of any record here shows to this viewer besides its own content."""
    names = Names(viewer)
    is_own = record.owner_id in names.own
    return {
        "crumbs": pages.crumbs[:-1],
        "pages": pages,
        "record": record,
        "kept": _kept(record, names),
        "is_own": is_own,
        "audience": names.list_of(sharing_of(record.audience_id)) if is_own else [],
        "is_writable": is_writable(record, viewer=viewer),
        "is_removable": may_remove(record, viewer=viewer),
        "who_has_seen_url": who_has_seen_url(record, viewer=viewer),
    }


def _kept(record: Any, names: Names) -> list[Fact]:
    who = own_name(names.person(record.created_by_id, record.owner_id))
    place = own_name(place_name(record.place)) if record.place else _("no particular place")
    return [
        Fact(_("Place"), place),
        Fact(_("Kept by"), own_name(names.organisation(record.owner_id))),
        Fact(_("Written by"), format_html("{}, {}", who, value(record.created_at.date()))),
        Fact(_("Marking"), marking(record.marking)),
    ]


@dataclass(frozen=True)
class PartAsking:
    """What a page that asks for a part says; ``row_version`` is that of one that exists already."""

    question: str
    button: str
    row_version: int = 0
    lead: str = ""
    is_removable: bool = False


def part_page(
    request: HttpRequest, *, whole: Any, pages: Pages, form: Form, asking: PartAsking, save: Callable[[], Any]
) -> HttpResponse:
    """Ask for a part of a record and save it; an InputError of ``save`` is said in the form."""
    if not is_writable(whole, viewer=person_of(request)):
        raise PermissionDenied
    if form.is_valid():
        try:
            save()
            return redirect(pages.url)
        except InputError as error:
            form.add_error(None, _(str(error)))
        except StaleRecordError:
            form.add_error(
                None, _("Someone else has changed it since. Look at it once more, then change it.")
            )
    context = {"form": form, "pages": pages, "crumbs": pages.crumbs, "asking": asking}
    return render(request, "site/part_of_record.html", context)


def add_page(
    request: HttpRequest, form: Form, *, question: str, around: Pages, write: Callable[..., Any]
) -> HttpResponse:
    """Ask for a part; ``write`` is a service that takes the form's fields by name, with viewer and occasion."""
    if form.is_valid():
        occasion = occasion_of(request, now=timezone.now())
        try:
            write(**form.cleaned_data, viewer=person_of(request), occasion=occasion)
            return redirect(around.url)
        except InputError as error:
            form.add_error(None, _(str(error)))
    context = {"form": form, "question": question, "pages": around, "crumbs": around.crumbs}
    return render(request, "site/add_part.html", context)


def whole_routes(kind: str, pages_of: Callable[[Any], Pages], *, under: str, name: str) -> list[URLPattern]:
    """Return ``share/``, ``history/`` and ``remove/`` of a kind whose parts are always for the same readers."""

    @sensitive_post_parameters()
    @require_http_methods(FORM_METHODS)
    def share(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
        """Ask who may see a record with all that is part of it."""
        found, person = found_or_404(request, kind, record_id), person_of(request)
        answer = record_views.share_page(request, found, pages_of(found))
        if answer.status_code == record_views.SHARED and is_readable(found, viewer=person):
            found, occasion = found_or_404(request, kind, record_id), occasion_of(request, now=timezone.now())
            share_parts_alike(whole=found, viewer=person, occasion=occasion)
        return answer

    _share, history = share_routes(kind, pages_of, under=under, name=name)
    return [
        path(f"{under}<uuid:record_id>/share/", share, name=f"{name}-share"),
        history,
        remove_route(kind, pages_of, under=under, name=name),
    ]


@transaction.atomic
def share_parts_alike(*, whole: Any, viewer: Person, occasion: Occasion) -> None:
    """Give what is part of a record to the readers that it has now: without its parts it would say nothing."""
    for part in parts_of(whole):
        if is_writable(part, viewer=viewer):
            services.share(
                record=part,
                row_version=part.row_version,
                sharing=sharing_of(whole.audience_id),
                marking=whole.marking,
                viewer=viewer,
                occasion=occasion,
            )
