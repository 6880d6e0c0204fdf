"""Who stands behind many records at once, in a few queries, and whether a whole circle reads one of them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from avert.handling import Marking
from avert.web.accounts.policy import Standing, standings_in
from avert.web.records.audiences import Circle
from avert.web.records.models import AudienceMember, GroupMembership, Record
from avert.web.records.policy import is_in_place
from avert.web.records.sharing import Ids


class Circles:
    """The circles of some records, as they are now."""

    def __init__(self, records: Iterable[Record]) -> None:
        audiences = {record.audience_id for record in records}
        self._named: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        self._groups: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        self._persons: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        rows = AudienceMember.objects.filter(audience__in=audiences)
        for audience, organisation, group, person in rows.values_list(
            "audience", "organisation", "group", "person"
        ):
            for found, key in ((self._named, organisation), (self._groups, group), (self._persons, person)):
                if key is not None:
                    found[audience].add(key)

    def all_read(self, circle: Circle, record: Record) -> bool:
        """Say whether nobody is in a circle who does not read a record by its own audience."""
        own = self._circle(record)
        if circle.marking < own.marking or not circle.organisations <= own.organisations:
            return False
        beyond = circle.persons - own.persons
        return not beyond or beyond <= self._by_role(own.organisations, record)

    def _circle(self, record: Record) -> Circle:
        persons = frozenset(self._persons[record.audience_id])
        if record.marking == Marking.RED:
            return Circle(frozenset(), persons, record.marking)
        in_groups = [self._members.get(group, set()) for group in self._groups[record.audience_id]]
        named = self._named[record.audience_id].union(*in_groups)
        return Circle(frozenset(named | {record.owner_id}), persons, record.marking)

    @cached_property
    def _members(self) -> dict[uuid.UUID, set[uuid.UUID]]:
        groups = set().union(*self._groups.values())
        rows = GroupMembership.objects.filter(group__in=groups, accepted_at__isnull=False)
        found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        for group, organisation in rows.values_list("group_id", "organisation_id"):
            found[group].add(organisation)
        return found

    def _by_role(self, organisations: Ids, record: Record) -> Ids:
        if organisations not in self._standings:
            self._standings[organisations] = standings_in(organisations)
        return frozenset(
            person
            for person, standing in self._standings[organisations]
            if standing.reaches(type(record).TOPIC) and is_in_place(record.place, standing.place)
        )

    @cached_property
    def _standings(self) -> dict[Ids, list[tuple[uuid.UUID, Standing]]]:
        return {}
