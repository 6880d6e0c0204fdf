"""What has to be settled before anything else: one's own password, and a second step where one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from avert.web.access import refusal
from avert.web.accounts.models import Person
from avert.web.accounts.policy import needs_second_factor
from avert.web.accounts.second_factor import has_second_factor


@dataclass(frozen=True)
class Unsettled:
    """What is missing: the page where it is settled, and what a program is told."""

    route: str
    error: str
    message: str


PASSWORD = Unsettled(
    "accounts:change-password", "temporary-password", "Replace the one-time password on the site first."
)
SECOND_FACTOR = Unsettled(
    "accounts:add-second-factor",
    "second-factor-missing",
    "Set up the second step of log-in on the site first.",
)


def unsettled_by(person: Person) -> Unsettled | None:
    """Return what this person has to settle first."""
    if person.must_change_password:
        return PASSWORD
    if needs_second_factor(person) and not has_second_factor(person):
        return SECOND_FACTOR
    return None


class SettleFirstMiddleware(MiddlewareMixin):
    """Keeps whoever has something to settle at the page for it."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the request pass, or send the person to settle it."""
        if getattr(view_func, "is_usable_before_settling", False) or not isinstance(request.user, Person):
            return None
        missing = unsettled_by(request.user)
        if missing is None:
            return None
        if getattr(view_func, "is_for_programs", False):
            return refusal(403, missing.error, missing.message)
        return redirect(missing.route)
