from __future__ import annotations

import pytest
from django.test import Client
from tests.assessing import begin_with
from tests.people import client_of

from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.models import Assessment


@pytest.fixture
def assessment(committee: Organisation, ministry: Organisation, analyst: Person) -> Assessment:
    """The committee's assessment, in which the ministry takes part."""
    return begin_with(committee, analyst, ministry)


@pytest.fixture
def keeper(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def partner(outside_stakeholder: Person) -> Client:
    return client_of(outside_stakeholder)
