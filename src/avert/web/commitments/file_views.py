from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from avert.commitments import Word, item_of, write_calendar
from avert.handling import Marking
from avert.web.access import occasion_of
from avert.web.commitments import services
from avert.web.commitments.asked import Asked
from avert.web.commitments.listing import sheet_of
from avert.web.rates import costly

CARRIES = Marking.CLEAR  # phones show a calendar locked, and providers read it
DONE = frozenset({Word.KEPT, Word.KEPT_LATE})


@costly
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Send the dates of commitments for a calendar, which learns no more than that there is a date."""
    asked = Asked.of(request)
    items = [item_of(line.promise, is_done=line.status.word in DONE) for line in asked.lines]
    content = write_calendar(
        [item for item in items if item],
        timezone.now(),
        carries=CARRIES,
        neutral_title=_("A date to look up"),
    )
    return _exported(request, content, "text/calendar; charset=utf-8", "dates.ics")


@costly
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Send the list as comma-separated text."""
    content = sheet_of(Asked.of(request).lines).encode()
    return _exported(request, content, "text/csv; charset=utf-8; header=present", "commitments.csv")


def _exported(request: HttpRequest, content: bytes, content_type: str, name: str) -> HttpResponse:
    services.append_export(occasion=occasion_of(request, now=timezone.now()))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
