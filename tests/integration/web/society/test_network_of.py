"""The network of one viewer: what she may read, merged ones as one, in few queries whatever the size."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.web.society.registers import KENYA, many, merge, part, structure, tie
from tests.people import make_person

from avert.society.vocabulary import Attribute, Layer, Trust, Voice
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.records.sharing import Sharing
from avert.web.society.models import Activity, GroupTrust
from avert.web.society.network_of import Known, known_to, network_of
from avert.web.society.selectors import (
    activities_for,
    also_merged,
    stands_for,
    structures_for,
    ties_for,
    trust_for,
)


def names(known: Known) -> set[str]:
    return {actor.name for actor in known.actors}


def test_a_viewer_has_the_network_of_what_she_may_read_and_no_other(
    committee: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    elders = structure(committee, analyst, "Council of elders")
    police = structure(committee, analyst, "County police office")
    tie(committee, analyst, elders, police)
    assert network_of(analyst).n == 2
    assert len(known_to(analyst).ties) == 1
    hidden = known_to(outside_stakeholder)
    assert (hidden.actors, len(hidden.ties), hidden.activities) == ((), 0, ())


def test_a_tie_is_not_there_for_whoever_may_not_read_one_of_its_ends(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    shared = Sharing(organisations=frozenset({ministry.pk}))
    elders = structure(committee, analyst, "Council of elders", sharing=shared)
    hidden = structure(committee, analyst, "Women of the market")
    tie(committee, analyst, elders, hidden, sharing=shared)
    assert names(known_to(outside_stakeholder)) == {"Council of elders"}
    assert len(known_to(outside_stakeholder).ties) == 0
    assert not ties_for(outside_stakeholder, [elders]).exists()
    assert ties_for(analyst, [elders]).count() == 1


def test_what_was_merged_is_one_actor_with_the_ties_trust_and_activities_of_both(
    committee: Organisation, analyst: Person
) -> None:
    kept, again, office = (structure(committee, analyst, name) for name in ("DPC", "D.P.C.", "Governor"))
    first = structure(committee, analyst, "DPC Nakuru")
    tie(committee, analyst, again, office)
    tie(committee, analyst, again, kept)
    part(GroupTrust, analyst, again, group="Herders", trust="distrusted", on=dt.date(2020, 1, 1))
    part(GroupTrust, analyst, kept, group="Herders", trust="trusted", on=dt.date(2019, 1, 1))
    part(Activity, analyst, first, title="Dialogue")
    merge(first, again)
    merge(again, kept)
    known = known_to(analyst)
    assert names(known) == {"DPC", "Governor"}
    (ends,) = zip(known.ties.source.tolist(), known.ties.target.tolist(), strict=True)
    assert [known.actors[end].id for end in ends] == [str(kept.pk), str(office.pk)]
    assert [one.actor for one in known.activities] == [str(kept.pk)]
    by_id = {actor.id: actor for actor in known.actors}
    assert by_id[str(kept.pk)].trust == {"Herders": Trust.DISTRUSTED}
    assert also_merged(analyst, [kept]) == dict.fromkeys((kept.pk, again.pk, first.pk), kept.pk)


def test_what_was_merged_into_something_hidden_still_stands_for_itself(
    committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    shared = Sharing(organisations=frozenset({ministry.pk}))
    seen = structure(committee, analyst, "D.P.C.", sharing=shared)
    merge(seen, structure(committee, analyst, "DPC"))
    assert [one.name for one in structures_for(outside_stakeholder)] == ["D.P.C."]
    assert [one.name for one in structures_for(analyst)] == ["DPC"]


def test_two_that_were_merged_into_each_other_do_not_hang(committee: Organisation, analyst: Person) -> None:
    one, other = structure(committee, analyst, "A"), structure(committee, analyst, "B")
    merge(one, other)
    merge(other, one)
    assert set(stands_for(analyst)) == {one.pk, other.pk}


def test_nothing_that_is_computed_can_name_a_protected_actor(
    committee: Organisation, analyst: Person
) -> None:
    kept = {"is_protected": True, "level": "grassroots", "sector": "religious"}
    structure(committee, analyst, "The imam at the well", **kept)
    (actor,) = known_to(analyst).actors
    assert (actor.name, actor.is_protected) == ("Protected, grassroots, religious", True)


def test_what_was_not_asked_is_absent_and_not_a_no(committee: Organisation, analyst: Person) -> None:
    structure(committee, analyst, "Council", voices={"women": {"seats": 2, "leads": False}})
    (actor,) = known_to(analyst).actors
    assert actor.voices == {(Attribute.WOMEN, Voice.LEADS): False}


def test_a_place_holds_who_lies_in_it_and_who_works_in_it(committee: Organisation, analyst: Person) -> None:
    structure(committee, analyst, "Council")
    structure(committee, analyst, "Regional body", place="", areas=[KENYA, "gw:500"])
    structure(committee, analyst, "Elsewhere", place="gw:500")
    assert names(known_to(analyst, place=KENYA)) == {"Council", "Regional body"}


def test_a_day_has_only_what_held_then(committee: Organisation, analyst: Person) -> None:
    elders, commission = (structure(committee, analyst, name) for name in ("Elders", "Commission"))
    tie(committee, analyst, elders, commission, layer=Layer.INFORMATION, begins=dt.date(2008, 5, 1))
    assert len(network_of(analyst, on=dt.date(2007, 12, 27)).source) == 0
    assert len(network_of(analyst, on=dt.date(2010, 8, 4)).source) == 2


@pytest.mark.parametrize("read", [known_to, network_of])
def test_the_network_takes_the_same_few_queries_whatever_its_size(
    committee: Organisation, analyst: Person, read: Any
) -> None:
    def queries() -> int:
        viewer = Person.objects.get(pk=analyst.pk)
        with CaptureQueriesContext(connection) as captured:
            read(viewer)
        return len(captured)

    empty = queries()
    many(committee, analyst, structures=50, ties=200)
    assert queries() == empty <= 40


def test_the_lists_beside_a_page_take_one_reading_each(committee: Organisation, analyst: Person) -> None:
    made = many(committee, analyst, structures=60, ties=120)
    assert ties_for(analyst, made).count() > 100
    assert activities_for(analyst, made).count() == 60
    assert {key: list(said) for key, said in trust_for(analyst, made[:1]).items()} == {
        made[0].pk: ["Herders"]
    }


def test_five_thousand_structures_and_forty_thousand_ties_are_read_in_seconds(
    committee: Organisation, analyst: Person
) -> None:
    many(committee, analyst, structures=5_000, ties=40_000)
    reader = make_person("reader-of-all", committee, RoleKind.READER)
    began = time.perf_counter()
    network = network_of(reader, place=KENYA)
    taken = time.perf_counter() - began
    print(f"network_of: {taken:.2f} s")
    assert network.n == 5_000
    assert taken < 8  # a bound for a loaded machine; alone it is well under a second
