"""Freezing an edition, sharing it with no more than may read what it holds, and replacing the key that signs."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.assessment import editions as pure
from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.policy import leads
from avert.web.assessment.editions import keys
from avert.web.assessment.editions.circles import Circles
from avert.web.assessment.editions.contents import KINDS, Contents, contents_for, kinds_of, plain_of
from avert.web.assessment.editions.selectors import checked
from avert.web.assessment.models import Assessment, Edition, Weight
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.audiences import Circle, circle_of, circle_of_record
from avert.web.records.models import Record
from avert.web.records.naming import name_in
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.taking_part import add_part, writes_for_in
from avert.web.records.writing import rows_of

KEY = "assessment.edition_key"


def contents_now(
    *, assessment: Assessment, viewer: Person, now: dt.datetime, sharing: Sharing = NOBODY_ELSE
) -> Contents:
    """Return what an edition for these would hold, and how much it would leave out. Raises PermissionDenied."""
    owner_id = _owner(viewer, assessment)
    circle = circle_of(owner_id, sharing, assessment.marking)
    return contents_for(viewer, assessment, circle, now_in(assessment.exercise, now))


def freeze(
    *,
    assessment: Assessment,
    viewer: Person,
    occasion: Occasion,
    note: str = "",
    sharing: Sharing = NOBODY_ELSE,
) -> Edition:
    """Freeze an assessment as it stands, signed for the viewer's organisation, for whoever ``sharing`` names.

    Groups in it are taken as they are now. Raises PermissionDenied, and WiderThanParentError.
    """
    owner_id = _owner(viewer, assessment)
    sharing = _as_it_is_now(owner_id, sharing, assessment.marking)
    contents = contents_now(assessment=assessment, viewer=viewer, now=occasion.at, sharing=sharing)
    standing = contents.standing
    held = pure.Edition(
        assessment=str(assessment.pk),
        number=_next_number(assessment, owner_id),
        place=assessment.place,
        issuer=name_in(Organisation.objects.get(pk=owner_id).name),
        marking=Marking(assessment.marking),
        issued_at=occasion.at,
        standing=standing,
        kinds=kinds_of(standing),
        more=plain_of(contents),
    )
    signed = pure.sign(held, keys.signing_key(owner_id))
    made = Edition(
        assessment=assessment,
        note=note,
        made_at=occasion.at,
        document=signed.to_bytes().decode("utf-8"),
        digest=signed.digest,
        fingerprint=signed.fingerprint,
    )
    return add_part(part=made, viewer=viewer, occasion=occasion, sharing=sharing)


@transaction.atomic
def share(
    *, record: Edition, sharing: Sharing, marking: Marking, viewer: Person, occasion: Occasion, **options: Any
) -> Edition:
    """Say anew whom an edition is for. Raises InputError where someone would read in it what is not for them."""
    if marking < record.marking:
        raise InputError(
            "Its marking stands in what is signed and cannot be loosened. Freeze another edition."
        )
    sharing = _as_it_is_now(record.owner_id, sharing, marking)
    circle, before = circle_of(record.owner_id, sharing, marking), circle_of_record(record)
    if not (circle.organisations <= before.organisations and circle.persons <= before.persons):
        _refuse_readers_of_more(record, circle)
    # Never wider than the assessment, whoever decides: an edition is a copy of it.
    return services.share(
        record=record,
        sharing=sharing,
        marking=marking,
        viewer=viewer,
        occasion=occasion,
        **options | {"may_be_wider": False},
    )


def replace_key(*, organisation_id: uuid.UUID, fingerprint: str, viewer: Person, occasion: Occasion) -> None:
    """Replace the key with which an organisation signs, as one of its leads; what it signed can still be checked."""
    if not leads(viewer, organisation_id):
        raise PermissionDenied
    keys.retire(organisation_id, fingerprint)
    keys.signing_key(organisation_id)
    audit.append(
        occasion=occasion,
        action=Action.CHANGE,
        object_kind=KEY,
        object_id=organisation_id,
        owner_id=organisation_id,
        field_names=["key"],
    )


def everybody_in(assessment: Assessment) -> Sharing:
    """Return whoever an assessment is for now, by organisation and by name."""
    circle = circle_of_record(assessment)
    return Sharing(organisations=circle.organisations, persons=circle.persons)


def _owner(viewer: Person, assessment: Assessment) -> uuid.UUID:
    owner_id = writes_for_in(viewer, assessment, Edition)
    if owner_id is None:
        raise PermissionDenied
    return owner_id


def _as_it_is_now(owner_id: uuid.UUID, sharing: Sharing, marking: Marking) -> Sharing:
    # A group that grows would bring in people of whom nobody asked whether they may read what is frozen.
    circle = circle_of(owner_id, sharing, marking)
    return Sharing(organisations=circle.organisations - {owner_id}, persons=sharing.persons)


def _next_number(assessment: Assessment, owner_id: uuid.UUID) -> int:
    made = rows_of(Edition).filter(assessment=assessment.pk, owner=owner_id).order_by("made_at", "created_at")
    last = made.last()
    held = checked(last).edition if last else None
    return max(held.number if held else 0, made.count()) + 1


def _refuse_readers_of_more(record: Edition, circle: Circle) -> None:
    edition = checked(record).edition
    if edition is None:
        raise InputError("It does not verify, so nobody can say what it holds. Freeze another edition.")
    held = set(edition.more["parts"])
    kinds: tuple[type[Record], ...] = (*KINDS.values(), Weight)
    parts: list[Record] = [part for kind in kinds for part in rows_of(kind).filter(pk__in=held)]
    circles = Circles(parts)
    gone = len(held) - len(parts)
    hidden = sum(not circles.all_read(circle, part) for part in parts) + gone
    if hidden:
        raise InputError(
            "It holds parts of the assessment that some of these may not read. Choose fewer, or freeze another "
            "edition for them, which leaves those parts out."
        )
