"""Reading warnings: always for a viewer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Q

from avert.web.contacts.models import Contact
from avert.web.records.models import Link, RecordQuerySet
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import readable_by
from avert.web.warnings.models import Addressee, Agreed, AgreedRecipient, Check, Warning
from avert.web.warnings.vocabulary import CheckKind, State

SENT_AS = "sent-as"
DEADLINES = ("acknowledge_by", "decide_by", "act_by")


def warnings_for(viewer: Viewer, *, exercise_id: uuid.UUID | None = None) -> RecordQuerySet:
    """Return the warnings that the viewer may read: of one exercise, or without one what is real."""
    found: RecordQuerySet = readable_by(viewer, Warning).filter(exercise=exercise_id)
    return found


def warning_for(viewer: Viewer, warning_id: uuid.UUID) -> Warning | None:
    """Return a warning, if there is one that the viewer may read."""
    found: Warning | None = readable_by(viewer, Warning).filter(pk=warning_id).first()
    return found


def is_open(now: dt.datetime) -> Q:
    """Return the condition on warnings that still matter: before release, or out and not over."""
    return Q(state__in=[State.DRAFT, State.PROPOSED]) | Q(state=State.RELEASED, expires_at__gt=now)


def in_place(place: str) -> Q:
    """Return the condition on warnings for a place and all within it; without one, on all."""
    return Q(place__in=places_within(place)) if place else Q()


def waiting_for_review(viewer: Viewer, *, exercise_id: uuid.UUID | None = None) -> RecordQuerySet:
    """Return what went out before a second person looked and still waits for that, the longest wait first."""
    found = warnings_for(viewer, exercise_id=exercise_id).filter(state=State.RELEASED)
    return found.filter(review_due_at__isnull=False).order_by("review_due_at", "pk")


def addressees_for(viewer: Viewer, warning: Warning) -> RecordQuerySet:
    """Return the addressees of a warning that the viewer may read, in the order in which they were added."""
    found: RecordQuerySet = readable_by(viewer, Addressee).filter(warning=warning.pk)
    return found.order_by("created_at", "pk")


def addressee_for(viewer: Viewer, warning_id: uuid.UUID, addressee_id: uuid.UUID) -> Addressee | None:
    """Return an addressee of a warning, if there is one that the viewer may read, the warning with it."""
    can_read = readable_by(viewer, Warning).filter(pk=warning_id)
    found = readable_by(viewer, Addressee).filter(pk=addressee_id, warning__in=can_read.values("pk"))
    one: Addressee | None = found.select_related("warning__exercise").first()
    return one


def checks_for(viewer: Viewer, warning: Warning) -> RecordQuerySet:
    """Return who looked at a warning and what they found, as far as the viewer may read it."""
    found: RecordQuerySet = readable_by(viewer, Check).filter(warning=warning.pk)
    return found.order_by("created_at", "pk")


def next_deadlines(
    viewer: Viewer, warnings: Collection[Warning], now: dt.datetime
) -> dict[uuid.UUID, dt.datetime]:
    """Return by warning the next time by which an addressee is asked for something."""
    asked = readable_by(viewer, Addressee).filter(warning__in=[warning.pk for warning in warnings])
    found: dict[uuid.UUID, dt.datetime] = {}
    for warning_id, *times in asked.values_list("warning", *DEADLINES):
        for time in times:
            if time and time > now:
                found[warning_id] = min(time, found.get(warning_id, time))
    return found


def replaced_by(viewer: Viewer, warning: Warning) -> RecordQuerySet:
    """Return what replaces a warning, or is drafted to, as far as the viewer may read it."""
    found: RecordQuerySet = readable_by(viewer, Warning).filter(replaces=warning.pk)
    return found.exclude(state=State.DROPPED).order_by("created_at", "pk")


def second_review_of(viewer: Viewer, warning: Warning) -> Check | None:
    """Return the second review of a warning that went out at once, once there is one."""
    found: Check | None = checks_for(viewer, warning).filter(kind=CheckKind.SECOND_REVIEW).last()
    return found


def agreed_messages(viewer: Viewer) -> RecordQuerySet:
    """Return the messages agreed beforehand that the viewer may read."""
    found: RecordQuerySet = readable_by(viewer, Agreed)
    return found.order_by("title", "pk")


def recipients_of(viewer: Viewer, agreed: Agreed) -> list[tuple[AgreedRecipient, Contact | None]]:
    """Return who gets a message agreed beforehand, each with the contact unless it is hidden from the viewer."""
    found = list(readable_by(viewer, AgreedRecipient).filter(agreed=agreed.pk).order_by("created_at", "pk"))
    contacts = readable_by(viewer, Contact).in_bulk([recipient.contact_id for recipient in found])
    return [(recipient, contacts.get(recipient.contact_id)) for recipient in found]


def recipient_for(viewer: Viewer, agreed_id: uuid.UUID, recipient_id: uuid.UUID) -> AgreedRecipient | None:
    """Return one recipient of a message agreed beforehand, if there is one that the viewer may read."""
    found: AgreedRecipient | None = (
        readable_by(viewer, AgreedRecipient).filter(pk=recipient_id, agreed=agreed_id).first()
    )
    return found


def sent_as(viewer: Viewer, agreed: Agreed, *, since: dt.datetime) -> RecordQuerySet:
    """Return the warnings as which a message was sent since then, the newest first, of those the viewer may read."""
    sent = Link.objects.filter(to_id=agreed.pk, kind=SENT_AS).values("from_id")
    found: RecordQuerySet = readable_by(viewer, Warning).filter(pk__in=sent, created_at__gt=since)
    return found.order_by("-created_at", "pk")
