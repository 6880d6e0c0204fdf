"""The site with views that make every kind of mistake, each with CANARY in what it says."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from avert.errors import StoreError
from avert.web.access import open_to_strangers
from avert.web.api.answering import answers_programs

CANARY = "CANARY"
foreign = logging.getLogger("someone.else")


def speak(_request: HttpRequest) -> HttpResponse:
    foreign.error(f"It said {CANARY}")
    foreign.error("It said %s and %d", CANARY, 7)
    foreign.error("It said %(what)s", {"what": CANARY})
    foreign.error("It said %s" % CANARY)  # noqa: UP031
    foreign.error(ValueError(CANARY))
    foreign.error("It said %d", CANARY)
    foreign.error("stack", stack_info=True)
    try:
        raise_value_error(_request)
    except ValueError as error:
        foreign.exception(error)
    return HttpResponse("spoken")


def raise_value_error(_request: HttpRequest) -> HttpResponse:
    witness = CANARY
    try:
        int(witness)
    except ValueError as error:
        error.add_note(CANARY)
        raise ValueError({"witness": witness}) from error


def raise_in_the_database(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE seen (name text UNIQUE)")
        cursor.executemany("INSERT INTO seen VALUES (%s)", [[CANARY], [CANARY]])
    return HttpResponse()


def raise_in_a_template(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string("{% now CANARY %}{% CANARY %}").render({}))


def raise_in_a_thread(_request: HttpRequest) -> HttpResponse:
    thread = threading.Thread(target=raise_value_error, args=[None], name=CANARY)
    thread.start()
    thread.join()
    return HttpResponse("begun")


def raise_while_streaming(_request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[bytes]:
        yield b"begun"
        raise ValueError(CANARY)

    return StreamingHttpResponse(parts())


def warn(_request: HttpRequest) -> HttpResponse:
    warnings.warn(CANARY, stacklevel=1)
    return HttpResponse("warned")


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(_request: HttpRequest) -> HttpResponse:
        raise error

    return view


MISTAKES: dict[str, tuple[int, Callable[..., HttpResponse | StreamingHttpResponse]]] = {
    "value": (500, raise_value_error),
    "database": (500, raise_in_the_database),
    "template": (500, raise_in_a_template),
    "validation": (500, raising(ValidationError({CANARY: [CANARY]}))),
    "forbidden": (403, raising(PermissionDenied(CANARY))),
    "missing": (404, raising(Http404(CANARY))),
    "bad": (400, raising(BadRequest(CANARY))),
    "speak": (200, speak),
}
IN_A_SERVER = {
    "thread": (200, raise_in_a_thread),
    "stream": (200, raise_while_streaming),
    "warn": (200, warn),
}
FOR_PROGRAMS = {
    "program": (500, raise_value_error),
    "store": (503, raising(StoreError("The store is locked."))),
}


def at_any_address(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, under an address that says something it does not care for."""
    return lambda request, **_said: view(request)


urlpatterns = [
    *(
        path(f"{name}/<str:said>/", csrf_exempt(open_to_strangers(at_any_address(view))), name=name)
        for name, (_status, view) in (MISTAKES | IN_A_SERVER).items()
    ),
    *(
        path(f"{name}/<str:said>/", answers_programs(at_any_address(view)), name=name)
        for name, (_status, view) in FOR_PROGRAMS.items()
    ),
    path("", include("avert.web.urls")),
]
handler500 = "avert.web.site.views.failed"
