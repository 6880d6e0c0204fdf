"""Who may see what was sent to whom, and who decides about it. This is the only place that says so."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from avert.web.accounts.models import Person
from avert.web.accounts.policy import LEADS, is_administrator, organisations_where
from avert.web.alerts.models import Delivery
from avert.web.contacts.models import Contact
from avert.web.records.selectors import writable_by
from avert.web.signals.models import Answer
from avert.web.warnings.models import Addressee

Viewer = Person | AnonymousUser


def is_visible_to(viewer: Viewer) -> Q:
    """Return the condition on deliveries that the viewer may see: of what she may change herself.

    Whoever only reads a warning, or is addressed by it, is not told by which ways others are reached.
    """
    if not isinstance(viewer, Person) or not viewer.is_active:
        return Q(pk__in=[])
    return (
        Q(addressee__in=writable_by(viewer, Addressee).values("pk"))
        | Q(answer__in=writable_by(viewer, Answer).values("pk"))
        | Q(addressee=None, answer=None, contact__in=writable_by(viewer, Contact).values("pk"))
    )


def may_decide_on(delivery: Delivery, *, viewer: Viewer) -> bool:
    """Say whether the viewer may have it sent again or say that it arrived; programs decide nothing."""
    is_person = isinstance(viewer, Person) and not viewer.is_service
    return is_person and Delivery.objects.filter(is_visible_to(viewer), pk=delivery.pk).exists()


def may_see_channels(viewer: Viewer) -> bool:
    """Say whether the viewer may know which channels are open: leads and those who keep the server running."""
    return is_administrator(viewer) or bool(organisations_where(viewer, LEADS))
