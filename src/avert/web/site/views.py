from __future__ import annotations

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    HttpResponseServerError,
)
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from avert.web.access import open_to_strangers, own_address_or_home, usable_before_settling
from avert.web.accounts.selectors import viewer_of
from avert.web.request_ids import request_id
from avert.web.site import styleguide as samples
from avert.web.site.appearance import APPEARANCES, COOKIE, COOKIE_AGE
from avert.web.site.navigation import entries


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Begin with the first word that has a page; say so where none has."""
    first = next(iter(entries(request)), None)
    return redirect(first.url) if first else render(request, "site/home.html")


@open_to_strangers
@usable_before_settling
@require_POST
def set_appearance(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the system's choice, and go back."""
    response = HttpResponseRedirect(own_address_or_home(request, request.POST.get("next", "")))
    chosen = request.POST.get("appearance", "")
    if chosen in APPEARANCES:
        response.set_cookie(
            COOKIE, chosen, max_age=COOKIE_AGE, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


@open_to_strangers
@usable_before_settling
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, and go back."""
    return django_set_language(request)


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, to whoever builds the pages."""
    if not (settings.AVERT_DEVELOPMENT and viewer_of(request).is_staff):
        raise Http404
    return render(request, "site/styleguide.html", samples.everything(request))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django passes it
    """Say that a form has to be sent again."""
    return render(request, "site/form_expired.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the site made a mistake, and under which id it is written down."""
    page = get_template("500.html").render(
        {"request_id": request_id(request)}
    )  # without a request: it may be the cause
    return HttpResponseServerError(page)
