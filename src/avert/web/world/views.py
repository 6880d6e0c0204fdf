from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from avert.errors import InputError, MissingDataError, UnknownPlaceError
from avert.places import search_places
from avert.web.access import reference_page
from avert.web.rates import costly
from avert.web.site.drawings import language, sheet
from avert.web.site.places import code_of
from avert.web.world import selectors
from avert.web.world.addresses import LONGEST_CODE, place_at, place_url
from avert.web.world.assessments_of_viewer import assessments_on
from avert.web.world.country_page import country_context, not_found_context
from avert.web.world.data_page import data_context
from avert.web.world.monthly_page import MonthlyAsked, monthly_context
from avert.web.world.notes_of_viewer import notes_found, notes_on, signals_on
from avert.web.world.response_of_viewer import response_on
from avert.web.world.search_page import found_for, places_by_region
from avert.web.world.structures_of_viewer import structures_on
from avert.web.world.world_page import Asked, world_context

FOR_EVER = "private, max-age=31536000, immutable"


@reference_page
@require_safe
def world(request: HttpRequest) -> HttpResponse:
    """Show the world by a measure: where it is highest, how sure that is, and what is not known."""
    asked = Asked.of(request.GET)
    try:
        table = selectors.world_of(asked.measure, asked.year)
    except InputError as error:
        raise Http404 from error
    except MissingDataError:
        return render(request, "world/nothing_loaded.html")
    return render(request, "world/world.html", world_context(table, asked))


@reference_page
@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything known of a place, and what is not."""
    try:
        place = place_at(code)
    except UnknownPlaceError:
        near = search_places(code[:LONGEST_CODE], 6, language())
        return render(request, "world/no_such_place.html", not_found_context(near), status=404)
    if code != code_of(place):
        return redirect(place_url(place))
    try:
        profile = selectors.profile_at(place)
    except MissingDataError:
        return render(request, "world/nothing_loaded.html")
    context = country_context(place, profile, now=timezone.now())
    mine = (assessments_on, structures_on, signals_on, notes_on, response_on)
    of_viewer = {name: part for on in mine for name, part in on(place, request).items()}
    return render(request, "world/country.html", context | of_viewer)


@reference_page
@require_safe
def monthly(request: HttpRequest) -> HttpResponse:
    """Show where one-sided violence is likely within 12 months, by how many it may kill."""
    issued = selectors.monthly_risk()
    if issued is None:
        return render(request, "world/no_monthly_risk.html")
    context = monthly_context(issued, MonthlyAsked.of(request.GET), now=timezone.now())
    return render(request, "world/monthly.html", context)


@reference_page
@costly
@require_safe
def monthly_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Send the whole ranking as a file."""
    issued = selectors.monthly_risk()
    if issued is None:
        raise Http404
    name = f"avert-monthly-risk-{issued.result.origin}.csv"
    return HttpResponse(
        issued.frames["risks"].write_csv(),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@reference_page
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show what pages are computed from, how fresh it is and how to cite it."""
    context = data_context(selectors.held(), selectors.loaded(), now=timezone.now())
    return render(request, "world/data.html", context)


@reference_page
@costly
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Lead to the one place that is meant, or list those that may be."""
    found = found_for(request.GET.get("q", ""))
    if found.exact:
        return redirect(place_url(found.exact))
    notes = notes_found(found.words, request)
    regions = [] if found.hits or notes else places_by_region()
    return render(request, "world/search.html", {"found": found, "regions": regions, "notes": notes})


@reference_page
@require_safe
def figure_sheet(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Give the style sheet of all figures, under a name that changes when it does."""
    text, current = sheet()
    if digest != current:
        raise Http404
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER})
