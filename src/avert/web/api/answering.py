"""How addresses for programs answer: figures read only and with a tag, records never kept, failures in JSON."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt

from avert.errors import AvertError
from avert.web.access import Scopes, for_programs, reference_page, refusal, scopes_of
from avert.web.accounts.vocabulary import Scope
from avert.web.api.problems import not_found, problem_of
from avert.web.api.shelf import shelf_of
from avert.web.request_ids import request_id

View = Callable[..., HttpResponse]
FIGURES: Scopes = {"GET": frozenset({Scope.REFERENCE.value})}
ANY_TOKEN: Scopes = {"GET": frozenset()}
logger = logging.getLogger(__name__)


def answers_programs(view: View, scopes: Scopes = FIGURES) -> View:
    """Make a view an address for programs, closed like every reference page until the deployment opens it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse
        if request.method not in {"GET", "HEAD"}:
            response = refusal(405, "read-only", "Only GET and HEAD are answered here.")
            response.headers["Allow"] = "GET, HEAD"
            return response
        return _answered(request, _tagged, view, *args, **kwargs)

    return csrf_exempt(for_programs(reference_page(answer), scopes))  # nothing here is changed by a request


def answers_with_records(view: View, scopes: Scopes) -> View:
    """Make a view an address for records: nothing of it is kept on the way, and only a token writes.

    A session could be made to write by another site; a token is sent by nobody but the program that has it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} and scopes_of(request) is None:
            return refusal(
                403, "token-needed", "Writing takes an access token: make one under /account/tokens/."
            )
        return _answered(request, view, *args, **kwargs)

    return csrf_exempt(for_programs(answer, scopes))


def _answered(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    asked = request.method
    if asked == "HEAD":
        request.method = "GET"  # a head is that of the whole answer
    response = _caught(request, view, *args, **kwargs)
    request.method = asked  # by which the server leaves the body out
    if response.status_code == 405:
        allowed = response.headers["Allow"]
        response = refusal(405, "method-not-allowed", f"Only {allowed} is answered here.")
        response.headers["Allow"] = allowed
    # Django would write errors down once more, with the address, which may name a place.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Report a mistake of ours as Django does, without the address, and say so in JSON."""
    got_request_exception.send(sender=None, request=request)
    logger.error("An answer for programs failed.", exc_info=True)
    return refusal(500, "failed", f"Something went wrong here. It is written down as {request_id(request)}.")


def _caught(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except AvertError as error:
        return problem_of(error)
    except Http404:
        return not_found()
    except Exception:
        return failed(request)


def _tagged(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    tag = shelf_of(request).tag(request)
    # A tag is handed out with a full answer only, so whoever knows this one has it. "*" is not taken for one.
    known = [item.removeprefix("W/") for item in parse_etags(request.headers.get("If-None-Match", ""))]
    response = HttpResponseNotModified() if tag in known else view(request, *args, **kwargs)
    if response.status_code in {200, 304}:
        response.headers["ETag"] = tag
        who = "public" if settings.AVERT_PUBLIC_REFERENCE else "private"
        # Kept by the reader's program, and asked about every time: unlike a page, it is public data.
        response.headers["Cache-Control"] = f"{who}, no-cache"
    return response
