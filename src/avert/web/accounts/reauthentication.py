"""Asking again who is there before a sensitive act: whoever finds an unlocked computer must not take the account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from avert.web.access import refusal

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
CONFIRMED = "accounts.confirmed"


def note_authentication(request: HttpRequest, *, now: dt.datetime) -> None:
    """Remember in the session that the person has just shown who they are."""
    request.session[CONFIRMED] = now.timestamp()


def is_recent(request: HttpRequest, *, now: dt.datetime) -> bool:
    """Say whether the person has shown who they are within the last minutes."""
    age = now.timestamp() - request.session.get(CONFIRMED, 0)
    return 0 <= age < settings.AVERT_RECENT_AUTHENTICATION.total_seconds()


def needs_recent_authentication(*, form: str = "") -> Callable[[View], View]:
    """Ask for the password or a code before the view, unless that was done within ten minutes.

    A page is asked for first and then shown. What was sent is never replayed: the person is led back to the page
    whose route is ``form``, given the same arguments as the view, or to the view's own address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def ask_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if is_recent(request, now=timezone.now()):
                return view(request, *args, **kwargs)
            if getattr(ask_first, "is_for_programs", False):  # said outside or inside of this
                return refusal(403, "not-confirmed", "Confirm on the site who you are, then send it again.")
            if request.method not in {"GET", "HEAD"}:
                messages.warning(
                    request, _("Nothing was changed yet. Confirm who you are, then send the form again.")
                )
            back = resolve_url(form, *args, **kwargs) if form else request.get_full_path()
            return redirect(f"{resolve_url('accounts:confirm')}?{urlencode({'next': back})}")

        return ask_first  # type: ignore[return-value]

    return decorate
