"""What pages of the network remember: right for each viewer at once, whatever was written by whomever."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.web.society.registers import KENYA, many, part, structure, tie
from tests.people import OCCASION, make_person

from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person, Role
from avert.web.accounts.vocabulary import RoleKind
from avert.web.records import services
from avert.web.records.many import create_many
from avert.web.records.models import Record
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.society.models import Activity, GroupTrust, SecurityPolicy, Structure
from avert.web.society.network import remembered as module
from avert.web.society.network.remembered import remembered
from avert.web.society.network.services import append_read
from avert.web.society.network_of import Known, known_to


@pytest.fixture(autouse=True)
def nothing_is_remembered_yet() -> Iterator[None]:
    module._remembered.clear()
    yield
    module._remembered.clear()


def seen(viewer: Person, place: str = "") -> Known:
    return remembered(viewer, place=place, exercise_id=None).known


def plain(known: Known) -> Any:
    """Everything in it, so that two can be compared."""
    return (
        known.actors,
        [column.astype(str).tolist() for column in vars(known.ties).values()],
        known.activities,
    )


def change(record: Record, by: Person, **fields: Any) -> Any:
    now = rows_of(type(record)).get(pk=record.pk)
    return services.change(
        record=now, row_version=now.row_version, fields=fields, viewer=by, occasion=OCCASION
    )


def share(record: Record, by: Person, sharing: Sharing) -> None:
    now = rows_of(type(record)).get(pk=record.pk)
    services.share(
        record=now, row_version=now.row_version, sharing=sharing, marking=now.marking, viewer=by, occasion=OCCASION
    )  # fmt: skip


def remove(record: Record, by: Person) -> None:
    now = rows_of(type(record)).get(pk=record.pk)
    services.remove(record=now, row_version=now.row_version, viewer=by, occasion=OCCASION)


def test_after_each_kind_of_writing_every_viewer_has_what_reading_all_anew_would_give(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    also = Sharing(organisations=frozenset({ministry.pk}))
    one, two, three = (structure(committee, analyst, name, level="grassroots") for name in ("A", "B", "C"))
    tied = tie(committee, analyst, one, two, begins=dt.date(2010, 5, 1))
    tie(committee, analyst, three, two)
    said = part(GroupTrust, analyst, one, group="Herders", trust="trusted")
    done = part(Activity, analyst, three, title="Dialogue", what="talks")
    writings: list[Callable[[], Any]] = [
        lambda: change(tied, analyst, layer="funding", ends=dt.date(2012, 1, 1)),
        lambda: share(one, analyst, also),
        lambda: share(two, analyst, also),
        lambda: share(tied, analyst, also),
        lambda: change(one, analyst, is_protected=True),
        lambda: change(said, analyst, trust="distrusted"),
        lambda: change(done, analyst, status="ongoing"),
        lambda: share(three, analyst, also),
        lambda: share(done, analyst, also),
        lambda: change(three, analyst, merged_into=two),
        lambda: change(three, analyst, merged_into=None),
        lambda: structure(committee, analyst, "D", sharing=also),
        lambda: change(two, analyst, place="gw:500"),
        lambda: share(two, analyst, NOBODY_ELSE),
        lambda: remove(tied, analyst),
        lambda: remove(three, analyst),
    ]
    viewers = (analyst, outside_stakeholder, make_person("nobody"))
    before: Any = None
    for number, write in enumerate(writings):
        write()
        for viewer in viewers:
            for place in ("", KENYA):
                assert plain(seen(viewer, place)) == plain(known_to(viewer, place=place)), number
        now = [plain(seen(viewer, place)) for viewer in viewers for place in ("", KENYA)]
        assert now != before, f"writing {number} shows nowhere, so that it proves nothing"
        before = now


def test_what_was_written_many_at_once_is_seen_at_once_whatever_the_audit_names(
    committee: Organisation, analyst: Person
) -> None:
    kept = structure(committee, analyst, "A")
    before = plain(seen(analyst))
    fields = {"name": "B", "marking": kept.marking, "owner_id": committee.pk, "consent": kept.consent}
    create_many(records=[Structure(**fields)], viewer=analyst, occasion=OCCASION, told_of=uuid.uuid4())
    assert plain(seen(analyst)) == plain(known_to(analyst, place="")) != before
    create_many(records=[Structure(**fields)], viewer=analyst, occasion=OCCASION)
    assert len(seen(analyst).actors) == 3


def test_what_hangs_on_a_large_network_is_read_again_alone(committee: Organisation, analyst: Person) -> None:
    made = many(committee, analyst, structures=50, ties=200)
    first = seen(analyst)
    again = change(made[7], analyst, name="Another name")
    with CaptureQueriesContext(connection) as captured:
        assert "Another name" in {actor.name for actor in seen(analyst).actors}
    read = [query["sql"] for query in captured if 'FROM "society_' in query["sql"] and "name" in query["sql"]]
    assert read
    assert all(again.pk.hex in sql or str(again.pk) in sql for sql in read)
    assert len(seen(analyst).ties) == len(first.ties)


def test_reading_alone_lets_everything_stand(committee: Organisation, analyst: Person) -> None:
    structure(committee, analyst, "Council")
    first = seen(analyst)
    for _time in range(3):
        append_read(occasion=OCCASION)
    assert seen(analyst) is first


def test_a_role_that_was_taken_away_hides_everything_at_once_and_one_that_was_given_shows_it(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    structure(committee, analyst, "Council", sharing=Sharing(organisations=frozenset({ministry.pk})))
    assert len(seen(outside_stakeholder).actors) == 1
    # Even where nothing of it stands in the audit.
    Role.objects.filter(membership__person=outside_stakeholder).delete()
    assert seen(outside_stakeholder).actors == ()
    accounts.give_role(
        person=outside_stakeholder, organisation=ministry, kind=RoleKind.READER, occasion=OCCASION
    )
    assert len(seen(outside_stakeholder).actors) == 1


def test_what_security_actors_see_ends_with_the_policy_and_with_what_a_structure_becomes(
    committee: Organisation, ministry: Organisation, analyst: Person, lead: Person
) -> None:
    Organisation.objects.filter(pk=ministry.pk).update(sector="security")
    officer = make_person("officer")
    accounts.give_role(person=officer, organisation=ministry, kind=RoleKind.ANALYST, occasion=OCCASION)
    also = Sharing(organisations=frozenset({ministry.pk}))
    content = {"level": "top", "sector": "government", "sharing": also}
    one, two = (structure(committee, analyst, name, **content) for name in "AB")
    tie(committee, analyst, one, two, sharing=also)
    assert seen(officer).actors == ()
    policy = SecurityPolicy(owner=committee, levels=["top"], sectors=["government"], layers=["information"])
    services.create(record=policy, viewer=analyst, occasion=OCCASION, sharing=NOBODY_ELSE)
    assert (len(seen(officer).actors), len(seen(officer).ties)) == (2, 1)
    change(one, analyst, level="grassroots")
    assert (len(seen(officer).actors), len(seen(officer).ties)) == (1, 0)
    change(policy, analyst, levels=["middle"])
    assert seen(officer).actors == ()


def test_after_a_restore_nothing_that_was_remembered_is_trusted(
    committee: Organisation, analyst: Person
) -> None:
    made = structure(committee, analyst, "Council")
    kept = remembered(analyst, place="", exercise_id=None)
    kept.mark = (kept.mark[0], "another entry stood here")
    # Past the audit, as a backup that was put back would.
    rows_of(Structure).filter(pk=made.pk).update(name="Council of before")
    append_read(occasion=OCCASION)
    assert [actor.name for actor in seen(analyst).actors] == ["Council of before"]


def test_a_protected_actor_is_remembered_without_its_name(committee: Organisation, analyst: Person) -> None:
    structure(committee, analyst, "Sister Mary", is_protected=True, level="grassroots", sector="religious")
    assert "Sister Mary" not in str(plain(seen(analyst)))
    change(rows_of(Structure).get(), analyst, level="middle")
    assert [actor.name for actor in seen(analyst).actors] == ["Protected, middle, religious"]
