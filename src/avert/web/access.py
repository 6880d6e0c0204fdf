"""Who may open a page at all: nobody without logging in, unless the page says otherwise.

A view says otherwise with a decorator. ``open_to_strangers`` is for what must work before logging in.
``reference_page`` is for public data and results computed from it: open only where the deployment has set
``public_reference``. ``for_programs`` opens nothing: it says that whoever may not read the view is told so in JSON,
because a program that is led to a log-in page takes it for data. What a person may see *within* a page is decided
by the selectors of its app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme

View = TypeVar("View", bound=Callable[..., Any])


def open_to_strangers(view: View) -> View:
    """Let anyone open the view, logged in or not."""
    return login_not_required(view)


def reference_page(view: View) -> View:
    """Let strangers open the view where the deployment publishes its reference pages."""
    view.is_reference_page = True  # type: ignore[attr-defined]
    return view


def for_programs(view: View) -> View:
    """Refuse strangers in JSON instead of leading them to a page."""
    view.is_for_programs = True  # type: ignore[attr-defined]
    return view


def refusal(status: int, error: str, message: str) -> JsonResponse:
    """Return what programs are told when something is refused or fails: always of this shape."""
    return JsonResponse({"status": status, "error": error, "message": message}, status=status)


def usable_with_temporary_password(view: View) -> View:
    """Let someone open the view before replacing the one-time password."""
    view.is_usable_with_temporary_password = True  # type: ignore[attr-defined]
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


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Sends strangers to the log-in page from every view that has not been opened."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the request pass, or send the stranger to log in."""
        if is_open_reference(view_func):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # the stubs know of redirects only
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Send the stranger to log in; tell a program that it has to."""
        if not getattr(view_func, "is_for_programs", False):
            return super().handle_no_permission(request, view_func)
        response = refusal(
            401, "not-logged-in", "Log in first: this deployment shows its figures to members."
        )
        response.headers["WWW-Authenticate"] = 'Session realm="Avert"'
        return response


class TemporaryPasswordMiddleware(MiddlewareMixin):
    """Keeps whoever still has a one-time password at the page that replaces it."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the request pass, or send the person to choose a password."""
        if not getattr(request.user, "must_change_password", False):
            return None
        if getattr(view_func, "is_usable_with_temporary_password", False):
            return None
        if getattr(view_func, "is_for_programs", False):
            return refusal(403, "temporary-password", "Replace the one-time password on the site first.")
        return redirect("accounts:change-password")
