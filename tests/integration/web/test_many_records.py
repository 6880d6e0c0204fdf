"""Many records at once: each checked, versioned and remembered as if it had been written alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.web.society.registers import KENYA, part, structure
from tests.people import OCCASION, make_person

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.records import services
from avert.web.records.many import change_many, create_many
from avert.web.records.models import Revision
from avert.web.records.selectors import history_of, readable_by
from avert.web.records.services import WiderThanParentError
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.society.models import Activity, Structure


def made(owner: Organisation, count: int = 3, **content: Any) -> list[Structure]:
    given = {"place": KENYA, "marking": Marking.AMBER, **content}
    return [Structure(owner=owner, name=f"Committee {n}", **given) for n in range(count)]


def told(action: str) -> list[list[str]]:
    entries = AuditEntry.objects.filter(object_kind="society.structure", action=action)
    return [entry.field_names for entry in entries.order_by("sequence")]


def test_each_has_what_one_written_alone_has(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    sharing = Sharing(organisations=frozenset({ministry.pk}))
    many = made(committee)
    create_many(records=many, viewer=analyst, occasion=OCCASION, sharing=sharing, why="From a table")
    (alone,) = made(committee, 1)
    services.create(record=alone, viewer=analyst, occasion=OCCASION, sharing=sharing, why="From a table")
    for one in rows_of(Structure):
        (first,), (likewise,) = history_of(one, viewer=analyst), history_of(alone, viewer=analyst)
        assert first.changes | {"name": 0} == likewise.changes | {"name": 0}
        assert (first.row_version, first.by, first.why, first.at, first.record_kind) == (
            1, analyst, "From a table", OCCASION.at, "society.structure",
        )  # fmt: skip
        assert (one.row_version, one.created_by, one.created_at) == (1, analyst, OCCASION.at)
        assert one.audience_id == alone.audience_id
    assert readable_by(outside_stakeholder, Structure).count() == 4
    bulk, single = told("create")
    assert sorted(bulk) == sorted([*single, "records_3"])


def test_who_may_not_write_one_may_not_write_many(
    committee: Organisation, colleague: Person, outside_stakeholder: Person
) -> None:
    limited = make_person("of-ghana")
    accounts.give_role(
        person=limited, organisation=committee, kind=RoleKind.ANALYST, place="gw:452", occasion=OCCASION
    )
    mixed = [*made(committee, 2, place="gw:452"), *made(committee, 1)]
    for person in (colleague, outside_stakeholder, limited):
        with pytest.raises(PermissionDenied):
            create_many(records=mixed, viewer=person, occasion=OCCASION)
    assert not rows_of(Structure).exists()
    create_many(records=mixed[:2], viewer=limited, occasion=OCCASION)


def test_one_that_cannot_be_kept_stops_all(committee: Organisation, analyst: Person) -> None:
    many = [*made(committee), *made(committee, 1, level="nowhere")]
    with pytest.raises(InputError, match="level") as refused:
        create_many(records=many, viewer=analyst, occasion=OCCASION)
    assert "nowhere" not in str(refused.value)
    assert not rows_of(Structure).exists()
    assert not Revision.objects.exists()


def test_what_is_pointed_to_must_be_there(committee: Organisation, analyst: Person) -> None:
    (missing,) = made(committee, 1)
    with pytest.raises(InputError, match="merged_into"):
        create_many(records=made(committee, merged_into_id=missing.pk), viewer=analyst, occasion=OCCASION)


def test_parts_are_no_wider_than_the_whole_and_lie_where_it_does(
    committee: Organisation, ministry: Organisation, analyst: Person, lead: Person
) -> None:
    whole = structure(committee, analyst, "Council")
    hidden = structure(committee, lead, "Hidden", marking=Marking.RED)

    def parts(of: Structure, marking: Marking = Marking.RED) -> list[Activity]:
        kept = {"owner": committee, "marking": marking, "place": "gw:452"}
        return [Activity(structure=of, title=str(n), **kept) for n in range(2)]

    wider = {"sharing": Sharing(organisations=frozenset({ministry.pk}))}
    for marking, readers in ((Marking.AMBER_STRICT, wider), (Marking.CLEAR, {})):
        with pytest.raises(WiderThanParentError):
            create_many(records=parts(whole, marking), viewer=analyst, occasion=OCCASION, **readers)
    with pytest.raises(PermissionDenied):
        create_many(records=parts(hidden), viewer=analyst, occasion=OCCASION)
    create_many(records=parts(whole), viewer=analyst, occasion=OCCASION)
    assert set(rows_of(Activity).values_list("place", flat=True)) == {KENYA}


def test_many_are_changed_with_history_and_what_stays_is_no_change(
    committee: Organisation, analyst: Person
) -> None:
    create_many(records=made(committee), viewer=analyst, occasion=OCCASION)
    rows = list(rows_of(Structure).order_by("name"))
    changes: list[Any] = [(row, {"level": "top", "name": row.name}) for row in rows[:2]]
    changes.append((rows[2], {"name": rows[2].name}))
    rows[2].import_digest = "d"
    count = change_many(changes=changes, viewer=analyst, occasion=OCCASION, besides=["import_digest"])
    assert count == 2
    kept = list(rows_of(Structure).order_by("name").values_list("level", "row_version", "import_digest"))
    assert kept == [("top", 2, ""), ("top", 2, ""), ("", 1, "d")]
    assert [one.changes for one in Revision.objects.filter(row_version=2)] == [{"level": ["", "top"]}] * 2
    assert told("change") == [["level", "records_2"]]


def test_nothing_of_others_and_nothing_stale_is_overwritten(
    committee: Organisation, analyst: Person, colleague: Person
) -> None:
    create_many(records=made(committee), viewer=analyst, occasion=OCCASION)
    rows = list(rows_of(Structure))
    with pytest.raises(PermissionDenied):
        change_many(changes=[(rows[0], {"level": "top"})], viewer=colleague, occasion=OCCASION)
    (first,) = rows_of(Structure).filter(pk=rows[0].pk)
    services.change(
        record=first, row_version=1, fields={"level": "middle"}, viewer=analyst, occasion=OCCASION
    )
    with pytest.raises(StaleRecordError):
        change_many(changes=[(row, {"level": "top"}) for row in rows], viewer=analyst, occasion=OCCASION)
    assert sorted(rows_of(Structure).values_list("level", flat=True)) == ["", "", "middle"]
    with pytest.raises(ValueError, match="owner"):
        change_many(changes=[(rows[1], {"owner": committee})], viewer=analyst, occasion=OCCASION)


def test_records_of_two_owners_are_not_written_at_once(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    with pytest.raises(ValueError, match="one owner"):
        create_many(records=[*made(committee), *made(ministry)], viewer=analyst, occasion=OCCASION)


def test_hundreds_take_no_more_questions_than_a_few(committee: Organisation, analyst: Person) -> None:
    whole = structure(committee, analyst, "Council")
    part(Activity, analyst, whole, title="First")  # so that what is kept once is there
    asked = []
    for count in (2, 300):
        some = [
            Activity(owner=committee, structure=whole, title=str(n), marking=whole.marking)
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            create_many(records=some, viewer=analyst, occasion=OCCASION)
        asked.append(sum("INSERT" not in query["sql"] for query in queries))
    assert asked[0] == asked[1]
