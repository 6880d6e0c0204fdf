from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avert.errors import InputError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of
from avert.web.rates import costly
from avert.web.society.network import (
    connect_page,
    matrix_page,
    measures_page,
    network_page,
    reach_page,
    services,
    timeline_page,
)
from avert.web.society.network.asked import Asked
from avert.web.society.network.forms import PictureForm
from avert.web.society.pages import society_crumb, tabs
from avert.web.society.policy import organisations_kept_by


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """Draw who is linked with whom, with the same as a table."""
    asked = Asked.of(request, PictureForm)
    picture = network_page.picture_asked(asked)
    lines: Any = picture.lines
    page: Page[Any] = Paginator(lines, network_page.LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **network_page.context_of(asked, picture),
        "page": page,
        "table": network_page.table_of(picture, page.object_list, is_compared=asked.before is not None),
    }
    return answered(request, asked, "network", context)


@costly
@require_safe
def network_data(request: HttpRequest) -> HttpResponse:
    """Send the picture for the page's own script to draw."""
    asked = Asked.of(request, PictureForm)
    picture = network_page.picture_asked(asked)
    if len(picture.actors) > network_page.MOST_DRAWN:
        return JsonResponse({"error": _("More actors than can be drawn. Choose a place.")}, status=422)
    services.append_read(occasion=occasion_of(request, now=timezone.now()))
    return JsonResponse(network_page.data_of(picture))


@costly
@require_safe
def network_sheet(request: HttpRequest) -> HttpResponse:
    """Send the ties as comma-separated text to whoever keeps a network; others are refused."""
    asked = Asked.of(request, PictureForm)
    if not organisations_kept_by(asked.viewer):
        raise PermissionDenied
    return exported(request, network_page.sheet_of(network_page.picture_asked(asked)), "network.csv")


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show who is tied with whom, and hostility apart."""
    asked = Asked.of(request)
    network = asked.network
    found = asked.remembered.once(("matrix", asked.days), lambda: matrix_page.matrices_of(network))
    return answered(request, asked, "matrix", found)


@require_safe
def reach(request: HttpRequest) -> HttpResponse:
    """Show area by area whether a warning comes through and an answer back, and what is missing."""
    asked = Asked.of(request, reach_page.ReachForm)
    return answered(request, asked, "reach", reach_page.context_of(asked))


@costly
@require_safe
def reach_sheet(request: HttpRequest) -> HttpResponse:
    """Send the areas as comma-separated text."""
    content = reach_page.sheet_of(Asked.of(request, reach_page.ReachForm))
    return exported(request, content, "reach.csv")


@costly
@require_safe
def reach_map(request: HttpRequest) -> HttpResponse:
    """Send the map as a drawing; where none is drawn there is no such page."""
    content = reach_page.svg_of(Asked.of(request, reach_page.ReachForm))
    if content is None:
        raise Http404
    return exported(request, content, "reach.svg", media_type="image/svg+xml")


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Show when structures and ties began and ended."""
    asked = Asked.of(request)
    return answered(request, asked, "timeline", timeline_page.context_of(asked))


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Show the measures of the network, beside chance where that was studied."""
    asked = Asked.of(request)
    return answered(request, asked, "measures", measures_page.context_of(asked))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest) -> HttpResponse:
    """Say which few new ties would let the most warnings be heard and answered."""
    asked = Asked.of(request)
    form = connect_page.ConnectForm(request.POST or None, network=asked.network)
    if request.method == "POST" and form.is_valid() and connect_page.is_large(asked):
        return _begun(request, asked, "connect", connect_page.wanted_of(form), _("What to connect"))
    context = connect_page.context_of(asked, form, is_asked=request.method == "POST")
    return answered(request, asked, "connect", context)


@costly
@require_POST
def study(request: HttpRequest) -> HttpResponse:
    """Have the network compared with chance."""
    return _begun(request, Asked.of(request), "chance", {}, _("Beside chance"))


def _begun(request: HttpRequest, asked: Asked, kind: str, wanted: dict[str, Any], title: str) -> HttpResponse:
    try:
        services.begin_study(
            kind=kind,
            asked=wanted,
            title=title,
            network=asked.network,
            on=asked.on,
            viewer=person_of(request),
            occasion=occasion_of(request, now=timezone.now()),
            place=asked.place,
            exercise=asked.exercise,
        )
    except InputError as error:
        messages.error(request, str(error))
    page = {"chance": "society:measures", "connect": "society:connect"}[kind]
    return redirect(f"{reverse(page)}?{asked.query}")


def exported(
    request: HttpRequest, content: str, name: str, media_type: str = "text/csv; charset=utf-8; header=present"
) -> HttpResponse:
    """Write down that the network was taken out, and send it as a file."""
    services.append_export(occasion=occasion_of(request, now=timezone.now()))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def answered(request: HttpRequest, asked: Asked, name: str, context: dict[str, Any]) -> HttpResponse:
    """Write down that the network was read, and show one of its views."""
    services.append_read(occasion=occasion_of(request, now=timezone.now()))
    frame = {
        "asked": asked,
        "exercise": asked.exercise,
        "empty": network_page.nothing(asked),
        "crumbs": [society_crumb(asked.exercise_id)],
        "tabs": tabs(name, asked=asked.kept),
    }
    return render(request, f"society/network/{name}.html", {**frame, **context})
