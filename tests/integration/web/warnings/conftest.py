from __future__ import annotations

import pytest
from django.test import Client
from tests.asked import SENT_AT, address, later, released
from tests.integration.web.warnings.situations import second_person
from tests.people import client_of

from avert.web.accounts.models import Organisation, Person
from avert.web.warnings import course
from avert.web.warnings.models import Addressee, Warning


@pytest.fixture
def warning(committee: Organisation, ministry: Organisation, analyst: Person) -> Warning:
    """A warning of the committee that has gone out, shared with the ministry."""
    return released(committee, analyst, ministry)


@pytest.fixture
def addressee(warning: Warning, ministry: Organisation, analyst: Person) -> Addressee:
    """The ministry's desk, which is on this site; the warning lies before it."""
    return at_desk(warning, ministry, analyst)


@pytest.fixture
def far(warning: Warning, analyst: Person) -> Addressee:
    """A peace committee that is not on this site; the warning was sent to it."""
    found = address(warning, analyst, role="Village peace committee")
    course.record_by_the_site(addressee=found, stage="SENT", at=SENT_AT, occasion=later())
    return found


@pytest.fixture
def second(committee: Organisation) -> Person:
    return second_person(committee)


@pytest.fixture
def writer(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def checker(second: Person) -> Client:
    return client_of(second)


def at_desk(warning: Warning, ministry: Organisation, by: Person) -> Addressee:
    found = address(warning, by, ministry)
    course.mark_sent(warning=warning, occasion=later())
    return found
