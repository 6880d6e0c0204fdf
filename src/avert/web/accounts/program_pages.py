"""The pages of an organisation's programs, for whoever leads it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avert.web.access import occasion_of
from avert.web.accounts import programs as services
from avert.web.accounts import tokens as access_tokens
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.program_rows import rows_of
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.accounts.selectors import person_of
from avert.web.accounts.token_forms import ServiceAccountForm, TokenForm


@require_GET
def programs(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Show which programs act for the organisation, and with which tokens."""
    organisation, now = _led(request, organisation_id), timezone.now()
    occasion = occasion_of(request, now=now)
    access_tokens.append_list_read(person=None, owner_id=organisation_id, occasion=occasion)
    context = {"organisation_id": organisation_id, "programs": rows_of(services.programs_of(organisation))}
    return render(request, "accounts/programs.html", context | {"now": now})


@needs_recent_authentication()
@require_http_methods(["GET", "POST"])
def new_program(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Ask what a program is called and may do, and let it join."""
    organisation, now = _led(request, organisation_id), timezone.now()
    form = ServiceAccountForm(request.POST or None, today=now.date())
    back = resolve_url("programs:programs", organisation_id)
    if not form.is_valid():
        return render(request, "accounts/new_program.html", {"form": form, "back": back})
    services.create_service_account(
        organisation=organisation, occasion=occasion_of(request, now=now), **form.wanted()
    )
    messages.success(request, _("The program belongs to the organisation. Now make a token for it."))
    return redirect(back)


@needs_recent_authentication()
@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest, organisation_id: uuid.UUID, program_id: uuid.UUID) -> HttpResponse:
    """Ask what a program's token is for, make it and show it, once."""
    program = _program(request, organisation_id, program_id)
    form = TokenForm(request.POST or None)
    context = {"program": program, "back": resolve_url("programs:programs", organisation_id)}
    if not form.is_valid():
        return render(request, "accounts/new_token.html", context | {"form": form})
    occasion = occasion_of(request, now=timezone.now())
    token, secret = access_tokens.make_token(person=program, occasion=occasion, **form.wanted())
    return render(request, "accounts/token_shown.html", context | {"token": token, "secret": secret})


@require_POST
def revoke(
    request: HttpRequest, organisation_id: uuid.UUID, program_id: uuid.UUID, token_id: uuid.UUID
) -> HttpResponse:
    """End a program's token."""
    token = (
        access_tokens.tokens_of(_program(request, organisation_id, program_id)).filter(pk=token_id).first()
    )
    if token is None:
        raise Http404
    access_tokens.revoke_token(token=token, occasion=occasion_of(request, now=timezone.now()))
    messages.success(request, _("The token is revoked. Whatever used it is shut out."))
    return redirect("programs:programs", organisation_id)


@require_POST
def end(request: HttpRequest, organisation_id: uuid.UUID, program_id: uuid.UUID) -> HttpResponse:
    """End a program with its tokens."""
    program, occasion = (
        _program(request, organisation_id, program_id),
        occasion_of(request, now=timezone.now()),
    )
    services.end_service_account(
        program=program, organisation=_led(request, organisation_id), occasion=occasion
    )
    messages.success(request, _("The program is ended, with its tokens. What it wrote stays."))
    return redirect("programs:programs", organisation_id)


def _led(request: HttpRequest, organisation_id: uuid.UUID) -> Organisation:
    organisation = services.organisation_led_by(person_of(request), organisation_id)
    if organisation is None:
        raise Http404  # the same for what is not there and for what is not the viewer's to know
    return organisation


def _program(request: HttpRequest, organisation_id: uuid.UUID, program_id: uuid.UUID) -> Person:
    program = services.programs_of(_led(request, organisation_id)).filter(pk=program_id).first()
    if program is None:
        raise Http404
    return program
