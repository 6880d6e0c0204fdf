from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.people import OCCASION
from tests.record_samples import write_warning

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Level
from avert.web.audit.occasions import Occasion
from avert.web.records import services
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.warnings.models import Addressee, CourseEvent, Warning
from avert.web.warnings.vocabulary import DecisionWord, StageWord, State

NOW = OCCASION.at
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Released = Callable[..., Warning]


def released(owner: Organisation, by: Person, sharing: Sharing = NOBODY_ELSE, **fields: Any) -> Warning:
    """A warning that went out."""
    given = {"state": State.RELEASED, "released_at": NOW - DAY} | fields
    return write_warning(owner, by, sharing, **given)


def addressed(warning: Warning, by: Person, sharing: Sharing = NOBODY_ELSE, **fields: Any) -> Addressee:
    """Someone whom a warning asks to act."""
    content = {
        "role": "Commissioner",
        "can_do": "Send",
        "asked": "Send officers",
        "code": "1",
        "level": Level.NATIONAL,
    }
    record = Addressee(owner=warning.owner, warning=warning, marking=warning.marking, **content | fields)
    return services.create(record=record, viewer=by, occasion=OCCASION, sharing=sharing)


def step(
    addressee: Addressee,
    stage: StageWord,
    at: dt.datetime,
    by: Person,
    sharing: Sharing = NOBODY_ELSE,
    **fields: Any,
) -> CourseEvent:
    """One step of a course, recorded when it happened."""
    if stage == StageWord.DECIDED and not fields.get("is_withdrawn"):
        fields = {"decision": DecisionWord.ACT, "reason": "Asked to"} | fields
    record = CourseEvent(
        owner=by.organisations.get(), place=addressee.place, marking=addressee.marking, addressee=addressee,
        stage=stage, at=at, **{"recorded_at": at, **fields},
    )  # fmt: skip
    return services.create(
        record=record, viewer=by, occasion=Occasion.at_the_command_line(at), sharing=sharing
    )


@pytest.fixture
def with_ministry(ministry: Organisation) -> Sharing:
    return Sharing(organisations=frozenset({ministry.pk}))


@pytest.fixture
def with_committee(committee: Organisation) -> Sharing:
    return Sharing(organisations=frozenset({committee.pk}))
