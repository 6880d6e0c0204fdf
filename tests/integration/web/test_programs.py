"""Service accounts: programs of an organisation, made and ended by whoever leads it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.people import OCCASION, PASSWORD, bearer, token_of
from tests.people import client_of as logged_in
from tests.second_steps import confirmed

from avert.errors import InputError
from avert.web.accounts import programs, services
from avert.web.accounts.models import AccessToken, Organisation, Person, Role
from avert.web.accounts.vocabulary import RoleKind, Scope
from avert.web.audit.models import AuditEntry

FORM = {"name": "sends in field reports", "kind": "analyst", "place": "gw:501", "topic": "warning"}


def client_of(person: Person) -> Client:
    """Return a browser whose user has just shown who they are."""
    return confirmed(logged_in(person))


@pytest.fixture
def program(committee: Organisation) -> Person:
    return programs.create_service_account(
        organisation=committee, name="a sheet", kind=RoleKind.ANALYST, occasion=OCCASION
    )


def without_csrf(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def address_of(organisation: Organisation) -> str:
    return f"/organisations/{organisation.pk}/programs/"


def test_a_lead_makes_a_program_with_limits_and_a_token_and_ends_both(
    lead: Person, committee: Organisation
) -> None:
    client, page = client_of(lead), address_of(committee)
    assert client.post(f"{page}new/", FORM).headers["Location"] == page
    program = Person.objects.get(is_service=True)
    role = Role.objects.get(membership__person=program)
    assert (role.kind, role.place, role.topic) == ("analyst", "gw:501", "warning")
    asked = {"label": "x", "scopes": ["records:read"], "days": "1"}
    shown = client.post(f"{page}{program.pk}/tokens/new/", asked).content.decode()
    secret = re.findall(r"avert_[\w-]{43}", shown)[0]
    assert bearer(secret).get("/api/v1/notes").status_code == 200
    listed = client.get(page).content.decode()
    assert all(word in listed for word in (program.name, "Kenya", "records:read"))
    assert client.post(f"{page}{program.pk}/end/").status_code == 302
    assert bearer(secret).get("/api/v1/notes").status_code == 401
    assert program.name not in client.get(page).content.decode()
    assert AccessToken.objects.filter(revoked_at=None).count() == 0


def test_a_lead_revokes_one_token_of_a_program(
    lead: Person, committee: Organisation, program: Person
) -> None:
    secret, other = token_of(program, Scope.READ), token_of(program, Scope.READ)
    token = AccessToken.objects.earliest("created_at")
    client, page = client_of(lead), address_of(committee)
    assert client.post(f"{page}{program.pk}/tokens/{token.pk}/revoke/").status_code == 302
    assert [bearer(shown).get("/api/v1/notes").status_code for shown in (secret, other)] == [401, 200]
    assert client.post(f"{page}{program.pk}/tokens/{token.pk}/revoke/").status_code == 404


@pytest.mark.parametrize("who", ["analyst", "colleague", "outside_stakeholder", "administrator"])
def test_whoever_does_not_lead_finds_nothing_and_changes_nothing(
    who: str, request: pytest.FixtureRequest, program: Person, committee: Organisation, ministry: Organisation
) -> None:
    token_of(program, Scope.READ)
    page, none = address_of(committee), address_of(ministry)
    token = AccessToken.objects.get()
    tails = ["", "new/", f"{program.pk}/end/", f"{program.pk}/tokens/new/"]
    tails.append(f"{program.pk}/tokens/{token.pk}/revoke/")
    client = client_of(request.getfixturevalue(who))
    for tail in tails:
        for answer in (client.get(page + tail), client.post(page + tail, FORM)):
            assert answer.status_code in {404, 405}, tail
    there, missing = (without_csrf(client.get(address).content.decode()) for address in (page, none))
    assert there.replace(str(committee.pk), str(ministry.pk)) == missing
    assert Person.objects.get(pk=program.pk).is_active
    assert AccessToken.objects.get().revoked_at is None


def test_a_lead_of_another_organisation_does_not_reach_a_program_through_her_own(
    program: Person, ministry: Organisation, analyst: Person
) -> None:
    services.give_role(person=analyst, organisation=ministry, kind=RoleKind.LEAD, occasion=OCCASION)
    client = client_of(analyst)
    assert client.get(address_of(ministry)).status_code == 200
    assert client.post(f"{address_of(ministry)}{program.pk}/end/").status_code == 404


def test_a_program_cannot_log_in_whatever_password_it_was_given(program: Person, stranger: Client) -> None:
    assert not program.has_usable_password()
    program.set_password(PASSWORD)
    program.save()
    form = {"username": program.username, "password": PASSWORD}
    assert stranger.post("/account/log-in/", form).status_code == 200
    assert stranger.get("/world/").status_code == 302
    forced = Client()
    forced.force_login(program)
    assert forced.get("/world/").status_code == 302
    assert forced.get("/account/password/").status_code == 302


def test_a_program_gets_no_password_leads_nothing_and_joins_nobody_else(
    program: Person, committee: Organisation, ministry: Organisation
) -> None:
    with pytest.raises(InputError, match="no password"):
        services.change_password(person=program, new_password="another four plain words", occasion=OCCASION)
    with pytest.raises(InputError, match="cannot lead"):
        services.give_role(person=program, organisation=committee, kind=RoleKind.LEAD, occasion=OCCASION)
    with pytest.raises(InputError, match="made it"):
        services.join_organisation(person=program, organisation=ministry, occasion=OCCASION)
    assert Role.objects.filter(kind="lead", membership__person=program).count() == 0


def test_the_page_makes_no_program_that_leads(lead: Person, committee: Organisation) -> None:
    answer = client_of(lead).post(f"{address_of(committee)}new/", FORM | {"kind": "lead"})
    assert (answer.status_code, Person.objects.filter(is_service=True).exists()) == (200, False)


def test_the_audit_names_a_program_as_a_service_of_its_organisation(
    program: Person, committee: Organisation
) -> None:
    bearer(token_of(program, Scope.READ)).get("/api/v1/notes")
    entry = AuditEntry.objects.get(object_kind="notes.note")
    assert (entry.actor_kind, entry.actor_id, entry.organisation_id) == ("service", program.pk, committee.pk)
    made = AuditEntry.objects.get(object_kind="accounts.accesstoken")
    assert (made.action, made.owner_id) == ("create", committee.pk)
