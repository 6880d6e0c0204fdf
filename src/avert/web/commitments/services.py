"""Writing down what was promised, and what became of it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.commitments.ledger import promise_of, report_of
from avert.web.commitments.models import Commitment, CommitmentReport
from avert.web.commitments.selectors import ABOUT
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.models import Link, Record
from avert.web.records.selectors import is_readable
from avert.web.records.sharing import NOBODY_ELSE, Sharing


@transaction.atomic
def promise(
    *,
    owner_id: uuid.UUID,
    by: str,
    to: str,
    what: str,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    exercise: Exercise | None = None,
    about: Record | None = None,
    **content: Any,
) -> Commitment:
    """Write down who promised what to whom; ``about`` is a record of any kind, ``content`` further fields by name.

    Raises InputError for unusable content.
    """
    made = Commitment(
        owner_id=owner_id, by=by, to=to, what=what, place=place, marking=marking, exercise=exercise, **content
    )
    services.create(record=made, viewer=viewer, occasion=occasion, sharing=sharing)
    promise_of(made)
    if about is not None and is_readable(about, viewer=viewer):
        Link.objects.create(from_id=made.pk, to_id=about.pk, kind=ABOUT)
    return made


@transaction.atomic
def report(
    *,
    commitment: Commitment,
    finding: str,
    at: dt.datetime,
    evidence: str,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> CommitmentReport:
    """Report, for one's own organisation, what became of a commitment that one may read.

    Raises DoesNotExist where the viewer may not read it, InputError for a time that is still to come.
    """
    if not is_readable(commitment, viewer=viewer):
        raise Commitment.DoesNotExist
    made = CommitmentReport(
        owner_id=owner_id,
        commitment=commitment,
        finding=finding,
        at=at,
        recorded_at=now_in(commitment.exercise, occasion.at),
        evidence=evidence,
        place=commitment.place,
        marking=marking,
    )
    report_of(made)
    return services.create(record=made, viewer=viewer, occasion=occasion, sharing=sharing)


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that a list of commitments was read."""
    services.append_list_read(kind=Commitment, occasion=occasion)


def append_export(*, occasion: Occasion) -> None:
    """Write down that a list of commitments was taken out as a file."""
    services.append_list_read(kind=Commitment, occasion=occasion, action=Action.EXPORT)
