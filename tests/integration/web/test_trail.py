from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from tests.people import OCCASION, client_of, make_person

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.audit import expiring
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import ActorKind, Occasion
from avert.web.sealing.models import OrganisationKey
from avert.web.trail import selectors

RECORD = uuid.uuid4()


@pytest.fixture(autouse=True)
def _someone_reads_a_record_of_the_committee(analyst: Person, committee: Organisation) -> None:
    occasion = Occasion(OCCASION.at, ActorKind.PERSON, analyst.pk, committee.pk)
    audit.append(
        occasion=occasion,
        action=Action.READ,
        object_kind="records.note",
        object_id=RECORD,
        owner_id=committee.pk,
    )


def known(viewer: Person | AnonymousUser) -> list[selectors.Line]:
    return selectors.page_of(selectors.entries_known_to(viewer=viewer), viewer=viewer, number=1)[1]


def page(viewer: Person, query: str = "") -> str:
    answer = client_of(viewer).get(f"/audit/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_members_see_who_has_seen_what_their_organisation_owns(lead: Person) -> None:
    html = page(lead, f"?object={RECORD}")
    assert str(RECORD) in html
    assert "Analyst" in html


def test_outsiders_and_strangers_see_nothing_of_it(
    outside_stakeholder: Person, committee: Organisation
) -> None:
    for query in ("", f"?object={RECORD}", f"?object={committee.pk}", "?page=2"):
        assert str(RECORD) not in page(outside_stakeholder, query).replace(query, "")
    assert list(selectors.who_has_seen(viewer=outside_stakeholder, object_id=RECORD)) == []
    assert known(AnonymousUser()) == []
    assert Client().get(f"/audit/?object={RECORD}").status_code == 302


def test_administrators_see_that_something_was_done_and_no_more(administrator: Person) -> None:
    line = next(line for line in known(administrator) if line.object_kind == "records.note")
    assert (line.action, line.object_id, line.actor) == (Action.READ, None, None)
    assert str(RECORD) not in page(administrator)
    assert "records.note" not in page(administrator, f"?object={RECORD}")


def test_the_superuser_flag_alone_shows_nothing(db: None) -> None:
    assert known(make_person("super", is_superuser=True)) == []


def test_who_was_deactivated_sees_nothing(lead: Person) -> None:
    lead.is_active = False
    assert known(lead) == []


def test_colleagues_do_not_see_each_other_s_log_ins(
    lead: Person, analyst: Person, administrator: Person
) -> None:
    Client().post("/account/log-in/", {"username": "analyst", "password": "four plain words together"})
    assert known(analyst)[0].action == Action.LOG_IN
    assert Action.LOG_IN not in {line.action for line in known(lead)}
    assert Action.LOG_IN in {line.action for line in known(administrator)}


def test_an_actor_of_another_organisation_has_no_name(
    lead: Person, outside_stakeholder: Person, committee: Organisation, ministry: Organisation
) -> None:
    occasion = Occasion(OCCASION.at, ActorKind.PERSON, outside_stakeholder.pk, ministry.pk)
    audit.append(occasion=occasion, action=Action.EXPORT, object_id=RECORD, owner_id=committee.pk)
    assert known(lead)[0].actor == str(outside_stakeholder.pk)[:8]


def test_what_one_left_behind_stays_behind(analyst: Person) -> None:
    analyst.memberships.all().delete()
    assert RECORD not in {line.object_id for line in known(analyst)}


def test_reading_the_trail_is_in_it_once(lead: Person) -> None:
    page(lead)
    read = AuditEntry.objects.filter(action=Action.READ_LIST)
    assert [(entry.actor_id, entry.object_kind) for entry in read] == [(lead.pk, "audit.auditentry")]


def test_a_page_of_the_trail_asks_the_database_a_fixed_number_of_times(
    lead: Person, committee: Organisation, django_assert_max_num_queries: object
) -> None:
    for number in range(60):
        accounts.join_organisation(
            person=make_person(f"p{number}"), organisation=committee, occasion=OCCASION
        )
    client = client_of(lead)
    with django_assert_max_num_queries(18):
        assert "Page 1 of 2" in client.get("/audit/").content.decode()


def test_a_broken_question_finds_no_page(lead: Person) -> None:
    assert client_of(lead).get("/audit/?object=x").status_code == 404


@pytest.fixture
def sealed_reading(lead: Person, committee: Organisation, settings: object) -> uuid.UUID:
    """The lead reads a sealed record of the committee."""
    settings.AVERT_SEALED_KINDS = ["tests.identity"]
    occasion = Occasion(OCCASION.at, ActorKind.PERSON, lead.pk, committee.pk)
    said = {"object_kind": "tests.identity", "object_id": uuid.uuid4(), "owner_id": committee.pk}
    audit.append(occasion=occasion, action=Action.READ, **said)
    return said["object_id"]


def kinds_known(viewer: Person) -> set[str]:
    return {line.object_kind for line in known(viewer)}


def test_without_a_custodian_nobody_knows_who_has_seen_a_sealed_record(
    sealed_reading: uuid.UUID, lead: Person, analyst: Person, administrator: Person, settings: object
) -> None:
    for viewer in (lead, analyst, administrator, make_person("super", is_superuser=True)):
        assert "tests.identity" not in kinds_known(viewer)
        assert list(selectors.who_has_seen(viewer=viewer, object_id=sealed_reading)) == []
    settings.AVERT_SEALED_KINDS = []
    assert "tests.identity" in kinds_known(analyst), "it is the seal that hides it"


def test_its_custodian_alone_knows_and_by_pseudonym(
    sealed_reading: uuid.UUID, lead: Person, analyst: Person, administrator: Person, committee: Organisation
) -> None:
    OrganisationKey.objects.create(
        organisation=committee,
        custodian=analyst,
        **dict.fromkeys(["named_at", "proven_at", "begun_at"], OCCASION.at),
    )
    line = next(line for line in known(analyst) if line.object_kind == "tests.identity")
    assert len(line.actor) == selectors.PSEUDONYM
    assert line.actor not in {str(lead.pk)[: selectors.PSEUDONYM], lead.get_full_name()}
    for viewer in (lead, administrator):
        assert "tests.identity" not in kinds_known(viewer)


def test_an_expired_entry_says_so_and_nothing_else(
    lead: Person, outside_stakeholder: Person, administrator: Person
) -> None:
    later = OCCASION.at + dt.timedelta(days=400)
    assert expiring.expire(occasion=Occasion.of_the_site(later))
    assert None in {line.action for line in known(administrator)}
    html = page(administrator)
    assert "expired" in html
    assert "the site by itself" in html
    for viewer in (lead, outside_stakeholder):
        assert None not in {line.action for line in known(viewer)}
        assert str(RECORD) not in page(viewer)
