"""What programs fetch: a feed of what is addressed to them, and warnings as CAP."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from avert.errors import InputError
from avert.warning import cap
from avert.web.access import occasion_of, refusal
from avert.web.accounts.selectors import viewer_of
from avert.web.alerts import selectors
from avert.web.alerts.alert_of import alert_of
from avert.web.alerts.documents import cap_document
from avert.web.alerts.feed import feed_of
from avert.web.alerts.registry import open_channels
from avert.web.alerts.services import note_fetched
from avert.web.alerts.wording import say
from avert.web.records.services import append_export

MOST_ENTRIES = 100


@require_GET
@transaction.atomic
def atom(request: HttpRequest) -> HttpResponse:
    """Answer with what is addressed to the organisations of whoever asks; from now on it was received."""
    viewer, chosen = viewer_of(request), open_channels().get("atom")
    if chosen is None:
        return _nothing()
    addressees = list(selectors.addressed_to(viewer)[:MOST_ENTRIES])
    now = timezone.now()
    data, occasion = feed_of(addressees, chosen.marking, now=now), occasion_of(request, now=now)
    note_fetched(addressees=addressees, occasion=occasion)
    return HttpResponse(data, content_type="application/atom+xml; charset=utf-8")


@require_GET
def document(request: HttpRequest, identifier: uuid.UUID) -> HttpResponse:
    """Answer with a warning as CAP 1.2, with those addressees whom the viewer may know of."""
    viewer, chosen = viewer_of(request), open_channels().get("cap")
    warning = selectors.warning_out(viewer, identifier=identifier)
    if chosen is None or warning is None or warning.exercise_id is not None:
        return _nothing()
    alert = alert_of(warning, selectors.addressees_of(viewer, warning))
    try:
        data = cap_document(cap.trim(alert, chosen.marking, say=say))
    except InputError as error:
        return refusal(409, "not-cap", str(error))
    append_export(record=warning, occasion=occasion_of(request, now=timezone.now()))
    return HttpResponse(data, content_type="application/cap+xml; charset=utf-8")


def _nothing() -> HttpResponse:
    return refusal(404, "not-found", "There is no such alert here, or this deployment does not hand it out.")
