"""Who may open a page at all: nobody without logging in, unless the page says otherwise.

A view says otherwise with a decorator. ``open_to_strangers`` is for what must work before logging in.
``reference_page`` is for public data and results computed from it: open only where the deployment has set
``public_reference``. What a person may see *within* a page is decided by the selectors of its app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
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
        return redirect("accounts:change-password")
