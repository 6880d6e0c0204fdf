from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.site.components import Empty
from avert.web.trail import selectors, services
from avert.web.trail.table import table_of


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Show who has seen and done what."""
    viewer, object_id = viewer_of(request), _object_asked(request)
    if object_id is None:
        entries = selectors.entries_known_to(viewer=viewer)
    else:
        entries = selectors.who_has_seen(viewer=viewer, object_id=object_id)
    page, lines = selectors.page_of(entries, viewer=viewer, number=request.GET.get("page", 1))
    services.record_reading(object_id=object_id, occasion=occasion_of(request, now=timezone.now()))
    context = {"page": page, "object_id": object_id, "table": table_of(lines) if lines else None}
    return render(request, "trail/trail.html", context | {"empty": _nothing()})


def _object_asked(request: HttpRequest) -> uuid.UUID | None:
    asked = request.GET.get("object", "")
    try:
        return uuid.UUID(asked) if asked else None
    except ValueError:
        raise Http404 from None


def _nothing() -> Empty:
    return Empty(
        _("Nothing that you may know of"),
        _("Acts appear here that concern what your organisation keeps, and your own log-ins."),
    )
