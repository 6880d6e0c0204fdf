"""Whatever the roles, audiences and markings: the database finds for a viewer what the rules in words allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.people import OCCASION

from avert.handling import Marking
from avert.web.accounts.models import Membership, Organisation, Person, Role
from avert.web.accounts.vocabulary import RoleKind, Topic
from avert.web.notes.models import Note
from avert.web.records import audiences
from avert.web.records.models import GroupMembership, SharingGroup
from avert.web.records.selectors import readable_by, who_would_see
from avert.web.records.sharing import Sharing

PLACES = ["gw:501", "gw:500"]
ORGANISATIONS, PERSONS, GROUPS = range(3), range(4), range(2)


def some(of: range) -> Any:
    return st.frozensets(st.sampled_from(of), max_size=2)


@dataclass(frozen=True)
class RoleOf:
    person: int
    organisation: int
    kind: RoleKind
    place: str
    topic: str


@dataclass(frozen=True)
class NoteOf:
    owner: int
    author: int
    place: str
    marking: Marking
    organisations: frozenset[int]
    groups: frozenset[int]
    persons: frozenset[int]


roles = st.builds(
    RoleOf,
    st.sampled_from(PERSONS),
    st.sampled_from(ORGANISATIONS),
    st.sampled_from(RoleKind),
    st.sampled_from(["", *PLACES]),
    st.sampled_from(["", Topic.ASSESSMENT, Topic.DIPLOMACY]),
)
notes = st.builds(
    NoteOf,
    st.sampled_from(ORGANISATIONS),
    st.sampled_from(PERSONS),
    st.sampled_from(["", *PLACES]),
    st.sampled_from(Marking),
    some(ORGANISATIONS),
    some(GROUPS),
    some(PERSONS),
)
in_groups = st.frozensets(
    st.tuples(st.sampled_from(GROUPS), st.sampled_from(ORGANISATIONS), st.booleans()), max_size=4
)


def may_read(person: int, note: NoteOf, given_roles: set[RoleOf], accepted: set[tuple[int, int]]) -> bool:
    """The rules, in plain Python: written from the documentation, not from the code."""
    if person in note.persons:
        return True
    named = note.organisations | {o for group, o in accepted if group in note.groups}
    for role in given_roles:
        is_good = (
            role.person == person and role.place in ("", note.place) and role.topic in ("", Topic.ASSESSMENT)
        )
        if not is_good:
            continue
        is_own = role.organisation == note.owner
        if note.marking == Marking.RED:
            if is_own and note.author == person:
                return True
        elif is_own or role.organisation in named:
            return True
    return False


class World:
    """Rows for a drawn world, written past the services: those would refuse some of it, the reading must not care."""

    def __init__(self, role_set: set[RoleOf], groups: frozenset[tuple[int, int, bool]]) -> None:
        self.organisations = [Organisation.objects.create() for _ in ORGANISATIONS]
        self.persons = [Person.objects.create(username=f"{id(self)}-{number}") for number in PERSONS]
        self.groups = [SharingGroup.objects.create(keeper=self.organisations[0]) for _ in GROUPS]
        for role in role_set:
            membership, _new = Membership.objects.get_or_create(
                person=self.persons[role.person], organisation=self.organisations[role.organisation]
            )
            Role.objects.create(membership=membership, kind=role.kind, place=role.place, topic=role.topic)
        for group, organisation, is_accepted in dict.fromkeys(groups):
            GroupMembership.objects.get_or_create(
                group=self.groups[group],
                organisation=self.organisations[organisation],
                defaults={"asked_at": OCCASION.at, "accepted_at": OCCASION.at if is_accepted else None},
            )
        rows = GroupMembership.objects.filter(group__in=self.groups, accepted_at__isnull=False)
        self.accepted = {
            (self.groups.index(row.group), self.organisations.index(row.organisation)) for row in rows
        }

    def sharing(self, note: NoteOf) -> Sharing:
        return Sharing(
            frozenset(self.organisations[n].pk for n in note.organisations),
            frozenset(self.groups[n].pk for n in note.groups),
            frozenset(self.persons[n].pk for n in note.persons),
        )

    def write(self, note: NoteOf) -> Note:
        row = Note(
            owner=self.organisations[note.owner],
            created_by=self.persons[note.author],
            created_at=OCCASION.at,
            place=note.place,
            marking=note.marking,
            title="t",
            audience=audiences.audience_of(self.sharing(note)),
        )
        models.Model.save(row, force_insert=True)
        return row


@pytest.mark.django_db
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(role_set=st.sets(roles, max_size=6), written=st.lists(notes, min_size=1, max_size=4), groups=in_groups)
def test_no_selector_returns_a_record_outside_its_audience_nor_hides_one_within(
    role_set: set[RoleOf], written: list[NoteOf], groups: frozenset[tuple[int, int, bool]]
) -> None:
    with transaction.atomic():
        world = World(role_set, groups)
        rows = {world.write(note).pk: note for note in written}
        for number, person in enumerate(world.persons):
            allowed = {pk for pk, note in rows.items() if may_read(number, note, role_set, world.accepted)}
            found = readable_by(person, Note)
            assert set(found.values_list("pk", flat=True)) == allowed
            assert found.count() == len(allowed), "a record is counted as often as it is found"
            # What is only switched off keeps its roles and its name in audiences.
            person.is_active = False
            assert not readable_by(person, Note).exists()
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(role_set=st.sets(roles, max_size=6), note=notes, groups=in_groups)
def test_who_would_see_something_is_who_sees_it_then(
    role_set: set[RoleOf], note: NoteOf, groups: frozenset[tuple[int, int, bool]]
) -> None:
    with transaction.atomic():
        world = World(role_set, groups)
        foretold = who_would_see(
            Note,
            owner_id=world.organisations[note.owner].pk,
            author_id=world.persons[note.author].pk,
            sharing=world.sharing(note),
            marking=note.marking,
            place=note.place,
        )
        row = world.write(note)
        sees = {p.pk for p in world.persons if readable_by(p, Note).filter(pk=row.pk).exists()}
        assert foretold.persons == sees
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(role_set=st.sets(roles, max_size=6), pair=st.tuples(notes, notes), groups=in_groups)
def test_what_counts_as_within_is_seen_by_nobody_else_but_its_own_organisation(
    role_set: set[RoleOf], pair: tuple[NoteOf, NoteOf], groups: frozenset[tuple[int, int, bool]]
) -> None:
    inner, outer = pair[0], replace(pair[1], place=pair[0].place)  # a part lies where its whole does
    with transaction.atomic():
        world = World(role_set, groups)
        part, whole = world.write(inner), world.write(outer)
        if audiences.is_within(audiences.circle_of_record(part), whole, inner_owner=part.owner_id):
            of_part, of_whole = (
                {
                    person.pk
                    for person in world.persons
                    if readable_by(person, Note).filter(pk=row.pk).exists()
                }
                for row in (part, whole)
            )
            own = {world.persons[role.person].pk for role in role_set if role.organisation == inner.owner}
            assert of_part <= of_whole | own
        transaction.set_rollback(True)
