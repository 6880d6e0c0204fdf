"""The page of one's own account, in sections. Another app adds one by a line in ``AVERT_ACCOUNT_SECTIONS``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from avert.web.accounts.models import Person
from avert.web.accounts.second_factor import has_second_factor, recovery_codes_left
from avert.web.accounts.selectors import person_of
from avert.web.accounts.sessions import sessions_of
from avert.web.accounts.tokens import tokens_of

Text = str | Promise


@dataclass(frozen=True)
class Link:
    """Where something of the section is changed or seen."""

    label: Text
    url: str


@dataclass(frozen=True)
class Section:
    """One matter of an account: what holds, in a sentence, and where to change it."""

    title: Text
    text: Text
    links: Sequence[Link] = ()
    is_name: bool = False  # the text is a name, not to be translated


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show what the site knows of one's account."""
    viewer = person_of(request)
    kinds: list[Callable[[Person], Section | None]] = list(
        map(import_string, settings.AVERT_ACCOUNT_SECTIONS)
    )
    sections = [section for section in (kind(viewer) for kind in kinds) if section]
    return render(request, "accounts/account.html", {"sections": sections})


def name(viewer: Person) -> Section:
    """Say by which name others see the viewer."""
    return Section(_("Name"), viewer.get_full_name(), is_name=True)


def password(_viewer: Person) -> Section:
    """Say where the password is changed."""
    text = _("Changing it logs out your other devices.")
    return Section(
        _("Password"), text, [Link(_("Change your password"), resolve_url("accounts:change-password"))]
    )


def second_step(viewer: Person) -> Section:
    """Say whether a code is asked at log-in."""
    if has_second_factor(viewer):
        left = recovery_codes_left(viewer)
        text = ngettext(
            "Logging in takes a code from your app. %(left)d recovery code is left.",
            "Logging in takes a code from your app. %(left)d recovery codes are left.",
            left,
        ) % {"left": left}
        link = Link(_("Second step of log-in"), resolve_url("accounts:second-factor"))
    else:
        text = _(
            "Whoever learns your password can log in as you. A code from an app on your telephone prevents it."
        )
        link = Link(_("Set up a second step"), resolve_url("accounts:add-second-factor"))
    return Section(_("Second step"), text, [link])


def sessions(viewer: Person) -> Section:
    """Say on how many devices the viewer is logged in."""
    number = len(sessions_of(viewer=viewer, here="", now=timezone.now()))
    text = ngettext("You are logged in once.", "You are logged in %(number)d times.", number) % {
        "number": number
    }
    return Section(_("Devices"), text, [Link(_("Where am I logged in?"), resolve_url("accounts:sessions"))])


def programs(viewer: Person) -> Section:
    """Say how many programs act for the viewer."""
    number = tokens_of(viewer).filter(revoked_at=None, expires_at__gt=timezone.now()).count()
    text = ngettext("One program acts for you.", "%(number)d programs act for you.", number) % {
        "number": number
    }
    link = Link(_("Programs you have let in"), resolve_url("accounts:tokens"))
    return Section(_("Programs"), text if number else _("No program acts for you."), [link])
