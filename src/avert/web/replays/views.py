from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from avert.places import find_place
from avert.replays import Replay
from avert.web.access import reference_page
from avert.web.rates import costly
from avert.web.replays import selectors
from avert.web.replays.cases_page import cases_context
from avert.web.replays.forecast_page import forecast_context
from avert.web.replays.known_page import known_context
from avert.web.replays.known_sheet import known_sheet
from avert.web.replays.model_page import model_context
from avert.web.replays.readings_page import readings_context
from avert.web.replays.structures_page import structures_context
from avert.web.site.places import code_of


@reference_page
@require_safe
def replays(request: HttpRequest) -> HttpResponse:
    """List the cases that can be replayed."""
    return render(request, "replays/replays.html", cases_context(selectors.cases()))


@reference_page
@require_safe
def replay(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was known on a day, and nothing later."""
    whole = _replay_or_404(slug)
    day = selectors.day_in(whole, request.GET.get("on", ""))
    if day is None:
        span = {"first_day": whole.first_day, "last_day": whole.last_day}
        return render(request, "replays/no_such_day.html", span)
    known = selectors.known_on(whole, day)
    seen = known.seen
    parts = (
        readings_context(seen),
        structures_context(seen, day),
        model_context(seen, day),
        forecast_context(seen, day),
    )
    context = {name: shown for part in parts for name, shown in part.items()}
    return render(request, "replays/known.html", known_context(known) | context)


@reference_page
@costly
@require_safe
def known_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the same as a file."""
    whole = _replay_or_404(slug)
    day = selectors.day_in(whole, request.GET.get("on", ""))
    if day is None:
        raise Http404
    # Named by place and day: the replay's own name may tell later years.
    name = f"{code_of(find_place(whole.places[0]))}-known-{day}.csv"
    return HttpResponse(
        known_sheet(whole.as_of(day)),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _replay_or_404(slug: str) -> Replay:
    if found := selectors.replay_or_none(slug):
        return found
    raise Http404
