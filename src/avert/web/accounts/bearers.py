"""Requests that show an access token instead of having a session."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from avert.web.access import address_of, refusal
from avert.web.accounts import tokens
from avert.web.accounts.models import AccessToken
from avert.web.limits.purposes import Purpose
from avert.web.limits.selectors import is_exceeded
from avert.web.limits.services import note_failure

SCHEME = re.compile(r"bearer(?: +|$)", re.IGNORECASE)


class AccessTokenMiddleware(MiddlewareMixin):
    """Says who is there by the token in ``Authorization: Bearer``, on addresses for programs and nowhere else."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Let a good token stand for its person; refuse any other, with one answer for all causes."""
        said = request.headers.get("Authorization", "")
        scheme = SCHEME.match(said)
        if scheme is None or not getattr(view_func, "is_for_programs", False):
            return None
        now = timezone.now()
        token = tokens.good_token(said[scheme.end() :], now=now)
        if token is None:
            return _refused(address_of(request), now)
        _let_in(request, token)
        tokens.note_use(token=token, today=now.date())
        return None


def _let_in(request: HttpRequest, token: AccessToken) -> None:
    # A session that came along is someone else's matter: with a token there is none.
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.user = token.person
    request.avert_scopes = frozenset(token.scopes)  # type: ignore[attr-defined]


def _refused(address: str, now: dt.datetime) -> HttpResponseBase:
    # Only tries that fail are counted and held up: a good token costs one query.
    if is_exceeded(purpose=Purpose.API_TOKEN, key=address, now=now):
        return refusal(429, "too-many-tries", "Too many access tokens were not good. Wait a few minutes.")
    note_failure(purpose=Purpose.API_TOKEN, key=address, now=now)
    response = refusal(
        401,
        "invalid-token",
        "This access token is not good here. Make a new one on the site, or ask whoever gave it to you.",
    )
    response.headers["WWW-Authenticate"] = 'Bearer realm="Avert", error="invalid_token"'
    return response
