"""The page that lists one's sessions, and ending them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from avert.web.access import occasion_of
from avert.web.accounts import sessions as services
from avert.web.accounts.reauthentication import needs_recent_authentication
from avert.web.accounts.selectors import person_of


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is logged in."""
    here = request.session.session_key or ""
    lines = services.sessions_of(viewer=person_of(request), here=here, now=timezone.now())
    return render(request, "accounts/sessions.html", {"lines": lines, "has_others": len(lines) > 1})


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session."""
    occasion = occasion_of(request, now=timezone.now())
    if not services.end(person=person_of(request), session_id=_asked(request), occasion=occasion):
        raise Http404
    messages.success(request, _("The session is ended."))
    return redirect("accounts:sessions")


@require_POST
@needs_recent_authentication(form="accounts:sessions")
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    occasion = occasion_of(request, now=timezone.now())
    here = request.session.session_key or ""
    services.end_others(person=person_of(request), here=here, occasion=occasion)
    messages.success(request, _("All other sessions are ended."))
    return redirect("accounts:sessions")


def _asked(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("session", ""))
    except ValueError:
        raise Http404 from None
