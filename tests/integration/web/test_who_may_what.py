"""The table of ``tests/golden/records/who_may_what.yaml``, for every kind of record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from tests.people import OCCASION, make_person
from tests.record_samples import PLACE, SAMPLES, part_of

from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Topic
from avert.web.records import services
from avert.web.records.kinds import children_of, record_kinds
from avert.web.records.models import Record
from avert.web.records.selectors import history_of, readable_by
from avert.web.records.sharing import Sharing

TABLE = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/records/who_may_what.yaml").read_text(encoding="utf-8")
)
LEAD, ANALYST, READER = RoleKind.LEAD, RoleKind.ANALYST, RoleKind.READER


class Cast:
    """Everyone the table names."""

    def __init__(self, committee: Organisation, ministry: Organisation) -> None:
        self.committee, self.ministry = committee, ministry
        other = accounts.create_organisation(name={"en": "Other"}, occasion=OCCASION)
        inactive = self.member(committee, LEAD)
        inactive.is_active = False
        inactive.save()
        self.of: dict[str, Any] = {
            "author (analyst of the committee)": self.member(committee, ANALYST),
            "lead of the committee": self.member(committee, LEAD),
            "another analyst of the committee": self.member(committee, ANALYST),
            "reader of the committee": self.member(committee, READER),
            "analyst for this place alone": self.member(committee, ANALYST, place=PLACE),
            "analyst for another place": self.member(committee, ANALYST, place="gw:2"),
            "analyst for another topic": self.member(committee, ANALYST, topic=Topic.DIPLOMACY),
            "member without a role": self.member(committee, None),
            "program of the committee, to write": self.member(committee, ANALYST, is_service=True),
            "program of the committee, to read": self.member(committee, READER, is_service=True),
            "lead who was deactivated": inactive,
            "lead of the ministry": self.member(ministry, LEAD),
            "reader of the ministry": self.member(ministry, READER),
            "person named": make_person("named"),
            "lead of an organisation that is not in it": self.member(other, LEAD),
            "administrator with every flag": make_person("flags", is_staff=True, is_superuser=True),
            "stranger": AnonymousUser(),
        }

    def member(self, organisation: Organisation, role: RoleKind | None, **options: Any) -> Person:
        is_service = options.pop("is_service", False)
        person = make_person(f"p{Person.objects.count()}", is_service=is_service)
        if role is None:
            accounts.join_organisation(person=person, organisation=organisation, occasion=OCCASION)
        else:
            accounts.give_role(
                person=person, organisation=organisation, kind=role, occasion=OCCASION, **options
            )
        return person


@pytest.fixture
def cast(committee: Organisation, ministry: Organisation) -> Cast:
    return Cast(committee, ministry)


def act(action: str, record: Any, viewer: Any, cast: Cast) -> None:
    """Try to do it; what may not be raises."""
    kind = type(record)
    _write, field, value = SAMPLES[kind]
    on = {"record": record, "row_version": record.row_version, "viewer": viewer, "occasion": OCCASION}
    narrower = {"sharing": Sharing(), "marking": Marking.AMBER_STRICT}
    acts: dict[str, Callable[[], Any]] = {
        "read": lambda: readable_by(viewer, kind).get(pk=record.pk),
        "history": lambda: history_of(record, viewer=viewer)[0],
        "change": lambda: services.change(**on, fields={field: value}),
        "share": lambda: services.share(**on, **narrower),
        "remove": lambda: services.remove(**on),
        "widen": lambda: widen(record, viewer, cast),
    }
    acts[action]()


def widen(record: Record, viewer: Any, cast: Cast) -> None:
    """Give a part of the record's whole to someone who does not see that."""
    whole = record.parent or record
    outsider = Sharing(persons=frozenset({cast.of["administrator with every flag"].pk}))
    readable_by(viewer, type(whole)).get(pk=whole.pk)
    part_of(whole, viewer, outsider, may_be_wider=True)


def outcome(action: str, record: Any, viewer: Any, cast: Cast) -> str:
    try:
        with transaction.atomic():
            act(action, record, viewer, cast)
            transaction.set_rollback(True)
    except (ObjectDoesNotExist, IndexError):
        return "hidden"
    except PermissionDenied:
        return "refused"
    return "done"


@pytest.mark.parametrize("kind", record_kinds(), ids=lambda kind: kind.__name__)
def test_who_may_do_what_with_a_record(kind: type[Record], cast: Cast) -> None:
    sharing = Sharing(
        organisations=frozenset({cast.ministry.pk}), persons=frozenset({cast.of["person named"].pk})
    )
    write, _field, _value = SAMPLES[kind]
    record = write(cast.committee, cast.of["author (analyst of the committee)"], sharing)
    # Nothing that has no parts can have a part that is wider.
    has_parts = bool(record.parent or list(children_of(record)))
    actions = [action for action in TABLE["actions"] if has_parts or action != "widen"]
    found = {
        name: [outcome(action, record, viewer, cast) for action in actions]
        for name, viewer in cast.of.items()
    }
    assert found == {name: answers[: len(actions)] for name, answers in TABLE["viewers"].items()}
