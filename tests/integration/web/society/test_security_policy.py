"""What security actors see of the peace structures: what the policy of the owner says, on every way in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.integration.web.society.registers import part, structure, tie
from tests.people import OCCASION, bearer, client_of, make_person, token_of

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope, Sector
from avert.web.records.selectors import who_would_see
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.society.models import Activity, GroupTrust, SecurityPolicy, Structure, Tie
from avert.web.society.network_of import known_to
from avert.web.society.register import services

HERE, SECRET = "/structures/", "Zanzibarite"
NOTHING: dict[str, Any] = {"levels": [], "sectors": [], "layers": [], "shows_activities": False}
TOP = NOTHING | {"levels": ["top"], "sectors": ["government"]}


@dataclass
class Register:
    """A commission that a policy may show, elders that it never does, and all that belongs to them."""

    commission: Structure
    office: Structure
    elders: Structure
    tie: Tie
    hidden_tie: Tie
    activity: Activity
    trust: GroupTrust


@pytest.fixture
def police(ministry: Organisation) -> Organisation:
    Organisation.objects.filter(pk=ministry.pk).update(sector=Sector.SECURITY, is_listed=True)
    return Organisation.objects.get(pk=ministry.pk)


@pytest.fixture
def officer(police: Organisation, outside_stakeholder: Person) -> Person:
    return outside_stakeholder


@pytest.fixture
def to_police(police: Organisation) -> Sharing:
    return Sharing(organisations=frozenset({police.pk}))


@pytest.fixture
def register(committee: Organisation, analyst: Person, to_police: Sharing) -> Register:
    top = {"level": "top", "sector": "government", "consent": "public", "sharing": to_police}
    low = {"level": "grassroots", "sector": "traditional", "consent": "given", "sharing": to_police}
    commission, office = (structure(committee, analyst, name, **top) for name in ("Commission", "Governor"))
    elders = structure(committee, analyst, SECRET, **low)
    structure(committee, analyst, SECRET, **top | {"is_protected": True, "consent": "given"})
    return Register(
        commission,
        office,
        elders,
        tie(committee, analyst, commission, office, to_police, evidence="Minutes of March"),
        tie(committee, analyst, commission, elders, to_police, evidence=SECRET),
        part(Activity, analyst, commission, to_police, title="Hearings in the counties"),
        part(GroupTrust, analyst, commission, to_police, group=SECRET),
    )


def decide(owner: Organisation, lead: Person, row_version: int = 0, **content: Any) -> SecurityPolicy:
    return services.decide_security(
        owner_id=owner.pk, row_version=row_version, viewer=lead, occasion=OCCASION, **content
    )


def addresses(register: Register) -> list[str]:
    """Every page and answer on what is in the register."""
    wholes = [register.commission, register.office, register.elders]
    below = (
        "",
        "edit/",
        "share/",
        "history/",
        "remove/",
        "voices/",
        "ties/new/",
        "trust/new/",
        "activities/new/",
    )
    found = [f"{HERE}{one.pk}/{each}" for one in wholes for each in below]
    for kind, one in (
        ("ties", register.tie), ("ties", register.hidden_tie), ("activities", register.activity),
        ("trust", register.trust),
    ):  # fmt: skip
        found += [f"{HERE}{kind}/{one.pk}/{each}" for each in ("", "edit/", "share/", "history/", "remove/")]
    found += [f"/api/v1/structures/{one.pk}{each}" for one in wholes for each in ("", "/ties", "/activities")]
    return [
        *found,
        HERE,
        f"{HERE}?text={SECRET}",
        f"{HERE}?place=Kenya",
        "/api/v1/structures",
        f"{HERE}security/",
    ]


def said_to(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code in {200, 403, 404}, address
    said = answer.content.decode() if answer.status_code == 200 else ""
    # What one looked for stands in the field and in the address.
    return said.replace(f'value="{SECRET}"', "").replace(f"text={SECRET}", "")


def test_without_a_policy_a_security_actor_sees_nothing_on_any_way_in(
    register: Register, officer: Person
) -> None:
    client = client_of(officer)
    for address in addresses(register):
        said = said_to(client, address)
        for word in (SECRET, "Commission</", "Hearings", "Minutes of March"):
            assert word not in re.sub(r"<option.*?</option>", "", said), address
    seen = known_to(officer)
    assert (seen.actors, len(seen.ties), seen.activities) == ((), 0, ())
    for kind in ("csv", "xlsx"):
        assert client.get(f"{HERE}structures.{kind}").status_code == 403


def test_a_policy_shows_what_it_says_and_no_more_on_any_way_in(
    register: Register, committee: Organisation, lead: Person, officer: Person
) -> None:
    decide(committee, lead, **TOP)
    client = client_of(officer)
    program = bearer(token_of(officer, Scope.READ))
    for one in (client, program):
        for address in addresses(register):
            if one is client or address.startswith("/api"):
                said = said_to(one, address)
                for word in (SECRET, "Hearings", "Minutes of March"):
                    assert word not in said, address
    assert "Governor" in said_to(client, HERE)
    assert "Commission" in said_to(client, f"{HERE}{register.commission.pk}/")
    listed = program.get("/api/v1/structures").json()
    assert {one["name"] for one in listed["structures"]} == {"Commission", "Governor"}
    assert listed["left_out"] == "0"
    assert {actor.name for actor in known_to(officer).actors} == {"Commission", "Governor"}
    assert len(known_to(officer).ties) == 0
    policy = decide(committee, lead, 1, **TOP | {"layers": ["information"], "shows_activities": True})
    assert policy.row_version == 2
    assert "Minutes of March" in said_to(client, f"{HERE}{register.commission.pk}/")
    assert "Hearings" in said_to(client, f"{HERE}{register.commission.pk}/")
    assert SECRET not in said_to(client, f"{HERE}{register.commission.pk}/")
    assert len(known_to(officer).ties) == 1
    assert (
        "Hearings" in program.get(f"/api/v1/structures/{register.commission.pk}/activities").content.decode()
    )


def test_who_also_belongs_to_another_organisation_is_a_security_actor_all_the_same(
    register: Register, officer: Person
) -> None:
    from avert.web.accounts import services as accounts

    another = accounts.create_organisation(name={"en": "Church"}, occasion=OCCASION)
    accounts.give_role(person=officer, organisation=another, kind=RoleKind.ANALYST, occasion=OCCASION)
    assert known_to(officer).actors == ()


def test_only_who_keeps_the_network_decides(
    committee: Organisation, police: Organisation, lead: Person, analyst: Person, officer: Person
) -> None:
    from avert.web.accounts import services as accounts

    chief = make_person("chief", police, RoleKind.LEAD)
    for person, owner in ((analyst, committee), (officer, committee), (chief, committee), (chief, police)):
        with pytest.raises(PermissionDenied):
            decide(owner, person, **TOP)
    for person in (analyst, officer, chief):
        assert "You keep no network" in client_of(person).get(f"{HERE}security/").content.decode()
    # Who leads and belongs to a security actor besides keeps no network either.
    accounts.give_role(person=lead, organisation=police, kind=RoleKind.READER, occasion=OCCASION)
    with pytest.raises(PermissionDenied):
        decide(committee, lead, **TOP)


def test_a_lead_is_shown_in_words_what_they_would_see_before_it_holds(
    register: Register, lead: Person
) -> None:
    client = client_of(lead)
    page = client.get(f"{HERE}security/").content.decode()
    assert "of 4 structures that are shared with it" in page
    assert "nothing" in page
    typed = {"levels": ["top"], "sectors": ["government"], "layers": ["information"], "row_version": 0}
    page = client.post(f"{HERE}security/", typed | {"show": ""}).content.decode()
    assert "2 structures, one tie, 0 activities" in page
    assert not rows_of(SecurityPolicy).exists()
    assert client.post(f"{HERE}security/", typed).status_code == 302
    policy = rows_of(SecurityPolicy).get()
    assert (policy.levels, policy.layers, policy.shows_activities) == (["top"], ["information"], False)
    assert "2 structures, one tie, 0 activities" in client.get(f"{HERE}security/").content.decode()
    assert client.get(f"{HERE}security/{policy.pk}/history/").status_code == 200
    assert client.post(f"{HERE}security/", typed).status_code == 409


def test_the_preview_of_sharing_says_who_would_really_see_it(
    register: Register, committee: Organisation, police: Organisation, lead: Person, analyst: Person
) -> None:
    client, left_out = client_of(analyst), "would not see it: what it may see of such records is limited"
    page = f"{HERE}{register.commission.pk}/share/"
    assert left_out in client.get(page).content.decode()
    decide(committee, lead, **TOP)
    assert left_out not in client.get(page).content.decode()
    assert left_out in client.get(f"{HERE}{register.elders.pk}/share/").content.decode()
    assert left_out in client.get(f"{HERE}trust/{register.trust.pk}/share/").content.decode()
    assert left_out in client.get(f"{HERE}ties/{register.tie.pk}/share/").content.decode()
    assert left_out in client.get(f"{HERE}activities/{register.activity.pk}/share/").content.decode()


@pytest.mark.parametrize("levels", [[], ["top"]])
def test_who_would_see_counts_the_people_whom_the_policy_lets_in(
    register: Register, lead: Person, officer: Person, to_police: Sharing, levels: list[str]
) -> None:
    committee, (police,) = register.commission.owner, to_police.organisations
    decide(committee, lead, **TOP | {"levels": levels})
    by_name = Sharing(to_police.organisations, frozenset(), frozenset({officer.pk}))
    would = who_would_see(
        Structure,
        owner_id=committee.pk,
        author_id=None,
        sharing=by_name,
        marking=Marking.AMBER,
        place="",
        record=register.commission,
    )
    assert (officer.pk in would.persons) is bool(levels)
    assert (police in would.left_out) is not bool(levels)
