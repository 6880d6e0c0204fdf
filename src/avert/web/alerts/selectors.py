"""Reading what was sent to whom: always for a viewer."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from avert.web.alerts.models import Delivery
from avert.web.alerts.policy import Viewer, is_visible_to
from avert.web.alerts.vocabulary import NOT_ARRIVED
from avert.web.contacts.models import Contact
from avert.web.records.models import RecordQuerySet
from avert.web.records.selectors import own_organisations, readable_by, writable_by
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import GONE_OUT, State


def deliveries_for(viewer: Viewer) -> QuerySet[Delivery]:
    """Return the deliveries that the viewer may see, with what their rows are named by."""
    found = Delivery.objects.filter(is_visible_to(viewer))
    return found.select_related("addressee__warning", "contact", "answer").order_by("-created_at", "pk")


def delivery_for(viewer: Viewer, delivery_id: uuid.UUID) -> Delivery | None:
    """Return a delivery, if there is one that the viewer may see."""
    return deliveries_for(viewer).filter(pk=delivery_id).first()


def deliveries_of(viewer: Viewer, warning: Warning) -> QuerySet[Delivery]:
    """Return how a warning was sent, as far as the viewer may see it."""
    return deliveries_for(viewer).filter(addressee__warning=warning.pk).order_by("created_at", "pk")


def undelivered(viewer: Viewer) -> QuerySet[Delivery]:
    """Return what did not arrive, or nobody knows whether it did; lives in danger first."""
    return deliveries_for(viewer).filter(state__in=NOT_ARRIVED).order_by("-is_urgent", "-created_at", "pk")


def contacts_to_test(viewer: Viewer) -> RecordQuerySet:
    """Return the contacts that the viewer keeps herself, on whom she may try a channel out."""
    return writable_by(viewer, Contact).order_by("role", "pk")


def addressed_to(viewer: Viewer) -> RecordQuerySet:
    """Return the addressees of real warnings that are out, for the organisations that the viewer belongs to."""
    found: RecordQuerySet = readable_by(viewer, Addressee).filter(
        organisation__in=own_organisations(viewer), warning__state=State.RELEASED, warning__exercise=None
    )
    return found.select_related("warning").order_by("-warning__released_at", "pk")


def warning_out(viewer: Viewer, **by: uuid.UUID) -> Warning | None:
    """Return a warning that went out and that the viewer may read."""
    found: Warning | None = readable_by(viewer, Warning).filter(state__in=GONE_OUT, **by).first()
    return found


def addressees_of(viewer: Viewer, warning: Warning) -> list[Addressee]:
    """Return to whom a warning goes, as far as the viewer may know."""
    found = readable_by(viewer, Addressee).filter(warning=warning.pk)
    return list(found.select_related("warning").order_by("created_at", "pk"))
