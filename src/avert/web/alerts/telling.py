"""What deliveries tell the clock of a warning and the audit."""

from __future__ import annotations

import uuid

from avert.web.alerts.models import Delivery
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Contact
from avert.web.exercises.selectors import now_in
from avert.web.records.writing import rows_of
from avert.web.signals.models import Answer
from avert.web.warnings import course
from avert.web.warnings.models import Addressee
from avert.web.warnings.vocabulary import StageWord


def tell_of(delivery: Delivery, *, is_received: bool, occasion: Occasion) -> None:
    """Write down on the clock that a warning was sent to, or received by, the one it is addressed to."""
    if delivery.addressee_id is None:
        return
    stage = StageWord.RECEIVED if is_received else StageWord.SENT
    tell_stage(addressee_of(delivery), stage, occasion)


def tell_stage(addressee: Addressee, stage: StageWord, occasion: Occasion) -> None:
    """Write down a stage at the time it is where the warning is: in an exercise, by its clock."""
    at = now_in(addressee.warning.exercise, occasion.at)
    course.record_by_the_site(addressee=addressee, stage=stage.value, at=at, occasion=occasion)


def addressee_of(delivery: Delivery) -> Addressee:
    """Return whom a warning's delivery is for."""
    rows = rows_of(Addressee).select_related("warning__exercise")
    return rows.get(pk=delivery.addressee_id)


def append_sent(delivery: Delivery, occasion: Occasion) -> None:
    """Append to the audit that something was handed over, by its id."""
    append(delivery, Action.SEND, occasion, ["channel", "state"])


def append(delivery: Delivery, action: Action, occasion: Occasion, names: list[str]) -> None:
    """Append an entry on a delivery to the audit."""
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=Delivery._meta.label_lower,
        object_id=delivery.pk,
        owner_id=_owner_id(delivery),
        field_names=names,
    )


def _owner_id(delivery: Delivery) -> uuid.UUID:
    if delivery.addressee_id is not None:
        return rows_of(Addressee).values_list("owner_id", flat=True).get(pk=delivery.addressee_id)
    if delivery.answer_id is not None:
        return rows_of(Answer).values_list("owner_id", flat=True).get(pk=delivery.answer_id)
    return rows_of(Contact).values_list("owner_id", flat=True).get(pk=delivery.contact_id)
