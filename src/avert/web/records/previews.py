"""Who would see a record, in words, before it is saved.

Colleagues are named. Of other organisations only what the audience itself says is told: how many of their people
would see it, and who, is theirs to know.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.accounts.vocabulary import Topic
from avert.web.records import audiences, selectors
from avert.web.records.models import Record
from avert.web.records.naming import Names
from avert.web.records.sharing import Sharing
from avert.web.records.words import place_name


@dataclass(frozen=True)
class Plan:
    """A record as it would be: whose, for whom, where, and what it is part of."""

    kind: type[Record]
    owner_id: uuid.UUID
    author_id: uuid.UUID | None
    sharing: Sharing
    marking: Marking
    place: str
    parent: Record | None = None
    record: Record | None = None  # the one that it is about, where it is there already

    @classmethod
    def of(cls, record: Record) -> Plan:
        """Return a record as it is now."""
        return cls(
            type(record),
            record.owner_id,
            record.created_by_id,
            audiences.sharing_of(record.audience_id),
            record.marking,
            record.place,
            record.parent,
            record,
        )


@dataclass(frozen=True)
class Own:
    """The people of one of the viewer's organisations."""

    organisation: str
    names: Sequence[str]


@dataclass(frozen=True)
class Preview:
    """Who would see a record, and what differs from now where there is a now."""

    own: Sequence[Own]
    others: Sequence[str]
    warnings: Sequence[str]
    is_wider: bool = False
    newly: Sequence[str] = ()
    no_longer: Sequence[str] = ()
    is_change: bool = False


def preview_of(plan: Plan, *, viewer: Person, now: Record | None = None) -> Preview:
    """Return who would see a record, for someone who may write it; ``now`` is the record as it stands."""
    names = Names(viewer)
    seen_by = _seers(plan, names)
    before = _seers(Plan.of(now), names) if now else seen_by
    is_wider = _is_wider(plan)
    return Preview(
        _own(plan, names),
        [text for key, text in seen_by.items() if key not in names.colleagues],
        [*_warnings(plan), *_left_out(plan, names), *([wider_warning()] if is_wider else [])],
        is_wider,
        _missing_from(before, seen_by),
        _missing_from(seen_by, before),
        now is not None,
    )


def _missing_from(some: Mapping[uuid.UUID, str], all_of: Mapping[uuid.UUID, str]) -> list[str]:
    return [text for key, text in all_of.items() if key not in some]


def _own(plan: Plan, names: Names) -> list[Own]:
    would = _would_see(plan)
    by_role = {key: persons for key, persons in would.by_organisation.items() if key in names.own and persons}
    own = [Own(names.organisation(key), _colleagues(persons, names)) for key, persons in by_role.items()]
    if named := (would.by_name & names.colleagues.keys()).difference(*by_role.values()):
        own.append(Own(_("By name"), _colleagues(named, names)))
    return own


def _colleagues(persons: Iterable[uuid.UUID], names: Names) -> list[str]:
    here = set(persons)
    return [_called(key, names) for key in names.colleagues if key in here]


def _called(key: uuid.UUID, names: Names) -> str:
    name = names.colleagues[key]
    return _("{name} (you)").format(name=name) if key == names.viewer.pk else name


def _seers(plan: Plan, names: Names) -> dict[uuid.UUID, str]:
    """Return who would see it by id: colleagues one by one, other organisations as a whole."""
    would = _would_see(plan)
    found: dict[uuid.UUID, str] = {}
    for key, persons in would.by_organisation.items():
        if key in names.own:
            found |= {person: _called(person, names) for person in persons if person in names.colleagues}
        elif plan.marking < Marking.RED:
            found[key] = _those_of(names.organisation(key), plan)
    for key in would.by_name:
        found[key] = _called(key, names) if key in names.colleagues else names.person(key)
    return found


def _would_see(plan: Plan) -> selectors.WouldSee:
    return selectors.who_would_see(
        plan.kind,
        owner_id=plan.owner_id,
        author_id=plan.author_id,
        sharing=plan.sharing,
        marking=plan.marking,
        place=plan.place,
        record=plan.record,
    )


def _left_out(plan: Plan, names: Names) -> list[str]:
    said = _("{organisation} would not see it: what it may see of such records is limited.")
    return sorted(said.format(organisation=names.organisation(key)) for key in _would_see(plan).left_out)


def _those_of(organisation: str, plan: Plan) -> str:
    topic = Topic(plan.kind.TOPIC).label
    if plan.place:
        sentence = _("{organisation}: those who work on “{topic}” in {place}")
        return sentence.format(organisation=organisation, topic=topic, place=place_name(plan.place))
    sentence = _("{organisation}: those who work on “{topic}” in every place")
    return sentence.format(organisation=organisation, topic=topic)


def _warnings(plan: Plan) -> list[str]:
    names_organisations = plan.sharing.organisations or plan.sharing.groups
    if plan.marking == Marking.RED and names_organisations:
        return [_("TLP:RED is for persons: the organisations and groups that you named would not see it.")]
    if plan.marking <= Marking.GREEN:
        text = _(
            "{marking} opens nothing by itself: it says how far readers may pass it on. Only these would see it."
        )
        return [text.format(marking=plan.marking)]
    return []


def wider_warning() -> str:
    """Say why a part may not be seen by more than the whole."""
    return _("Someone would see this who does not see what it is part of. Only a lead may decide that.")


def _is_wider(plan: Plan) -> bool:
    if plan.parent is None:
        return False
    circle = audiences.circle_of(plan.owner_id, plan.sharing, plan.marking)
    return not audiences.is_within(circle, plan.parent, inner_owner=plan.owner_id)
