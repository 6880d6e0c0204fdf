"""The structures of a replay's case in the register of its exercise: each once, and none from after the clock."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.integration.web.test_exercise_readings import begun
from tests.integration.web.test_exercises import words
from tests.people import OCCASION, client_of

from avert.society.cases import load_case
from avert.society.measures.integration import hops_from_decision, hops_to_decision
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.services import give_role
from avert.web.accounts.vocabulary import RoleKind, Topic
from avert.web.audit.models import AuditEntry
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import end_of
from avert.web.records import services as records
from avert.web.records.selectors import readable_by
from avert.web.replays.exercises.registering import enter_structures, structures_waiting
from avert.web.replays.exercises.services import move_on
from avert.web.society.models import Activity, Structure, Tie
from avert.web.society.network_of import known_to, network_of
from avert.web.society.selectors import structures_for

KENYA = "kenya_2007_2010"
IN_2007, LATER, IN_2010 = dt.date(2007, 12, 10), dt.date(2007, 12, 18), dt.date(2010, 7, 20)
CASES = {KENYA: IN_2007, "ghana_2016": dt.date(2016, 12, 1)}


@pytest.fixture
def exercise(committee: Organisation, ministry: Organisation, analyst: Person) -> Exercise:
    return begun(KENYA, IN_2007, analyst, committee, ministry)


def moved(exercise: Exercise, day: dt.date, viewer: Person) -> Exercise:
    now = readable_by(viewer, Exercise).get(pk=exercise.pk)
    return move_on(
        exercise=now, row_version=now.row_version, to=end_of(day), viewer=viewer, occasion=OCCASION
    )


def names(exercise: Exercise, viewer: Person) -> set[str]:
    return set(structures_for(viewer, exercise_id=exercise.pk).values_list("name", flat=True))


@pytest.mark.parametrize("day", [IN_2007, IN_2010])
def test_the_register_holds_what_was_known_and_in_force_on_the_day(
    day: dt.date, exercise: Exercise, analyst: Person, outside_stakeholder: Person
) -> None:
    exercise, case = moved(exercise, day, analyst), load_case(KENYA)
    assert names(exercise, outside_stakeholder) >= {one.actor.name for one in case.structures_on(day)}
    known = known_to(analyst, exercise_id=exercise.pk)
    network, given = known.network(day), case.network_on(day)
    assert sorted(actor.name for actor in network.actors) == sorted(actor.name for actor in given.actors)
    assert len(network.tie) == len(given.tie)
    assert sum(one.held_on(day) and one.known_on(day) for one in case.activities) <= len(known.activities)
    later = {one.actor.name for one in case.actors if one.known_from > day}
    assert later
    assert not later & names(exercise, analyst)


def test_the_north_is_joined_both_ways_in_2007_and_the_rift_is_not(
    exercise: Exercise, analyst: Person
) -> None:
    network = network_of(analyst, on=IN_2007, exercise_id=exercise.pk)
    both = (hops_to_decision(network) <= 3) & (hops_from_decision(network) <= 3)
    joined = {actor.name: bool(both[at]) for at, actor in enumerate(network.actors)}
    assert joined["Wajir Peace and Development Committee"]
    assert not joined["Elders of mixed neighbourhoods in the North Rift"]


def test_what_becomes_known_enters_as_the_clock_reaches_it_and_what_ends_ends(
    exercise: Exercise, analyst: Person
) -> None:
    assert "Peace committees of Molo district" not in names(exercise, analyst)
    exercise = moved(exercise, LATER, analyst)
    assert "Peace committees of Molo district" in names(exercise, analyst)
    commission = readable_by(analyst, Structure).get(name="Electoral Commission of Kenya")
    assert commission.ends is None
    exercise = moved(exercise, IN_2010, analyst)
    commission.refresh_from_db()
    assert commission.ends == dt.date(2008, 12, 31)
    assert "National Cohesion and Integration Commission" in names(exercise, analyst)
    assert structures_waiting(exercise) == 0


def test_what_someone_removed_stays_removed_until_it_is_asked_for(
    exercise: Exercise, analyst: Person
) -> None:
    wajir = readable_by(analyst, Structure).get(name="Wajir Peace and Development Committee")
    records.remove(record=wajir, row_version=wajir.row_version, viewer=analyst, occasion=OCCASION)
    exercise = moved(exercise, LATER, analyst)
    assert wajir.name not in names(exercise, analyst)
    assert structures_waiting(exercise) == 1
    for entered in (1, 0):
        assert enter_structures(exercise=exercise, viewer=analyst, occasion=OCCASION) == entered
    assert network_of(analyst, on=LATER, exercise_id=exercise.pk).n == len(
        load_case(KENYA).structures_on(LATER)
    )


def test_sources_that_came_out_later_are_not_told(exercise: Exercise, analyst: Person) -> None:
    said = [*readable_by(analyst, Structure).values_list("source", flat=True)]
    said += readable_by(analyst, Tie).values_list("evidence", flat=True)
    said += readable_by(analyst, Activity).values_list("source", flat=True)
    later = {one.title for one in load_case(KENYA).sources if one.published.last > IN_2007}
    assert not [text for text in said if any(title in text for title in later)]


@pytest.mark.parametrize("replay", CASES)
def test_they_never_mix_with_what_is_real_and_are_audited_at_once(
    replay: str, committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    exercise = begun(replay, CASES[replay], analyst, committee, ministry)
    assert not structures_for(analyst).exists()
    assert structures_for(analyst, exercise_id=exercise.pk).count() > 10
    entries = AuditEntry.objects.filter(object_kind="society.structure", object_id=str(exercise.pk))
    assert entries.count() == 1


def test_whoever_may_not_write_structures_moves_the_clock_all_the_same(
    exercise: Exercise, analyst: Person, committee: Organisation
) -> None:
    warner = Person.objects.create(username="warner")
    role = {"kind": RoleKind.ANALYST, "topic": Topic.WARNING, "occasion": OCCASION}
    give_role(person=warner, organisation=committee, **role)
    exercise = moved(exercise, LATER, warner)
    assert "Peace committees of Molo district" not in names(exercise, analyst)
    with pytest.raises(PermissionDenied):
        enter_structures(exercise=exercise, viewer=warner, occasion=OCCASION)
    page = f"/exercises/{exercise.pk}/"
    assert "Enter them into the register" not in words(client_of(warner), page)
    client = client_of(analyst)
    assert "Enter them into the register" in words(client, page)
    client.post(f"{page}enter-structures/")
    assert "Peace committees of Molo district" in names(exercise, analyst)


def test_beginning_takes_a_few_queries(
    committee: Organisation, ministry: Organisation, analyst: Person, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(75):  # type: ignore[operator]
        begun(KENYA, IN_2007, analyst, committee, ministry)


def test_the_pages_of_an_exercise_lead_to_its_register_and_network(
    exercise: Exercise, analyst: Person
) -> None:
    client: Client = client_of(analyst)
    assert f"/structures/?exercise={exercise.pk}" in client.get(f"/exercises/{exercise.pk}/").content.decode()
    assert "Wajir Peace and Development Committee" in words(client, f"/structures/?exercise={exercise.pk}")
    reach = words(client, f"/structures/reach/?exercise={exercise.pk}")
    assert "North Rift, with Eldoret and Trans Nzoia" in reach


def test_the_map_of_reach_draws_the_worst_of_each_unit_and_can_be_taken_out(
    exercise: Exercise, analyst: Person
) -> None:
    client = client_of(analyst)
    page = client.get(f"/structures/reach/?exercise={exercise.pk}").content.decode()
    assert "<title>Rift Valley: Only up</title>" in page
    assert "<title>North-Eastern: Reached both ways</title>" in page
    assert "<title>Coast: Nothing written down</title>" in page
    answer = client.get(f"/structures/reach/map.svg?exercise={exercise.pk}")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert client.get("/structures/reach/map.svg").status_code == 404
