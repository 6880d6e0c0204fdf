from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.assessing import begin_with
from tests.people import OCCASION, client_of

from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.models import Assessment, Question
from avert.web.assessment.questions import services


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


@pytest.fixture
def question(assessment: Assessment, analyst: Person) -> Question:
    """A question of the committee's, on which the ministry may judge too."""
    return services.ask_question(
        assessment=assessment,
        text="Will anyone be killed at a rally?",
        resolved_by="Police and clinic reports, by the district desk",
        horizon=dt.date(2024, 6, 1),
        base_rate=0.05,
        base_rate_source="Rallies of the last two votes",
        viewer=analyst,
        occasion=OCCASION,
    )
