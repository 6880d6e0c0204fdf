"""Which request this is: an id of ours, in the log, the audit and on the page that says something went wrong."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_answered: ContextVar[HttpRequest | None] = ContextVar("request that is being answered", default=None)


def request_id(request: HttpRequest) -> uuid.UUID:
    """Return the id of a request. Never one that the visitor sent: that could carry anything into the audit."""
    found: uuid.UUID = request.__dict__.setdefault("avert_request_id", uuid.uuid4())
    return found


def current_request() -> HttpRequest | None:
    """Return the request that this thread is answering, if it is."""
    return _answered.get()


def route_of(request: HttpRequest) -> str:
    """Return the name of the route, never the address: that may hold a word, a place or a record."""
    match = request.resolver_match
    return match.view_name if match else "none"


class RequestIdMiddleware:
    """Lets whatever is logged while a request is answered say which request it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and remember meanwhile what is being answered."""
        token = _answered.set(request)
        try:
            return self._get_response(request)
        finally:
            _answered.reset(token)
