"""Warnings that have gone out and whom they ask, as tests of their course need them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.occasions import Occasion
from avert.web.contacts.models import Ladder, LadderStep
from avert.web.exercises import services as exercises
from avert.web.exercises.models import Exercise
from avert.web.records import services
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import State
from tests.people import OCCASION
from tests.record_samples import write_contact, write_ladder, write_warning

SENT_AT = dt.datetime(2024, 3, 2, 8, 30, tzinfo=dt.UTC)


def later(**passed: float) -> Occasion:
    """The occasion of whoever acts so long after the warning was sent."""
    return Occasion.at_the_command_line(SENT_AT + dt.timedelta(**passed))


def released(issuer: Organisation, by: Person, *to: Organisation, **fields: Any) -> Warning:
    sharing = Sharing(organisations=frozenset(one.pk for one in to))
    given = {"state": State.RELEASED, "released_at": SENT_AT, **fields}
    return write_warning(issuer, by, sharing, **given)


def address(
    warning: Warning, by: Person, organisation: Organisation | None = None, **fields: Any
) -> Addressee:
    given: dict[str, Any] = {
        "role": "District commissioner",
        "can_do": "Send officers",
        "asked": "Send officers",
        "code": "4831",
        "zone": "Africa/Nairobi",
        "marking": warning.marking,
        **fields,
    }
    sharing = (
        Sharing(organisations=frozenset({organisation.pk}))
        if organisation and warning.marking < Marking.RED
        else NOBODY_ELSE
    )
    sharing = given.pop("sharing", sharing)
    addressee = Addressee(owner=warning.owner, warning=warning, organisation=organisation, **given)
    return services.create(record=addressee, viewer=by, occasion=OCCASION, sharing=sharing)


def ladder_with(owner: Organisation, by: Person, *steps: tuple[float, Any], **fields: Any) -> Ladder:
    """A ladder that turns to a contact after so many hours each."""
    ladder = write_ladder(owner, by, **fields)
    for hours, contact in steps:
        step = LadderStep(
            owner=owner,
            ladder=ladder,
            after=dt.timedelta(hours=hours),
            contact=contact if not isinstance(contact, str) else write_contact(owner, by, role=contact),
            marking=ladder.marking,
        )
        services.create(record=step, viewer=by, occasion=OCCASION)
    return ladder


def begin_exercise(
    owner: Organisation, by: Person, clock: dt.datetime, sharing: Sharing = NOBODY_ELSE
) -> Exercise:
    return exercises.begin(
        owner_id=owner.pk, title="Elections", clock=clock, viewer=by, occasion=OCCASION, sharing=sharing
    )
