from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from avert.web.accounts.selectors import person_of
from avert.web.today.selectors import waiting_for


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what needs the viewer now."""
    waiting = waiting_for(person_of(request), timezone.now())
    urgent = [each for each in waiting if each.is_urgent]
    return render(
        request, "today/today.html", {"urgent": urgent, "rest": [w for w in waiting if w not in urgent]}
    )
