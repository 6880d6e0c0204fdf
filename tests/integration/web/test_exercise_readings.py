"""Readings of a replay in its exercise: entered once, for those who take part, and none from after the clock."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.integration.web.test_exercises import on, words
from tests.people import OCCASION, client_of

from avert.errors import InputError
from avert.replays import load_replay
from avert.web.accounts.models import Organisation, Person
from avert.web.assessment.models import Assessment, Reading, Stakeholder
from avert.web.assessment.selectors import assessments_for
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import end_of
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import Sharing
from avert.web.replays.exercises.entering import enter_readings, readings_waiting
from avert.web.replays.exercises.services import begin_replay

CASES = ("kenya_2007_2010", "myanmar_2012_2017")


def begun(replay: str, day: dt.date, by: Person, owner: Organisation, to: Organisation) -> Exercise:
    sharing = Sharing(organisations=frozenset({to.pk}))
    return begin_replay(
        owner_id=owner.pk,
        title="On the day",
        replay=replay,
        day=day,
        viewer=by,
        occasion=OCCASION,
        sharing=sharing,
    )


@pytest.mark.parametrize("replay", CASES)
def test_a_reading_of_tomorrow_is_absent_until_its_day(
    replay: str, committee: Organisation, ministry: Organisation, analyst: Person, outside_stakeholder: Person
) -> None:
    days = sorted({one.known for one in load_replay(replay).assessments})
    eve = days[1] - dt.timedelta(days=1)
    exercise = begun(replay, eve, analyst, committee, ministry)
    entered = enter_readings(exercise=exercise, viewer=analyst, occasion=OCCASION)
    readings = readable_by(outside_stakeholder, Reading).filter(assessment=entered.pk)
    known = [one for one in load_replay(replay).assessments if one.known <= eve]
    assert readings.count() == len(known) > 0
    assert all(one.at <= exercise.clock for one in readings.all())
    with pytest.raises(InputError, match="Move the clock on first"):
        enter_readings(exercise=exercise, viewer=analyst, occasion=OCCASION)
    exercise = on(exercise, days[-1], analyst)
    again = enter_readings(exercise=exercise, viewer=analyst, occasion=OCCASION)
    assert again.pk == entered.pk
    assert readings.all().count() == len(load_replay(replay).assessments)
    assert again.round == max(one.round for one in load_replay(replay).assessments)
    assert not readings_waiting(exercise)


def test_what_is_entered_says_its_basis_and_never_mixes_with_what_is_real(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    exercise = begun(CASES[1], dt.date(2012, 11, 30), analyst, committee, ministry)
    entered = enter_readings(exercise=exercise, viewer=analyst, occasion=OCCASION)
    assert not assessments_for(analyst).exists()
    assert list(assessments_for(analyst, exercise_id=exercise.pk)) == [entered]
    reasons = [text for one in readable_by(analyst, Reading) for text in one.reasons.values()]
    assert any("[reconstructed; nobody is on record with it]" in text for text in reasons)
    assert all("[published" in text or "[reconstructed" in text for text in reasons)
    people = readable_by(analyst, Stakeholder).filter(assessment=entered.pk)
    assert people.count() == len(
        {one.stakeholder for one in load_replay(CASES[1]).as_of(dt.date(2012, 11, 30)).assessments}
    )
    assert any(one.dissent for one in readable_by(analyst, Reading))


def test_the_page_of_an_exercise_enters_them_and_leads_to_them(
    committee: Organisation,
    ministry: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    stranger: Client,
) -> None:
    exercise = begun(CASES[1], dt.date(2012, 11, 30), analyst, committee, ministry)
    client, url = client_of(analyst), f"/exercises/{exercise.pk}/"
    assert "readings are known that are not entered yet" in words(client, url)
    answer = client.post(f"{url}enter-readings/")
    whole = readable_by(analyst, Assessment).get()
    assert answer.headers["Location"] == f"/assessments/{whole.pk}/"
    assert "All readings known by now are entered" in words(client, url)
    assert client_of(outside_stakeholder).post(f"{url}enter-readings/").status_code in {302, 403}
    assert stranger.post(f"{url}enter-readings/").status_code in {302, 403, 404}


@pytest.mark.parametrize("replay", CASES)
def test_the_page_of_a_day_shows_the_readings_known_on_it_and_none_later(replay: str, reader: Client) -> None:
    case = load_replay(replay)
    days = sorted({one.known for one in case.assessments})
    seen = words(reader, f"/replays/{replay}/?on={days[0]}")
    first = {one.text for one in case.assessments if one.known == days[0]}
    later = {one.text for one in case.assessments if one.known > days[0]} - first
    assert all(text in seen for text in first)
    assert not any(text in seen for text in later)
    assert "How the situation was read" in seen


def test_now_in_an_exercise_leaves_out_what_is_after_its_clock(
    committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    from tests.frozen import frozen, read

    from avert.assessment.editions import verify

    exercise = begun(CASES[1], dt.date(2012, 11, 30), analyst, committee, ministry)
    entered = enter_readings(exercise=exercise, viewer=analyst, occasion=OCCASION)
    read(entered, analyst, "From the future", at=end_of(dt.date(2017, 8, 25)))
    edition = frozen(entered, analyst)
    held = verify(edition.document.encode()).edition
    assert held.standing.as_of == exercise.clock
    assert "From the future" not in {held.more["people"][who]["name"] for who in held.standing.answers}
