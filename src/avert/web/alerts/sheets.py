"""Pages to print: cards of a warning. Whoever carries them marks by hand what was reached."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from avert.web.access import occasion_of
from avert.web.accounts.selectors import viewer_of
from avert.web.alerts import selectors
from avert.web.alerts.channels.card.sheet import pdf
from avert.web.alerts.printing import cards_of
from avert.web.alerts.registry import open_channels
from avert.web.rates import costly
from avert.web.records.services import append_export
from avert.web.site.printing import paper_response


@costly
@require_safe
def card(request: HttpRequest, warning_id: uuid.UUID) -> HttpResponse:
    """Print a card for each addressee of a warning."""
    viewer, chosen = viewer_of(request), open_channels().get("card")
    warning = selectors.warning_out(viewer, pk=warning_id)
    if warning is None or chosen is None:
        raise Http404
    data = pdf(cards_of(warning, selectors.addressees_of(viewer, warning), chosen.marking), timezone.now())
    append_export(record=warning, occasion=occasion_of(request, now=timezone.now()))
    return paper_response(data, "card")
