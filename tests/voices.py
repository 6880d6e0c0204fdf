"""Assessments with those whose reading is wanted, as tests of voices and processes need them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Level
from avert.web.assessment import services as assessments
from avert.web.assessment.models import Assessment, Process, Reading, Stakeholder
from avert.web.assessment.voices import services as voices
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import add_part
from tests.people import OCCASION
from tests.record_samples import PLACE


def shared_with(*organisations: Organisation) -> Sharing:
    return Sharing(organisations=frozenset(one.pk for one in organisations))


def assessed(owner: Organisation, by: Person, *to: Organisation, **fields: Any) -> Assessment:
    given = {
        "title": "North before the vote",
        "question": "Where may the vote turn violent?",
        "level": Level.SUBNATIONAL,
        "place": PLACE,
        "frameworks": ["un_framework_2014"],
        **fields,
    }
    return assessments.begin(
        owner_id=owner.pk, viewer=by, occasion=OCCASION, sharing=shared_with(*to), **given
    )


def wanted(assessment: Assessment, by: Person, name: str, **fields: Any) -> Stakeholder:
    return voices.add_stakeholder(assessment=assessment, name=name, viewer=by, occasion=OCCASION, **fields)


def answered(stakeholder: Stakeholder, by: Person, round_: int = 1) -> Reading:
    reading = Reading(
        assessment=stakeholder.assessment,
        stakeholder=stakeholder,
        framework="un_framework_2014",
        round=round_,
        at=OCCASION.at,
        values={"UNFA-8.8": "present"},
    )
    return add_part(part=reading, viewer=by, occasion=OCCASION)


def announced(owner: Organisation, by: Person, *to: Organisation, **fields: Any) -> Process:
    given = {
        "title": "Twice a year in the north",
        "level": Level.SUBNATIONAL,
        "method": "Meetings in ten wards",
        "place": PLACE,
        "cycle_months": 6,
        "next_on": dt.date(2024, 6, 1),
        **fields,
    }
    return voices.announce(owner_id=owner.pk, viewer=by, occasion=OCCASION, sharing=shared_with(*to), **given)
