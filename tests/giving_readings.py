"""Assessments in which several organisations give their readings, as tests of readings need them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.models import Assessment, Reading, Stakeholder
from avert.web.assessment.readings import services
from avert.web.audit.occasions import Occasion
from avert.web.records.sharing import Sharing
from avert.web.records.taking_part import add_part
from tests.record_samples import write_assessment

UNFA = "un_framework_2014"


def now_as() -> Occasion:
    return Occasion.at_the_command_line(dt.datetime.now(tz=dt.UTC))


def shared_with(*organisations: Organisation) -> Sharing:
    return Sharing(organisations=frozenset(one.pk for one in organisations))


def begin(owner: Organisation, by: Person, *others: Organisation, **fields: Any) -> Assessment:
    return write_assessment(owner, by, shared_with(*others), **fields)


def name(whole: Assessment, by: Person, called: str, **fields: Any) -> Stakeholder:
    part = Stakeholder(assessment=whole, name=called, **{"asked_on": dt.date(2024, 3, 1), **fields})
    return add_part(part=part, viewer=by, occasion=now_as())


def give(who: Stakeholder, by: Person, /, framework: str = UNFA, **said: Any) -> Reading:
    given = {"values": {"UNFA-8.8": "present"}, "occasion": now_as(), **said}
    return services.give_reading(
        assessment=who.assessment, stakeholder=who, framework=framework, viewer=by, **given
    )
