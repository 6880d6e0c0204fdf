from __future__ import annotations

import pytest
from tests.giving_readings import begin, name
from tests.people import OCCASION, make_person

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.assessment.models import Assessment, Stakeholder


@pytest.fixture
def ngo(db: None) -> Organisation:
    return accounts.create_organisation(name={"en": "Women's council"}, occasion=OCCASION)


@pytest.fixture
def activist(ngo: Organisation) -> Person:
    return make_person("activist", ngo, RoleKind.ANALYST)


@pytest.fixture
def whole(committee: Organisation, analyst: Person, ministry: Organisation, ngo: Organisation) -> Assessment:
    """The committee's assessment, in which a ministry and a women's council take part."""
    return begin(committee, analyst, ministry, ngo)


@pytest.fixture
def officials(whole: Assessment, analyst: Person, ministry: Organisation) -> Stakeholder:
    return name(whole, analyst, "District officials", organisation=ministry, sector="government")


@pytest.fixture
def women(whole: Assessment, analyst: Person, ngo: Organisation) -> Stakeholder:
    return name(whole, analyst, "Market women", organisation=ngo, group="Settled families")


@pytest.fixture
def elders(whole: Assessment, analyst: Person) -> Stakeholder:
    """They have no organisation on the site and answered on paper."""
    return name(whole, analyst, "Council of elders", level="local")
