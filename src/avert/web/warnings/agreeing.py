"""Messages agreed beforehand with their recipients, which one person may send at night to save a life."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from avert.errors import InputError
from avert.handling import Marking
from avert.warning.clock import review_due
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.models import Link
from avert.web.records.selectors import is_readable, is_writable, readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.warnings.drafting import draft, put_to
from avert.web.warnings.models import Addressee, Agreed, AgreedRecipient, Warning
from avert.web.warnings.releasing import let_out
from avert.web.warnings.selectors import SENT_AS, sent_as
from avert.web.warnings.vocabulary import Probability

A_DAY = dt.timedelta(days=1)
AT_ONCE = dt.timedelta(minutes=1)


def agree(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Agreed:
    """Write down a message that was agreed beforehand; ``content`` are its fields by name."""
    agreed = Agreed(owner_id=owner_id, place=place, marking=marking, **content)
    _check_marking(agreed)
    return services.create(record=agreed, viewer=viewer, occasion=occasion, sharing=sharing)


def change_agreed(
    *,
    record: Agreed,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Agreed:
    """Change what was agreed, as it was read at ``row_version``."""
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def share_agreed(*, record: Agreed, marking: Marking, **act: Any) -> Agreed:
    """Say anew whom a message agreed beforehand is for; it is never TLP:RED, or it would reach nobody at night."""
    _check_marking(Agreed(marking=marking))
    return services.share(record=record, marking=marking, **act)


@transaction.atomic
def add_recipient(
    *, agreed: Agreed, contact: Contact, viewer: Person, occasion: Occasion, can_do: str = ""
) -> AgreedRecipient:
    """Agree that a contact gets the message."""
    if not is_readable(contact, viewer=viewer):
        raise PermissionDenied
    recipient = AgreedRecipient(
        owner_id=agreed.owner_id, agreed=agreed, marking=agreed.marking, contact=contact, can_do=can_do
    )
    sharing = sharing_of(agreed.audience_id)
    return services.create(record=recipient, viewer=viewer, occasion=occasion, sharing=sharing)


def remove_recipient(
    *, recipient: AgreedRecipient, row_version: int, viewer: Person, occasion: Occasion
) -> None:
    """Agree that a contact no longer gets the message."""
    services.remove(record=recipient, row_version=row_version, viewer=viewer, occasion=occasion)


@transaction.atomic
def send_agreed(
    *,
    agreed: Agreed,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    exercise: Exercise | None = None,
    seen: str = "",
    probability: Probability = Probability.UNKNOWN,
) -> Warning:
    """Send a message agreed beforehand at once; somebody else reviews it within thirty minutes.

    ``seen`` is what the sender sees, in a line. Sent again by the same person within a minute, it is the same warning.
    Raises InputError where nobody was agreed to get it, and PermissionDenied for programs.
    """
    if viewer.is_service or not is_writable(agreed, viewer=viewer):
        raise PermissionDenied
    found = rows_of(Agreed).select_for_update(of=("self",)).get(pk=agreed.pk)
    if not (place or found.place):
        raise InputError("The message says no place, so nobody would know where. Say where.")
    now = now_in(exercise, occasion.at)
    if sent := _sent_just_now(found, exercise, viewer, occasion):
        return sent
    _check_marking(found)
    recipients = list(
        rows_of(AgreedRecipient).filter(agreed=found.pk).select_related("contact__organisation")
    )
    if not recipients:
        raise InputError(
            "Nobody was agreed to get this message, so it would reach no one. Call them instead."
        )
    warning = draft(
        owner_id=found.owner_id,
        viewer=viewer,
        occasion=occasion,
        place=place or found.place,
        marking=found.marking,
        exercise=exercise,
        **_content(found, now, seen, probability),
    )
    Link.objects.create(from_id=warning.pk, to_id=found.pk, kind=SENT_AS)
    due_at = review_due(now, None, now).due_at
    for recipient in recipients:
        put_to(_addressee(warning, found, recipient, due_at, viewer), NOBODY_ELSE, viewer, occasion)
    return let_out(warning, viewer, occasion, review_due_at=due_at)


def _sent_just_now(
    agreed: Agreed, exercise: Exercise | None, viewer: Person, occasion: Occasion
) -> Warning | None:
    # A thumb that trembles presses twice.
    sent = sent_as(viewer, agreed, since=occasion.at - AT_ONCE).filter(exercise=exercise, created_by=viewer)
    found: Warning | None = sent.first()
    return found


def _content(agreed: Agreed, now: dt.datetime, seen: str, probability: Probability) -> dict[str, Any]:
    said = _("Sent by one person as agreed on {date}.").format(date=agreed.agreed_on.isoformat())
    return {
        **{name: getattr(agreed, name) for name in ("title", "event", "what", "to_whom", "language")},
        "harm_of_issuing": agreed.harm_of_issuing,
        "window_from": now.date(),
        "window_until": now.date() + A_DAY,
        "probability": probability,
        "rests_on": f"{seen.strip()}\n\n{said}".strip(),
        "would_change": _("What the second review finds, within thirty minutes."),
        "threatens_life": True,
    }


def _addressee(
    warning: Warning, agreed: Agreed, recipient: AgreedRecipient, due_at: dt.datetime, viewer: Person
) -> Addressee:
    contact = recipient.contact
    is_known = readable_by(viewer, Contact).filter(pk=contact.pk).exists()
    return Addressee(
        warning=warning,
        role=contact.role if is_known else _("A recipient agreed beforehand"),
        organisation=contact.organisation,
        contact=contact,
        level=contact.level,
        is_at_risk=contact.is_at_risk,
        can_do=recipient.can_do,
        asked=agreed.asked,
        acknowledge_by=due_at,
        ladder_id=agreed.ladder_id,
    )


def _check_marking(agreed: Agreed) -> None:
    if agreed.marking == Marking.RED:
        raise InputError(
            "A message for the night cannot be TLP:RED: it would reach none of its recipients. Choose another marking."
        )
