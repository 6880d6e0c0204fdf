from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from avert.web.accounts import belonging, deactivation, policy
from avert.web.accounts.selectors import person_of
from avert.web.people.asking import occasion_now, page_of
from avert.web.people.tables import accounts_table


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """Show every account to whoever runs the server."""
    viewer = person_of(request)
    if not policy.is_administrator(viewer):
        raise PermissionDenied
    page = page_of(request, belonging.all_accounts(viewer=viewer))
    return render(request, "people/accounts.html", {"page": page, "table": accounts_table(page, request)})


@require_POST
def deactivate(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Close an account."""
    try:
        return _set(
            request, person_id, deactivation.deactivate, _("The account is closed, and what it had open.")
        )
    except deactivation.LastAdministratorError as error:
        messages.error(request, str(error))
        return redirect("people:accounts")


@require_POST
def reactivate(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Open an account again."""
    return _set(request, person_id, deactivation.reactivate, _("The account is open again, with its roles."))


def _set(request: HttpRequest, person_id: uuid.UUID, change: Callable[..., None], said: str) -> HttpResponse:
    viewer = person_of(request)
    if not policy.is_administrator(viewer):
        raise PermissionDenied
    person = belonging.all_accounts(viewer=viewer).filter(pk=person_id).first()
    if person is None:
        raise Http404
    change(person=person, viewer=viewer, occasion=occasion_now(request))
    if person.pk != viewer.pk:
        messages.success(request, said)
    return redirect("people:accounts")
