"""Sharing groups: who comes widens what is shared with them, who goes narrows it, and nobody is found by asking."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.integration.web.test_organisations import (  # noqa: F401  fixtures
    NO_ID,
    limited_lead,
    outside_lead,
    program,
    told,
)
from tests.integration.web.test_records import reads
from tests.people import OCCASION, make_person
from tests.people import client_of as logged_in
from tests.record_samples import attach, write_note
from tests.second_steps import confirmed

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.notes.models import Attachment
from avert.web.people import leaving
from avert.web.records import group_selectors as selectors
from avert.web.records import groups
from avert.web.records.models import GroupMembership, SharingGroup
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import Sharing


def client_of(person: Person) -> Client:
    """Return a browser whose user has just shown who they are."""
    return confirmed(logged_in(person))


@pytest.fixture
def group(committee: Organisation, lead: Person) -> SharingGroup:
    return groups.create_group(name={"en": "Border talks"}, keeper=committee, viewer=lead, occasion=OCCASION)


@pytest.fixture
def asked(group: SharingGroup, lead: Person, ministry: Organisation) -> GroupMembership:
    groups.ask(group=group, organisation_id=ministry.pk, viewer=lead, occasion=OCCASION)
    return GroupMembership.objects.get(group=group, organisation=ministry)


@pytest.fixture
def joined(asked: GroupMembership, outside_lead: Person) -> GroupMembership:  # noqa: F811
    groups.accept(membership=asked, viewer=outside_lead, occasion=OCCASION)
    asked.refresh_from_db()
    return asked


ACTIONS: dict[str, tuple[Callable[..., Any], set[str]]] = {
    "ask": (
        lambda viewer, group, **_: groups.ask(
            group=group, organisation_id=NO_ID, viewer=viewer, occasion=OCCASION
        ),
        {"lead"},
    ),
    "accept": (
        lambda viewer, asked, **_: groups.accept(membership=asked, viewer=viewer, occasion=OCCASION),
        {"outside_lead"},
    ),
    "decline": (
        lambda viewer, asked, **_: groups.decline(membership=asked, viewer=viewer, occasion=OCCASION),
        {"outside_lead"},
    ),
    "leave": (
        lambda viewer, asked, **_: groups.leave_group(membership=asked, viewer=viewer, occasion=OCCASION),
        {"lead", "outside_lead"},
    ),
    "dissolve": (
        lambda viewer, group, **_: groups.dissolve_group(group=group, viewer=viewer, occasion=OCCASION),
        {"lead"},
    ),
    "create": (
        lambda viewer, group, **_: groups.create_group(
            name={"en": "x"}, keeper=group.keeper, viewer=viewer, occasion=OCCASION
        ),
        {"lead"},
    ),
}
WHO = (
    *("administrator", "lead", "limited_lead", "analyst", "colleague"),
    *("outside_stakeholder", "outside_lead", "program"),
)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_do_what_with_a_group(
    action: str, who: str, group: SharingGroup, asked: GroupMembership, request: pytest.FixtureRequest
) -> None:
    do, allowed = ACTIONS[action]
    viewer = request.getfixturevalue(who)
    if who in allowed:
        do(viewer, group=group, asked=asked)
    else:
        with pytest.raises(PermissionDenied):
            do(viewer, group=group, asked=asked)


def test_a_group_is_shown_to_those_in_it_and_to_leads_who_were_asked(
    group: SharingGroup,
    asked: GroupMembership,
    colleague: Person,
    outside_lead: Person,  # noqa: F811
    outside_stakeholder: Person,
) -> None:
    address = f"/groups/{group.pk}/"
    assert client_of(colleague).get(address).status_code == 200
    seen = client_of(outside_lead).get(address).content.decode()
    assert "Border talks" in seen
    assert "District peace committee" in seen
    assert "Saying yes widens what is shared" in seen
    for viewer in (outside_stakeholder, make_person("keeps-the-server", is_staff=True)):
        client = client_of(viewer)
        hidden, unknown = (
            client.get(f"/groups/{key}/", headers={"accept-encoding": "identity"})
            for key in (group.pk, uuid.uuid4())
        )
        assert told(hidden) == told(unknown)
        assert hidden.status_code == 404


def test_asking_by_id_tells_nobody_whether_an_organisation_is_here(
    group: SharingGroup,
    lead: Person,
    ministry: Organisation,
    django_assert_max_num_queries: Any,
) -> None:
    client, pages = client_of(lead), []
    for key in (NO_ID, ministry.pk, ministry.pk):
        answer = client.post(f"/groups/{group.pk}/ask/", {"organisation_id": str(key)}, follow=True)
        pages.append(re.sub(r'value="\w+"', "", answer.content.decode()))
    assert pages[0] == pages[1] == pages[2]
    own = AuditEntry.objects.filter(owner_id=group.keeper_id, action="permission-change", object_id=group.pk)
    assert {(entry.object_kind, *entry.field_names) for entry in own} == {
        ("records.sharinggroup", "asked_at")
    }
    assert own.count() == 3
    assert GroupMembership.objects.filter(organisation=ministry, accepted_at=None).count() == 1


def test_one_that_is_known_is_shown_as_asked(group: SharingGroup, lead: Person) -> None:
    listed = accounts.create_organisation(name={"en": "Open door"}, is_listed=True, occasion=OCCASION)
    client = client_of(lead)
    assert "Open door" in client.get(f"/groups/{group.pk}/ask/").content.decode()
    page = client.post(f"/groups/{group.pk}/ask/", {"organisation": str(listed.pk)}, follow=True)
    assert "asked, not answered" in page.content.decode()


def test_a_form_offers_no_organisation_that_one_may_not_know(
    group: SharingGroup, lead: Person, ministry: Organisation
) -> None:
    client = client_of(lead)
    assert str(ministry.pk) not in client.get(f"/groups/{group.pk}/ask/").content.decode()
    for key in (ministry.pk, NO_ID):
        answer = client.post(f"/groups/{group.pk}/ask/", {"organisation": str(key)})
        assert list(answer.context["form"].errors) == ["organisation"]


def test_a_group_from_its_beginning_to_its_end(
    group: SharingGroup,
    asked: GroupMembership,
    lead: Person,
    outside_lead: Person,  # noqa: F811
) -> None:
    keeper, other = client_of(lead), client_of(outside_lead)
    assert "Border talks" in other.get("/groups/").content.decode()
    other.post(f"/groups/{group.pk}/members/{asked.pk}/accept/")
    assert [each.pk for each in selectors.groups_shown_to(viewer=outside_lead)] == [group.pk]
    refused = keeper.post(f"/groups/{group.pk}/dissolve/", follow=True)
    assert "Others are still in this group" in refused.content.decode()
    own = GroupMembership.objects.get(group=group, organisation=group.keeper)
    stays = keeper.post(f"/groups/{group.pk}/members/{own.pk}/leave/", follow=True)
    assert "cannot leave" in stays.content.decode()
    assert other.post(f"/groups/{group.pk}/members/{own.pk}/leave/").status_code == 403
    keeper.post(f"/groups/{group.pk}/members/{asked.pk}/leave/")
    assert other.get(f"/groups/{group.pk}/").status_code == 404
    keeper.post(f"/groups/{group.pk}/dissolve/")
    assert not SharingGroup.objects.exists()


def test_one_that_declined_can_be_asked_again(
    group: SharingGroup,
    asked: GroupMembership,
    lead: Person,
    outside_lead: Person,  # noqa: F811
) -> None:
    groups.decline(membership=asked, viewer=outside_lead, occasion=OCCASION)
    assert not selectors.unanswered_by(viewer=outside_lead).exists()
    groups.ask(group=group, organisation_id=asked.organisation_id, viewer=lead, occasion=OCCASION)
    assert selectors.unanswered_by(viewer=outside_lead).exists()


def test_being_asked_shows_no_record_and_joining_does(
    group: SharingGroup,
    asked: GroupMembership,
    committee: Organisation,
    analyst: Person,
    outside_lead: Person,  # noqa: F811
) -> None:
    note = write_note(committee, analyst, Sharing(groups=frozenset({group.pk})))
    assert not reads(outside_lead, note)
    groups.accept(membership=asked, viewer=outside_lead, occasion=OCCASION)
    assert reads(outside_lead, note)


def test_leaving_takes_away_the_parts_that_name_the_organisation_too(
    group: SharingGroup,
    joined: GroupMembership,
    lead: Person,
    outside_lead: Person,  # noqa: F811
) -> None:
    committee, ministry = group.keeper, joined.organisation
    by_group, by_name = Sharing(groups=frozenset({group.pk})), Sharing(organisations=frozenset({ministry.pk}))
    note = write_note(committee, lead, by_group)
    parts = [attach(note, lead, by_group), attach(note, lead, by_name)]
    untouched = write_note(committee, lead, by_name)
    assert all(reads(outside_lead, record) for record in (note, *parts))
    groups.leave_group(membership=joined, viewer=outside_lead, occasion=OCCASION)
    assert not any(reads(outside_lead, record) for record in (note, *parts))
    assert reads(outside_lead, untouched)
    assert all(reads(lead, record) for record in (note, *parts))


def test_joining_shows_no_part_of_what_one_may_not_see(
    group: SharingGroup,
    joined: GroupMembership,
    committee: Organisation,
    ministry: Organisation,
    lead: Person,
) -> None:
    third = accounts.create_organisation(name={"en": "Third"}, occasion=OCCASION)
    newcomer = make_person("third-lead", third, RoleKind.LEAD)
    note = write_note(committee, lead, Sharing(organisations=frozenset({ministry.pk})))
    part = attach(note, lead, Sharing(groups=frozenset({group.pk})))
    groups.ask(group=group, organisation_id=third.pk, viewer=lead, occasion=OCCASION)
    row = GroupMembership.objects.get(organisation=third)
    groups.accept(membership=row, viewer=newcomer, occasion=OCCASION)
    assert not reads(newcomer, part)
    assert reads(make_person("reader", ministry), part), "who saw both still does"


def test_dissolving_shares_with_nobody(
    group: SharingGroup,
    joined: GroupMembership,
    lead: Person,
    outside_lead: Person,  # noqa: F811
) -> None:
    committee, ministry = group.keeper, joined.organisation
    note = write_note(ministry, outside_lead, Sharing(groups=frozenset({group.pk})))
    part = attach(note, outside_lead, Sharing(organisations=frozenset({committee.pk})))
    groups.leave_group(membership=joined, viewer=outside_lead, occasion=OCCASION)
    assert reads(lead, note), "leaving does not take back what one shared"
    groups.dissolve_group(group=group, viewer=lead, occasion=OCCASION)
    assert not reads(lead, note)
    assert not reads(lead, part)
    assert reads(outside_lead, note)


def test_each_organisation_finds_in_its_trail_what_concerns_it(
    group: SharingGroup, joined: GroupMembership, ministry: Organisation
) -> None:
    entries = AuditEntry.objects.filter(object_id=str(group.pk))
    assert {entry.owner_id for entry in entries} == {group.keeper_id, ministry.pk}
    assert "Border" not in str(list(entries.values()))


def test_a_page_of_groups_asks_the_database_as_often_for_many(
    committee: Organisation, lead: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        made = groups.create_group(name={"en": str(number)}, keeper=committee, viewer=lead, occasion=OCCASION)
    for number in range(30):
        other = accounts.create_organisation(name={"en": str(number)}, occasion=OCCASION)
        GroupMembership.objects.create(
            group=made, organisation=other, asked_at=OCCASION.at, accepted_at=OCCASION.at
        )
    client = client_of(lead)
    for address in ("/groups/", f"/groups/{made.pk}/"):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200


def test_who_loses_a_role_keeps_no_part_by_name(
    committee: Organisation, lead: Person, colleague: Person
) -> None:
    note = write_note(committee, lead)
    part = attach(note, lead, Sharing(persons=frozenset({colleague.pk})))
    assert readable_by(colleague, Attachment).filter(pk=part.pk).exists()
    leaving.end_membership(membership=colleague.memberships.get(), viewer=lead, occasion=OCCASION)
    assert not readable_by(colleague, Attachment).exists()
    assert readable_by(lead, Attachment).get().row_version == 2
