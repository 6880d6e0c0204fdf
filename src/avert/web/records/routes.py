"""The addresses that every kind of record has below its own, made from what its pages are called."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from avert.web.accounts.selectors import viewer_of
from avert.web.records import services, views
from avert.web.records.kinds import kind_called
from avert.web.records.pages import Pages
from avert.web.records.selectors import readable_by
from avert.web.records.writing_pages import FORM_METHODS


def found_or_404(request: HttpRequest, kind: str, record_id: uuid.UUID) -> Any:
    """Return the record of this kind that the viewer may read; what is hidden and what is missing are the same 404."""
    model: Any = kind_called(kind)
    found = readable_by(viewer_of(request), model).filter(pk=record_id).first()
    if found is None:
        raise Http404
    return found


def share_routes(
    kind: str,
    pages_of: Callable[[Any], Pages],
    *,
    under: str = "",
    name: str = "",
    service: Callable[..., Any] = services.share,
) -> list[URLPattern]:
    """Return ``share/`` and ``history/`` of a kind such as ``notes.note``, at addresses below ``under``.

    Their names are ``share`` and ``history``, with ``name`` and a hyphen before where an app has several kinds.
    ``service`` is what shares where a kind has rules of its own.
    """

    @sensitive_post_parameters()
    @require_http_methods(FORM_METHODS)
    def share(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
        """Ask who may see a record."""
        found = found_or_404(request, kind, record_id)
        return views.share_page(request, found, pages_of(found), share=service)

    @require_safe
    def history(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
        """Show what was done to a record."""
        found = found_or_404(request, kind, record_id)
        return views.history_page(request, found, pages_of(found))

    prefix = f"{name}-" if name else ""
    return [
        path(f"{under}<uuid:record_id>/share/", share, name=f"{prefix}share"),
        path(f"{under}<uuid:record_id>/history/", history, name=f"{prefix}history"),
    ]


def remove_route(
    kind: str, pages_of: Callable[[Any], Pages], *, under: str = "", name: str = ""
) -> URLPattern:
    """Return ``remove/`` of a kind whose records may simply be removed."""

    @require_http_methods(FORM_METHODS)
    def remove(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
        """Remove a record for good."""
        found = found_or_404(request, kind, record_id)
        return views.remove_page(request, found, pages_of(found))

    return path(f"{under}<uuid:record_id>/remove/", remove, name=f"{name}-remove" if name else "remove")
