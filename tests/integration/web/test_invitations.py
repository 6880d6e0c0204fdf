"""An invitation opens one place, once, for whoever brings its code in time."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.people import OCCASION, make_person
from tests.people import client_of as logged_in
from tests.second_steps import confirmed

from avert.web.accounts import belonging, invitations, policy
from avert.web.accounts.models import Invitation, Membership, Organisation, Person, Role
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import ActorKind, Occasion

JOIN = "/account/join/"
PASSWORD = "seven quiet rivers meet"


def client_of(person: Person) -> Client:
    """Return a browser whose user has just shown who they are."""
    return confirmed(logged_in(person))


def occasion(person: Person | None = None) -> Occasion:
    if person is None:
        return replace(OCCASION, at=timezone.now())
    return Occasion(timezone.now(), ActorKind.PERSON, person.pk)


def invite(
    by: Person, organisation: Organisation, kind: RoleKind = RoleKind.READER, days: int = 7, **limits: str
) -> tuple[Invitation, str]:
    invitation = Invitation(organisation=organisation, kind=kind, **limits)
    return invitations.invite(invitation=invitation, days=days, viewer=by, occasion=occasion(by))


def join(client: Client, code: str, username: str = "newcomer", **fields: str) -> Any:
    filled = {"name": "New Comer", "password1": PASSWORD, "password2": PASSWORD}
    return client.post(JOIN, {"code": code, "username": username} | filled | fields)


def mistakes(answer: Any) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def test_a_code_opens_an_account_with_a_role_and_a_session(
    lead: Person, committee: Organisation, stranger: Client
) -> None:
    _invitation, code = invite(lead, committee, RoleKind.ANALYST, place="gw:501")
    answer = join(stranger, code.upper().replace("-", " "))
    assert answer.headers["Location"] == f"/organisations/{committee.pk}/"
    assert stranger.get(answer.headers["Location"]).status_code == 200
    role = Role.objects.get(membership__person__username="newcomer")
    assert (role.kind, role.place, role.membership.organisation) == ("analyst", "gw:501", committee)
    assert not role.membership.person.is_staff


def test_the_code_is_shown_once_and_kept_nowhere(lead: Person, committee: Organisation) -> None:
    client, address = client_of(lead), f"/organisations/{committee.pk}/invite/"
    answer = client.post(address, {"kind": "reader", "place": "Kenya", "topic": "", "days": "3"})
    code = re.search(r"<code[^>]*>([^<]*)</code>", answer.content.decode())[1]
    invitation = Invitation.objects.get()
    assert invitation.code_digest == hashlib.sha256(code.replace("-", "").encode()).hexdigest()
    assert code not in client.get(f"/organisations/{committee.pk}/").content.decode()
    assert code not in str(list(AuditEntry.objects.values()))
    assert code not in str(client.session.items())
    assert invitation.expires_at - invitation.created_at == dt.timedelta(days=3)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("days", ["0", "31", "x", ""])
def test_an_invitation_is_good_for_a_day_to_a_month(lead: Person, committee: Organisation, days: str) -> None:
    client_of(lead).post(f"/organisations/{committee.pk}/invite/", {"kind": "reader", "days": days})
    assert not Invitation.objects.exists()


def test_wrong_used_withdrawn_and_expired_codes_get_one_answer(lead: Person, committee: Organisation) -> None:
    used, withdrawn, expired = (invite(lead, committee) for _code in range(3))
    join(Client(), used[1], "first")
    invitations.withdraw(invitation=withdrawn[0], viewer=lead, occasion=occasion(lead))
    Invitation.objects.filter(pk=expired[0].pk).update(expires_at=timezone.now())
    answers = [join(Client(), code) for code in ("wrong", used[1], withdrawn[1], expired[1])]
    assert all(mistakes(answer) == mistakes(answers[0]) for answer in answers)
    assert list(mistakes(answers[0])) == ["code"]
    assert not Person.objects.filter(username="newcomer").exists()


def test_a_code_dies_when_its_giver_may_no_longer_invite(lead: Person, committee: Organisation) -> None:
    make_person("other", committee, RoleKind.LEAD)
    _invitation, code = invite(lead, committee)
    assert invitations.good_invitation(code, timezone.now())
    Role.objects.filter(membership__person=lead).delete()
    assert invitations.good_invitation(code, timezone.now()) is None


def test_a_taken_user_name_is_told_to_whoever_has_a_good_code_only(
    lead: Person, committee: Organisation
) -> None:
    _invitation, code = invite(lead, committee)
    assert list(mistakes(join(Client(), "wrong", "LEAD"))) == ["code"]
    assert list(mistakes(join(Client(), code, "LEAD"))) == ["username"]
    assert invitations.good_invitation(code, timezone.now()), "the code is not used up by a mistake"


def test_a_weak_password_is_refused_and_uses_nothing_up(lead: Person, committee: Organisation) -> None:
    _invitation, code = invite(lead, committee)
    assert list(mistakes(join(Client(), code, password1="short", password2="short"))) == ["password2"]
    assert invitations.good_invitation(code, timezone.now())


def test_someone_who_is_here_joins_a_further_organisation(
    lead: Person, committee: Organisation, outside_stakeholder: Person
) -> None:
    _invitation, code = invite(lead, committee)
    client = client_of(outside_stakeholder)
    assert client.post(JOIN, {"code": code}).headers["Location"] == f"/organisations/{committee.pk}/"
    assert outside_stakeholder.organisations.count() == 2
    assert Person.objects.filter(username__contains="newcomer").count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bring_one_code_at_once_one_is_let_in(lead: Person, committee: Organisation) -> None:
    _invitation, code = invite(lead, committee)
    persons, start = [make_person(f"p{number}") for number in range(4)], Barrier(4)

    def bring(person: Person) -> bool:
        try:
            start.wait()
            invitations.accept(code=code, person=person, occasion=occasion(person))
        except invitations.NotGoodCodeError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(bring, persons)) == 1
    assert Membership.objects.filter(organisation=committee).count() == 2


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_second_with_a_new_account_leaves_no_account(
    lead: Person, committee: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation, code = invite(lead, committee)
    monkeypatch.setattr(
        "avert.web.people.forms.good_invitation", lambda _code, _now: invitation
    )  # as it was a moment before
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    assert list(mistakes(join(Client(), code))) == ["code"]
    assert not Person.objects.filter(username="newcomer").exists()


def test_guessing_is_slowed_down(lead: Person, committee: Organisation, stranger: Client) -> None:
    _invitation, code = invite(lead, committee)
    for _guess in range(20):
        join(stranger, "wrong")
    assert "Too many wrong codes" in join(stranger, code).content.decode()
    assert not Person.objects.filter(username="newcomer").exists()


# Who invites


def test_an_administrator_invites_the_first_lead_and_nobody_else(
    administrator: Person, committee: Organisation, stranger: Client
) -> None:
    with pytest.raises(PermissionDenied):
        invite(administrator, committee, RoleKind.READER)
    with pytest.raises(PermissionDenied):
        invite(administrator, committee, RoleKind.LEAD, place="gw:501")
    _one, code = invite(administrator, committee, RoleKind.LEAD)
    _spare, spare = invite(administrator, committee, RoleKind.LEAD)
    join(stranger, code)
    assert len(policy.leads_of(committee.pk)) == 1
    with pytest.raises(PermissionDenied):
        invite(administrator, committee, RoleKind.LEAD)
    assert invitations.good_invitation(spare, timezone.now()) is None, "no way in is kept back"


@pytest.mark.parametrize("who", ["analyst", "colleague", "outside_stakeholder"])
def test_nobody_else_invites_withdraws_or_sees_invitations(
    who: str, lead: Person, committee: Organisation, request: pytest.FixtureRequest
) -> None:
    invitation, _code = invite(lead, committee)
    viewer = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        invite(viewer, committee)
    with pytest.raises(PermissionDenied):
        invitations.withdraw(invitation=invitation, viewer=viewer, occasion=occasion(viewer))
    found = belonging.open_invitations(viewer=viewer, organisation=committee, now=timezone.now())
    assert not found.exists()


def test_a_lead_sees_and_withdraws_what_is_open(lead: Person, committee: Organisation) -> None:
    invitation, code = invite(lead, committee, RoleKind.READER, place="gw:501")
    client, page = client_of(lead), f"/organisations/{committee.pk}/"
    assert "Reader · only Kenya" in client.get(page).content.decode()
    client.post(f"{page}invitations/{invitation.pk}/withdraw/")
    assert "Reader · only Kenya" not in client.get(page).content.decode()
    assert invitations.good_invitation(code, timezone.now()) is None


def test_joining_leaves_entries_without_names(
    lead: Person, committee: Organisation, stranger: Client
) -> None:
    _invitation, code = invite(lead, committee)
    before = AuditEntry.objects.count()
    join(stranger, code)
    entries = list(AuditEntry.objects.all())[before:]
    said = {(entry.action, entry.object_kind.split(".")[1]) for entry in entries}
    assert said == {
        ("permission-change", "membership"),
        ("permission-change", "role"),
        ("change", "invitation"),
        ("create", "person"),
        ("log-in", "person"),
    }
    newcomer = Person.objects.get(username="newcomer")
    assert {entry.actor_id for entry in entries} == {newcomer.pk}
    assert "Comer" not in str([vars(entry) for entry in entries])
