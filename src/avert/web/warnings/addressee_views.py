"""To whom a warning goes: added, changed and taken out while it is a draft."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from avert.errors import InputError, StaleRecordError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.records.conflicts import version_of
from avert.web.records.routes import found_or_404
from avert.web.records.writing_pages import FORM_METHODS
from avert.web.warnings import selectors, services
from avert.web.warnings.addressee_form import AddresseeForm
from avert.web.warnings.warning_page import may, pages_of

NAMES = (
    "role", "organisation", "contact", "level", "is_at_risk", "can_do", "asked", "zone", "acknowledge_by",
    "decide_by", "act_by", "ladder",
)  # fmt: skip


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Ask who can act, and what is asked of them by when."""
    found, viewer = _draft(request, warning_id), person_of(request)
    before = selectors.addressees_for(viewer, found).last()
    form = AddresseeForm(
        request.POST or None, viewer=viewer, initial={"zone": before.zone if before else "UTC"}
    )
    if form.is_valid():
        occasion = occasion_of(request, now=timezone.now())
        try:
            services.add_addressee(warning=found, viewer=viewer, occasion=occasion, **form.cleaned_data)
            return redirect(pages_of(found).url)
        except InputError as error:
            form.add_error(None, _(str(error)))
    return _page(request, found, form, "warnings/addressee.html")


@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID) -> HttpResponse:
    """Change what is asked of an addressee."""
    found, viewer = _addressee(request, warning_id, addressee_id), person_of(request)
    form = AddresseeForm(
        request.POST or None, viewer=viewer, initial={name: getattr(found, name) for name in NAMES}
    )
    if form.is_valid():
        act: dict[str, Any] = {"viewer": viewer, "occasion": occasion_of(request, now=timezone.now())}
        try:
            services.change_addressee(
                addressee=found, row_version=version_of(request.POST), fields=form.cleaned_data, **act
            )
            return redirect(pages_of(found.warning).url)
        except (InputError, StaleRecordError) as error:
            form.add_error(None, _(str(error)))
    return _page(request, found.warning, form, "warnings/addressee.html", addressee=found)


@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID) -> HttpResponse:
    """Take an addressee out of a draft."""
    found, problem = _addressee(request, warning_id, addressee_id), ""
    if request.method == "POST":
        act: dict[str, Any] = {
            "viewer": person_of(request),
            "occasion": occasion_of(request, now=timezone.now()),
        }
        try:
            services.remove_addressee(addressee=found, row_version=version_of(request.POST), **act)
            return redirect(pages_of(found.warning).url)
        except StaleRecordError as error:
            problem = _(str(error))
    return _page(
        request, found.warning, None, "warnings/remove_addressee.html", addressee=found, problem=problem
    )


def _draft(request: HttpRequest, warning_id: uuid.UUID) -> Any:
    found = found_or_404(request, "warnings.warning", warning_id)
    if not may(found, viewer_of(request))["edit"]:
        raise PermissionDenied
    return found


def _addressee(request: HttpRequest, warning_id: uuid.UUID, addressee_id: uuid.UUID) -> Any:
    found = selectors.addressee_for(viewer_of(request), warning_id, addressee_id)
    if found is None:
        raise Http404
    if not may(found.warning, viewer_of(request))["edit"]:
        raise PermissionDenied
    return found


def _page(request: HttpRequest, warning: Any, form: Any, template: str, **more: Any) -> HttpResponse:
    pages = pages_of(warning)
    context = {"form": form, "warning": warning, "pages": pages, "crumbs": pages.crumbs, **more}
    return render(request, template, context)
