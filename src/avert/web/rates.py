"""How much one person, or one address of strangers, may ask of a server process.

Counted per process, before a page is sought; files that never change are not counted. A view that computes, writes a
document or searches says so with ``costly``, and is given less often.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from avert.web.access import address_of, refusal
from avert.web.buckets import Buckets

View = TypeVar("View", bound=Callable[..., Any])
# Of this process alone: without it, all addresses there are could be tried against a digest.
_KEY = secrets.token_bytes(32)
ORDINARY, COSTLY = "ordinary", "costly"


def costly(view: View) -> View:
    """Give the view less often: it computes, writes a document or searches."""
    view.is_costly = True  # type: ignore[attr-defined]
    return view


class RatesMiddleware:
    """Refuses what is too much at once (413) or too often (429)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._buckets = {name: Buckets(*numbers) for name, numbers in settings.AVERT_RATES.items()}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, unless it is too much."""
        # A body of unknown length is read as empty, so what is declared is what there is.
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdecimal() and int(declared) > settings.AVERT_MOST_BYTES_SENT:
            return _too_large(request)
        return self._refused(ORDINARY, request) or self._get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Count what is costly a second time."""
        return self._refused(COSTLY, request) if getattr(view_func, "is_costly", False) else None

    def _refused(self, bucket: str, request: HttpRequest) -> HttpResponse | None:
        wait = self._buckets[bucket].take(_who(request), time.monotonic())
        return _too_often(request, math.ceil(wait)) if wait else None


def _who(request: HttpRequest) -> str:
    # An office shares one address, so whoever is logged in is counted alone.
    return f"person:{request.user.pk}" if request.user.is_authenticated else digest_of(address_of(request))


def digest_of(address: str) -> str:
    """Return what stands for an address within this process."""
    return hashlib.blake2b(address.encode(), key=_KEY, digest_size=16).hexdigest()


def _too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    response: HttpResponse
    if _is_for_programs(request):
        response = refusal(429, "too-often", "This was asked too often. Wait as long as Retry-After says.")
    else:
        lead = _("Nothing was done. Wait a few seconds and try once more.")
        response = _page(429, _("This was too often in a short time"), lead)
    response.headers["Retry-After"] = str(seconds)
    return response


def _too_large(request: HttpRequest) -> HttpResponse:
    if _is_for_programs(request):
        return refusal(413, "too-large", "This is more than is taken at once. Send less.")
    lead = _("Nothing was saved. A file may have 10 MB; hand in a smaller one.")
    return _page(413, _("What you sent is too large"), lead)


def _is_for_programs(request: HttpRequest) -> bool:
    try:
        return bool(getattr(resolve(request.path_info).func, "is_for_programs", False))
    except Resolver404:
        return False


def _page(status: int, title: str, lead: str) -> HttpResponse:
    # Without the frame of the other pages: it would ask the database, which is what is being spared.
    return HttpResponse(get_template("refused.html").render({"title": title, "lead": lead}), status=status)
