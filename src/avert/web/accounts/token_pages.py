"""The pages of one's own access tokens."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avert.web.access import occasion_of
from avert.web.accounts import tokens as services
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.accounts.selectors import person_of
from avert.web.accounts.token_forms import TokenForm


@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """Show which programs one has let in."""
    person, now = person_of(request), timezone.now()
    services.append_list_read(person=person, owner_id=None, occasion=occasion_of(request, now=now))
    return render(request, "accounts/tokens.html", {"tokens": services.tokens_of(person), "now": now})


@needs_recent_authentication()
@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    """Ask what a token is for, make it and show it, once."""
    form = TokenForm(request.POST or None)
    back = resolve_url("accounts:tokens")
    if not form.is_valid():
        return render(request, "accounts/new_token.html", {"form": form, "back": back})
    occasion = occasion_of(request, now=timezone.now())
    token, secret = services.make_token(person=person_of(request), occasion=occasion, **form.wanted())
    # Not after a redirect: what it would have to be kept in until then is the database.
    return render(request, "accounts/token_shown.html", {"token": token, "secret": secret, "back": back})


@require_POST
def revoke(request: HttpRequest, token_id: uuid.UUID) -> HttpResponse:
    """End a token."""
    token = services.tokens_of(person_of(request)).filter(pk=token_id).first()
    if token is None:
        raise Http404
    services.revoke_token(token=token, occasion=occasion_of(request, now=timezone.now()))
    messages.success(request, _("The token is revoked. Whatever used it is shut out."))
    return redirect("accounts:tokens")
