from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from avert.errors import AvertError
from avert.web.access import occasion_of
from avert.web.accounts.selectors import person_of, viewer_of
from avert.web.alerts import policy, selectors, services
from avert.web.alerts.channels_page import channels_table
from avert.web.alerts.rows import undelivered_table
from avert.web.site.components import Empty

ON_A_PAGE = 50


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Show leads and administrators which channels are open."""
    viewer = viewer_of(request)
    if not policy.may_see_channels(viewer):
        raise PermissionDenied
    table = channels_table(request, list(selectors.contacts_to_test(viewer)))
    return render(request, "alerts/channels.html", {"table": table})


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Try a channel out on a contact."""
    viewer = person_of(request)
    if not policy.may_see_channels(viewer):
        raise PermissionDenied
    contact = _contact_or_404(request)
    channel = request.POST.get("channel", "")
    _do(
        request,
        lambda occasion: services.queue_test(
            channel=channel, contact=contact, viewer=viewer, occasion=occasion
        ),
        _("The test is on its way. Ask the contact whether it came; what did not arrive is listed."),
    )
    return redirect("alerts:channels")


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """Show what did not arrive, or nobody knows whether it did."""
    found = selectors.undelivered(viewer_of(request))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "total": page.paginator.count,
        "table": undelivered_table(page.object_list, request),
        "empty": Empty(
            _("Nothing is missing"),
            _(
                "What could not be handed over, or may not have arrived, appears here until somebody sees to it."
            ),
        ),
    }
    return render(request, "alerts/undelivered.html", context)


@require_POST
def again(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """Have something sent once more."""
    return _decide(request, delivery_id, services.send_again, _("It is sent again, under the same id."))


@require_POST
def reached(request: HttpRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """Write down that somebody was reached by hand."""
    return _decide(request, delivery_id, services.mark_reached, _("Written down: they were reached by hand."))


def _decide(
    request: HttpRequest, delivery_id: uuid.UUID, service: Callable[..., None], said: str
) -> HttpResponse:
    viewer = person_of(request)
    delivery = selectors.delivery_for(viewer, delivery_id)
    if delivery is None:
        raise Http404
    _do(request, lambda occasion: service(delivery=delivery, viewer=viewer, occasion=occasion), said)
    return redirect("alerts:undelivered")


def _do(request: HttpRequest, act: Callable[[Any], object], said: str) -> None:
    try:
        act(occasion_of(request, now=timezone.now()))
    except AvertError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)


def _contact_or_404(request: HttpRequest) -> Any:
    try:
        key = uuid.UUID(request.POST.get("contact", ""))
    except ValueError:
        raise Http404 from None
    contact = selectors.contacts_to_test(person_of(request)).filter(pk=key).first()
    if contact is None:
        raise Http404
    return contact
