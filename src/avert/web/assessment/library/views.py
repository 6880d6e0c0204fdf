from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from avert.errors import StoreError, UnknownPlaceError
from avert.places import Place
from avert.web.access import reference_page
from avert.web.assessment.library import selectors, sheets
from avert.web.assessment.library.framework_page import Chosen, framework_context
from avert.web.assessment.library.frameworks_page import frameworks_context
from avert.web.assessment.library.lenses_page import lenses_context
from avert.web.assessment.library.selectors import Whole
from avert.web.rates import costly
from avert.web.site.places import code_of

View = Callable[..., HttpResponse]
CSV = "text/csv; charset=utf-8; header=present"


def _where_readable(view: View) -> View:
    """Say that a file of the deployment's own is broken, instead of failing on every page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except StoreError:
            return render(request, "assessment/library/unreadable.html", status=503)

    return answer


@reference_page
@require_safe
@_where_readable
def frameworks(request: HttpRequest) -> HttpResponse:
    """List the frameworks that assessments can use."""
    place, _is_unknown = _place(request)
    return render(
        request, "assessment/library/frameworks.html", frameworks_context(selectors.frameworks_here(), place)
    )


@reference_page
@require_safe
@_where_readable
def framework(request: HttpRequest, framework_id: str) -> HttpResponse:
    """Show what a framework asks and, of a place, what datasets say of it."""
    whole = _whole_or_404(framework_id)
    place, is_unknown = _place(request)
    found = selectors.measured_in(whole.framework, place) if place else {}
    context = framework_context(whole, Chosen.of(request.GET, whole), place, found)
    return render(request, "assessment/library/framework.html", context | {"is_unknown_place": is_unknown})


@reference_page
@require_safe
@_where_readable
def lenses(request: HttpRequest) -> HttpResponse:
    """Set two lenses, or two frameworks, beside each other."""
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    context = lenses_context(selectors.frameworks_here(), selectors.sides(first, second), first, second)
    return render(request, "assessment/library/lenses.html", context)


@reference_page
@costly
@require_safe
@_where_readable
def indicators_file(request: HttpRequest, framework_id: str) -> HttpResponse:  # noqa: ARG001  Django passes it
    """Send the indicators of a framework as a file."""
    whole = _whole_or_404(framework_id)
    return _file(sheets.indicator_sheet(whole), framework_id)


@reference_page
@costly
@require_safe
@_where_readable
def measured_file(request: HttpRequest, framework_id: str) -> HttpResponse:
    """Send what datasets say of a place as a file."""
    whole = _whole_or_404(framework_id)
    place, _is_unknown = _place(request)
    if place is None:
        raise Http404
    found = selectors.measured_in(whole.framework, place)
    return _file(sheets.measured_sheet(whole, place, found), f"{framework_id}-{code_of(place)}")


def _whole_or_404(id_: str) -> Whole:
    if whole := selectors.framework_or_none(id_):
        return whole
    raise Http404


def _place(request: HttpRequest) -> tuple[Place | None, bool]:
    """Return the place that was asked for, and whether one was that is unknown."""
    words = request.GET.get("place", "").strip()
    try:
        return (selectors.place_asked(words), False) if words else (None, False)
    except UnknownPlaceError:
        return None, True


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(text, content_type=CSV, headers=headers)
