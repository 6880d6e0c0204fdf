from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from avert.errors import UnknownPlaceError
from avert.places import search_places
from avert.web.access import reference_page
from avert.web.rates import costly
from avert.web.site.drawings import language
from avert.web.site.places import code_of
from avert.web.world.addresses import LONGEST_CODE, place_at
from avert.web.world.country_page import not_found_context
from avert.web.world.forecasts import models_page, selectors, sheets
from avert.web.world.forecasts.place_page import place_context
from avert.web.world.forecasts.ranking_page import Asked, ranking_context
from avert.web.world.forecasts.words import TOTAL, TYPES

CSV = "text/csv; charset=utf-8; header=present"


@reference_page
@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """Rank countries by how likely a number of deaths is in the months to come."""
    issued = selectors.forecast()
    if issued is None:
        return render(request, "forecasts/no_forecast.html")
    context = ranking_context(issued, Asked.of(request.GET), now=timezone.now())
    return render(request, "forecasts/ranking.html", context)


@reference_page
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the months to come may bring in one country, and what earlier forecasts of it were worth."""
    try:
        found = place_at(code)
    except UnknownPlaceError:
        near = search_places(code[:LONGEST_CODE], 6, language())
        return render(request, "world/no_such_place.html", not_found_context(near), status=404)
    if code != code_of(found):
        return redirect("forecast-of-place", code_of(found))
    kind = request.GET.get("type", TOTAL)
    context = place_context(found, selectors.forecast(), kind if kind in TYPES else TOTAL, now=timezone.now())
    return render(request, "forecasts/place.html", context)


@reference_page
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """Say how good forecasts of deaths are, from years that the models had not seen."""
    asked = models_page.Asked.of(request.GET)
    return render(
        request, "forecasts/models.html", models_page.models_context(selectors.evaluations(), asked)
    )


@reference_page
@costly
@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Give a part of these pages as a file."""
    found = sheets.sheet_of(part, request.GET)
    if found is None:
        raise Http404
    name, text = found
    return HttpResponse(
        text, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}.csv"'}
    )
