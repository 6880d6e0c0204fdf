from __future__ import annotations

from typing import Any

import pytest
from tests.people import OCCASION, make_person
from tests.record_samples import write_signal

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.signals.models import Signal


def by(person: Person) -> dict[str, Any]:
    return {"viewer": person, "occasion": OCCASION}


@pytest.fixture
def signal(committee: Organisation, analyst: Person) -> Signal:
    return write_signal(committee, analyst)


@pytest.fixture
def second(committee: Organisation) -> Person:
    """A second person of the committee, who verifies."""
    return make_person("second", committee, RoleKind.ANALYST)
