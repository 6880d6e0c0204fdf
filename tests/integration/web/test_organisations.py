"""Who decides who belongs to an organisation, and what nobody else learns of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from tests.people import OCCASION, make_person
from tests.people import client_of as logged_in
from tests.second_steps import confirmed

from avert.web.accounts import belonging, deactivation, members, organisations, policy
from avert.web.accounts import services as accounts
from avert.web.accounts.models import AccessToken, Membership, Organisation, Person, Role
from avert.web.accounts.names import name_in
from avert.web.accounts.organisations import Description
from avert.web.accounts.vocabulary import RoleKind, Topic
from avert.web.audit.models import AuditEntry

WHO = (
    *("administrator", "lead", "limited_lead", "analyst", "colleague"),
    *("outside_lead", "program", "deactivated_lead"),
)
NO_ID = uuid.UUID("00000000-0000-4000-8000-000000000000")


def client_of(person: Person) -> Client:
    """Return a browser whose user has just shown who they are."""
    return confirmed(logged_in(person))


@pytest.fixture
def limited_lead(committee: Organisation) -> Person:
    """A lead for one topic, who decides for nobody."""
    person = make_person("limited-lead")
    accounts.give_role(
        person=person,
        organisation=committee,
        kind=RoleKind.LEAD,
        topic=Topic.WARNING,
        occasion=OCCASION,
    )
    return person


@pytest.fixture
def outside_lead(ministry: Organisation) -> Person:
    return make_person("outside-lead", ministry, RoleKind.LEAD)


@pytest.fixture
def program(committee: Organisation) -> Person:
    return make_person("program", committee, RoleKind.ANALYST, is_service=True)


@pytest.fixture
def deactivated_lead(committee: Organisation) -> Person:
    return make_person("deactivated-lead", committee, RoleKind.LEAD, is_active=False)


def membership_of(person: Person) -> Membership:
    return Membership.objects.get(person=person)


ACTIONS: dict[str, tuple[Callable[..., Any], set[str]]] = {
    "add an organisation": (
        lambda viewer, **_: organisations.add_organisation(
            description=Description({"en": "New"}), viewer=viewer, occasion=OCCASION
        ),
        {"administrator"},
    ),
    "describe it": (
        lambda viewer, committee, **_: organisations.describe_organisation(
            organisation=committee,
            description=Description({"en": "Other"}),
            viewer=viewer,
            occasion=OCCASION,
        ),
        {"administrator", "lead"},
    ),
    "give a role": (
        lambda viewer, target, **_: members.add_role(
            membership=membership_of(target), kind=RoleKind.ANALYST, viewer=viewer, occasion=OCCASION
        ),
        {"lead"},
    ),
    "take a role": (
        lambda viewer, target, **_: members.remove_role(
            role=Role.objects.get(membership__person=target), viewer=viewer, occasion=OCCASION
        ),
        {"lead"},
    ),
    "end a membership": (
        lambda viewer, target, **_: members.end_membership(
            membership=membership_of(target), viewer=viewer, occasion=OCCASION
        ),
        {"lead"},
    ),
    "deactivate": (
        lambda viewer, target, **_: deactivation.deactivate(person=target, viewer=viewer, occasion=OCCASION),
        {"administrator"},
    ),
    "reactivate": (
        lambda viewer, target, **_: deactivation.reactivate(person=target, viewer=viewer, occasion=OCCASION),
        {"administrator"},
    ),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_do_what(
    action: str, who: str, lead: Person, committee: Organisation, request: pytest.FixtureRequest
) -> None:
    do, allowed = ACTIONS[action]
    target = make_person("target", committee)
    viewer = request.getfixturevalue(who)
    written = AuditEntry.objects.count()
    if who in allowed:
        do(viewer, committee=committee, target=target)
    else:
        with pytest.raises(PermissionDenied):
            do(viewer, committee=committee, target=target)
        assert AuditEntry.objects.count() == written


PAGES = {
    "": {"administrator", "lead", "limited_lead", "analyst", "colleague"},
    "change/": {"administrator", "lead"},
    "invite/": {"lead"},
}


@pytest.mark.parametrize("who", WHO[:-2])
@pytest.mark.parametrize("page", PAGES)
def test_who_opens_which_page(
    page: str, who: str, lead: Person, committee: Organisation, request: pytest.FixtureRequest
) -> None:
    answer = client_of(request.getfixturevalue(who)).get(f"/organisations/{committee.pk}/{page}")
    hidden = 404 if who == "outside_lead" else 403
    assert answer.status_code == (200 if who in PAGES[page] else hidden)


def told(answer: Any) -> tuple[Any, ...]:
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
    body = re.sub(rb'name="next" value="[^"]*"', b"", body)  # the address that was asked for
    return answer.status_code, body, dict(answer.headers)


@pytest.mark.parametrize("rest", ["", "change/", "invite/", f"people/{NO_ID}/"])
def test_a_hidden_organisation_answers_as_an_unknown_one(
    rest: str, outside_lead: Person, committee: Organisation
) -> None:
    client = client_of(outside_lead)
    hidden, unknown = (
        client.get(f"/organisations/{key}/{rest}", headers={"accept-encoding": "identity"})
        for key in (committee.pk, NO_ID)
    )
    assert told(hidden) == told(unknown)
    assert hidden.status_code == 404


def test_a_hidden_organisation_takes_no_post(
    outside_lead: Person, lead: Person, committee: Organisation
) -> None:
    client, key = client_of(outside_lead), membership_of(lead).pk
    role = Role.objects.get(membership=key).pk
    for rest in (f"people/{key}/", f"people/{key}/end/", f"roles/{role}/take/", "change/", "invite/"):
        assert client.post(f"/organisations/{committee.pk}/{rest}").status_code == 404
    # Nor by way of one's own organisation.
    own = outside_lead.organisations.get().pk
    assert client.post(f"/organisations/{own}/people/{key}/end/").status_code == 404
    assert client.post(f"/organisations/{own}/roles/{role}/take/").status_code == 404
    assert policy.leads_of(committee.pk) == {lead.pk}


def test_the_last_lead_can_neither_go_nor_be_made_less(lead: Person, limited_lead: Person) -> None:
    membership = membership_of(lead)
    with pytest.raises(members.LastLeadError):
        members.end_membership(membership=membership, viewer=lead, occasion=OCCASION)
    with pytest.raises(members.LastLeadError):
        members.remove_role(role=membership.roles.get(), viewer=lead, occasion=OCCASION)
    organisation = membership.organisation_id
    answer = client_of(lead).post(f"/organisations/{organisation}/people/{membership.pk}/end/", follow=True)
    assert "last lead without limits" in answer.content.decode()
    assert policy.leads_of(organisation) == {lead.pk}


def test_a_lead_goes_once_there_is_another(lead: Person, committee: Organisation) -> None:
    other = make_person("other", committee, RoleKind.LEAD)
    members.end_membership(membership=membership_of(lead), viewer=lead, occasion=OCCASION)
    assert policy.leads_of(committee.pk) == {other.pk}


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_remove_each_other_at_once_one_stays(lead: Person, committee: Organisation) -> None:
    other, start = make_person("other", committee, RoleKind.LEAD), Barrier(2)

    def remove(viewer: Person, target: Person) -> None:
        try:
            start.wait()
            members.end_membership(membership=membership_of(target), viewer=viewer, occasion=OCCASION)
        except (PermissionDenied, members.LastLeadError):
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(remove, lead, other), pool.submit(remove, other, lead)]:
            done.result()
    assert len(policy.leads_of(committee.pk)) == 1


def test_anyone_may_leave_by_themselves(analyst: Person, lead: Person, committee: Organisation) -> None:
    client = client_of(analyst)
    address = f"/organisations/{committee.pk}/people/{membership_of(analyst).pk}/end/"
    assert client.post(address).headers["Location"] == "/organisations/own/"
    assert client.get(f"/organisations/{committee.pk}/").status_code == 404


def test_a_lead_gives_a_role_limited_to_a_place_and_takes_it_away(lead: Person, colleague: Person) -> None:
    membership, client = membership_of(colleague), client_of(lead)
    page = f"/organisations/{membership.organisation_id}/people/{membership.pk}/"
    wrong = client.post(page, {"kind": "reader", "place": "Congo", "topic": ""})
    assert "may mean" in wrong.content.decode()
    client.post(page, {"kind": "reader", "place": "Kenya", "topic": "assessment"})
    role = membership.roles.get(place="gw:501")
    html = client.get(page).content.decode()
    assert "Reader · only Kenya · only Assessment and evidence" in html
    client.post(f"/organisations/{membership.organisation_id}/roles/{role.pk}/take/")
    assert not membership.roles.filter(pk=role.pk).exists()


def test_members_see_who_leads_and_not_what_others_may_do(
    lead: Person, analyst: Person, colleague: Person, committee: Organisation
) -> None:
    address = f"/organisations/{committee.pk}/"
    seen = client_of(colleague).get(address).content.decode()
    assert {"Lead", "Analyst", "Colleague"} <= set(re.findall(r"<bdi[^>]*>([^<]*)</bdi>", seen))
    shown = belonging.people_of(viewer=colleague, organisation=committee)
    assert {role.kind for member in shown for role in member.shown_roles} == {RoleKind.LEAD}


def test_an_administrator_s_first_day(administrator: Person) -> None:
    client = client_of(administrator)
    assert "invite its first lead" in client.get("/organisations/").content.decode()
    nameless = client.post("/organisations/add/", {"level": "local"})
    assert "at least one language" in nameless.content.decode()
    made = client.post("/organisations/add/", {"name_fr": "Comité", "level": "local", "sector": "religious"})
    page = client.get(made.headers["Location"]).content.decode()
    assert "Comité" in page
    assert "Invite its first lead" in page
    organisation = Organisation.objects.get()
    assert organisation.name == {"fr": "Comité"}
    assert not organisation.is_listed


def test_others_do_not_see_the_list_of_organisations(lead: Person) -> None:
    client = client_of(lead)
    for address in ("/organisations/", "/organisations/add/", "/accounts/"):
        assert client.get(address).status_code == 403
    assert list(belonging.all_organisations(viewer=lead)) == []
    assert list(belonging.all_accounts(viewer=lead)) == []


def test_deactivating_ends_sessions_and_tokens_for_good(administrator: Person, analyst: Person) -> None:
    session, guest = client_of(analyst), client_of(administrator)
    token = AccessToken.objects.create(
        person=analyst, label="x", digest="0" * 64, created_at=OCCASION.at, expires_at=OCCASION.at
    )
    guest.post(f"/accounts/{analyst.pk}/deactivate/")
    assert session.get("/account/password/").status_code == 302
    guest.post(f"/accounts/{analyst.pk}/reactivate/")
    assert session.get("/account/password/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert client_of(Person.objects.get(pk=analyst.pk)).get("/account/password/").status_code == 200
    assert guest.get("/accounts/").status_code == 200


def test_the_last_administrator_cannot_close_her_own_account(administrator: Person) -> None:
    client = client_of(administrator)
    answer = client.post(f"/accounts/{administrator.pk}/deactivate/", follow=True)
    assert "last administrator" in answer.content.decode()
    make_person("second", is_staff=True)
    client.post(f"/accounts/{administrator.pk}/deactivate/")
    assert not Person.objects.get(pk=administrator.pk).is_active


def test_no_name_gets_into_the_audit(administrator: Person, lead: Person, committee: Organisation) -> None:
    client = client_of(administrator)
    client.post(f"/organisations/{committee.pk}/change/", {"name_en": "Quetzal", "is_listed": "on"})
    client_of(lead).post(f"/organisations/{committee.pk}/invite/", {"kind": "reader", "days": "7"})
    entries = AuditEntry.objects.all()
    assert "Quetzal" not in str(list(entries.values()))
    change = entries.get(action="change")
    assert (change.owner_id, change.field_names) == (committee.pk, ["is_listed", "name"])


def test_a_page_asks_the_database_as_often_for_many_members(
    lead: Person, committee: Organisation, administrator: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        make_person(f"p{number}", committee)
    for viewer in (lead, administrator):
        client = client_of(viewer)
        with django_assert_max_num_queries(20):
            assert "Page 1 of 2" in client.get(f"/organisations/{committee.pk}/").content.decode()
    with django_assert_max_num_queries(10):
        client.get("/accounts/")
    with django_assert_max_num_queries(10):
        client.get("/organisations/")


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "Comité"), ("en", "Committee"), ("es", "Committee"), ("", "Committee")]
)
def test_a_name_is_shown_in_the_reader_s_language_or_in_english(language: str, shown: str) -> None:
    assert name_in({"en": "Committee", "fr": "Comité"}, language) == shown


def test_a_stranger_is_sent_to_log_in(stranger: Client, committee: Organisation) -> None:
    for key in (committee.pk, NO_ID):
        assert stranger.get(f"/organisations/{key}/").headers["Location"].startswith("/account/log-in/")
