"""Who may open a page at all: nobody without logging in, unless the page says otherwise.

A view says otherwise with a decorator. ``open_to_strangers`` is for what must work before logging in.
``reference_page`` is for public data and results computed from it: open only where the deployment has set
``public_reference``. ``for_programs`` opens nothing: it says that whoever may not read the view is told so in JSON,
because a program that is led to a log-in page takes it for data; and it alone lets access tokens in, as far as their
scopes go. What a person may see *within* a page is decided by the selectors of its app.

Who is at the door is known here too: ``occasion_of`` says it for the audit, and refusals are written down.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls.converters import UUIDConverter
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from avert.web.audit import services as audit
from avert.web.audit.occasions import ActorKind, Occasion
from avert.web.request_ids import request_id

View = TypeVar("View", bound=Callable[..., Any])
Scopes = Mapping[str, frozenset[str]]
"""What an access token must open, by method; one that is not named needs what GET needs."""


def open_to_strangers(view: View) -> View:
    """Let anyone open the view, logged in or not."""
    return login_not_required(view)


def reference_page(view: View) -> View:
    """Let strangers open the view where the deployment publishes its reference pages."""
    view.is_reference_page = True  # type: ignore[attr-defined]
    return view


def for_programs(view: View, scopes: Scopes | None = None) -> View:
    """Refuse strangers in JSON instead of leading them to a page, and let in tokens that have these scopes.

    Without ``scopes`` no token opens it.
    """
    view.is_for_programs = True  # type: ignore[attr-defined]
    view.token_scopes = scopes  # type: ignore[attr-defined]
    return view


def scopes_of(request: HttpRequest) -> frozenset[str] | None:
    """Return what the access token of this request opens; None where it shows none."""
    return getattr(request, "avert_scopes", None)


def refusal(status: int, error: str, message: str) -> JsonResponse:
    """Return what programs are told when something is refused or fails: always of this shape."""
    return JsonResponse({"status": status, "error": error, "message": message}, status=status)


def usable_before_settling(view: View) -> View:
    """Let someone open the view who has something to settle first: a one-time password, a second step to set up."""
    view.is_usable_before_settling = True  # type: ignore[attr-defined]
    return view


def is_open_reference(view: Callable[..., Any]) -> bool:
    """Say whether a stranger may read this reference page here."""
    return bool(settings.AVERT_PUBLIC_REFERENCE and getattr(view, "is_reference_page", False))


def own_address_or_home(request: HttpRequest, target: str) -> str:
    """Return where a form asked to go next, unless that is another site."""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else resolve_url("site:home")


def address_of(request: HttpRequest) -> str:
    """Return where the request comes from: what the proxy in front says, where the site has one.

    Of IPv6, the network of 64 bits: a visitor may take any address in it, a new one for every try.
    """
    # Only the last entry is the proxy's own word; those before it are whatever the visitor sent.
    forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", maxsplit=1)[-1].strip()
    is_behind_proxy = settings.SECURE_PROXY_SSL_HEADER is not None
    said = forwarded if is_behind_proxy and forwarded else str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    return said if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def occasion_of(request: HttpRequest, *, now: dt.datetime, person: Any = None) -> Occasion:
    """Return who acts in this request and when; ``person`` is for one who is only now logging in."""
    actor: Any = person or request.user
    if not actor.is_authenticated:
        return Occasion(now, ActorKind.STRANGER, request_id=request_id(request))
    # Whoever belongs to several organisations acts for one of them only where the service says which.
    memberships = list(actor.memberships.values_list("organisation_id", flat=True)[:2])
    organisation = memberships[0] if len(memberships) == 1 else None
    kind = ActorKind.SERVICE if actor.is_service else ActorKind.PERSON
    return Occasion(now, kind, actor.pk, organisation, request_id(request))


def _refused_by_scope(request: HttpRequest, view: Callable[..., Any]) -> JsonResponse | None:
    opened, scopes = scopes_of(request), getattr(view, "token_scopes", None)
    if opened is None:
        return None
    needed = scopes.get(request.method, scopes["GET"]) if scopes else None
    if needed is not None and needed <= opened:
        return None
    named = " ".join(sorted(needed or ()))
    response = refusal(
        403,
        "insufficient-scope",
        f"This access token does not open this; it takes one for: {named or 'nothing'}.",
    )
    response.headers["WWW-Authenticate"] = (
        f'Bearer realm="Avert", error="insufficient_scope", scope="{named}"'
    )
    return response


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Sends strangers to the log-in page from every view that has not been opened, and records refusals."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the request pass, or send the stranger to log in."""
        request.avert_is_inside = True  # type: ignore[attr-defined]  # not reached by a form that has expired
        if is_open_reference(view_func):
            return None
        return _refused_by_scope(request, view_func) or super().process_view(
            request, view_func, view_args, view_kwargs
        )

    def handle_no_permission(  # type: ignore[override]  # the stubs know of redirects only
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Send the stranger to log in; tell a program that it has to."""
        if not getattr(view_func, "is_for_programs", False):
            return super().handle_no_permission(request, view_func)
        response = refusal(
            401, "not-logged-in", "Log in first: this deployment shows its figures to members."
        )
        response.headers["WWW-Authenticate"] = 'Session realm="Avert", Bearer realm="Avert"'
        return response

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Write down that a policy refused something to someone who is logged in."""
        if response.status_code == 403 and getattr(request, "avert_is_inside", False):
            self._record_denial(request)
        return response

    def _record_denial(self, request: HttpRequest) -> None:
        if not request.user.is_authenticated or request.resolver_match is None:
            return
        # The route and an id, never the address itself: that may hold a word or a place.
        kwargs = map(str, request.resolver_match.kwargs.values())
        ids = [value for value in kwargs if re.fullmatch(UUIDConverter.regex, value)]
        audit.append_denial(
            occasion=occasion_of(request, now=timezone.now()),
            object_kind=f"page:{request.resolver_match.view_name}".lower(),
            object_id=ids[0] if ids else "",
        )
