"""Working through a real case: only what was known, taken in once, apart from what is real."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from tests.people import OCCASION, client_of

from avert.errors import InputError
from avert.replays import load_replay
from avert.web.accounts.models import Organisation, Person
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import day_known, end_of, now_in
from avert.web.exercises.services import move_on
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import Sharing
from avert.web.replays.exercises.services import begin_replay, known_in, take_in
from avert.web.signals.models import Signal
from avert.web.signals.selectors import signals_for
from avert.web.signals.vocabulary import Way

KENYA = "kenya_2007_2010"


@pytest.fixture
def exercise(committee: Organisation, ministry: Organisation, analyst: Person) -> Exercise:
    return begin_replay(
        owner_id=committee.pk,
        title="The week of the vote",
        replay=KENYA,
        day=dt.date(2007, 12, 20),
        viewer=analyst,
        occasion=OCCASION,
        sharing=Sharing(organisations=frozenset({ministry.pk})),
    )


def on(exercise: Exercise, day: dt.date, viewer: Person) -> Exercise:
    move_on(
        exercise=exercise, row_version=exercise.row_version, to=end_of(day), viewer=viewer, occasion=OCCASION
    )
    return readable_by(viewer, Exercise).get(pk=exercise.pk)


def words(client: Client, path: str) -> str:
    text = re.sub(r"<[^>]+>", " ", client.get(path).content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def test_the_clock_stands_still_and_is_the_time_of_what_is_in_it(exercise: Exercise) -> None:
    assert now_in(exercise, OCCASION.at) == end_of(dt.date(2007, 12, 20))
    assert now_in(None, OCCASION.at) == OCCASION.at


def test_the_clock_never_goes_back(exercise: Exercise, analyst: Person) -> None:
    with pytest.raises(InputError, match="cannot go back"):
        on(exercise, dt.date(2007, 12, 19), analyst)


@pytest.mark.parametrize(("hour", "day"), [(22, 26), (23, 27)])
def test_news_of_a_day_counts_from_its_end(hour: int, day: int) -> None:
    assert day_known(dt.datetime(2007, 12, 27, hour, tzinfo=dt.UTC)) == dt.date(2007, 12, day)


def test_a_report_is_taken_in_once_for_those_who_take_part(
    exercise: Exercise, analyst: Person, outside_stakeholder: Person
) -> None:
    for _twice in range(2):
        take_in(exercise=exercise, item_ids=["new-houses-burnt"], viewer=analyst, occasion=OCCASION)
    (signal,) = signals_for(outside_stakeholder, exercise_id=exercise.pk)
    assert (signal.way, signal.where) == (Way.SMS, "Kuresoi, Molo district")
    assert signal.received_at == end_of(dt.date(2007, 12, 20))
    assert signal.origin == "relief volunteer"


def test_what_is_exercised_never_mixes_with_what_is_real(exercise: Exercise, analyst: Person) -> None:
    take_in(exercise=exercise, item_ids=["new-houses-burnt"], viewer=analyst, occasion=OCCASION)
    assert not signals_for(analyst).exists()


def test_what_is_not_known_yet_cannot_be_taken_in(exercise: Exercise, analyst: Person) -> None:
    later = next(item for item in load_replay(KENYA).items if item.known > dt.date(2007, 12, 20))
    for id_ in (later.id, "no-such-report"):
        with pytest.raises(InputError, match="No report of that name is known on this day"):
            take_in(exercise=exercise, item_ids=[id_], viewer=analyst, occasion=OCCASION)
    assert not readable_by(analyst, Signal).exists()


def test_no_page_of_an_exercise_tells_the_future(exercise: Exercise, analyst: Person) -> None:
    client, whole = client_of(analyst), load_replay(KENYA)
    for day in (dt.date(2007, 12, 20), dt.date(2007, 12, 27), dt.date(2010, 7, 30)):
        exercise = on(exercise, day, analyst)
        seen = known_in(exercise)
        known = {item.text for item in seen.items}
        later = {item.text for item in whole.items if item.known > day} - known
        for page in ("", "debrief/"):
            shown = words(client, f"/exercises/{exercise.pk}/{page}")
            assert not [text for text in later if text in shown]
            if not seen.shows:
                assert whole.shows not in shown


def test_an_exercise_is_begun_moved_on_and_filled_on_its_pages(
    committee: Organisation, analyst: Person
) -> None:
    client = client_of(analyst)
    form = {"title": "Vote", "replay": KENYA, "day": "2007-12-10", "owner": str(committee.pk), "marking": "3"}
    page = client.post("/exercises/new/", form).headers["Location"]
    exercise = readable_by(analyst, Exercise).get()
    assert "Houses burn here again" in words(client, page)
    client.post(f"{page}take-in/", {"item": ["new-houses-burnt"]})
    assert signals_for(analyst, exercise_id=exercise.pk).count() == 1
    client.post(f"{page}move-on/", {"row_version": "1", "to": "news"})
    client.post(f"{page}move-on/", {"row_version": "1", "to": "news"})  # by someone who was slower
    exercise = readable_by(analyst, Exercise).get()
    assert day_known(exercise.clock) == min(
        day for day in load_replay(KENYA).days() if day > dt.date(2007, 12, 10)
    )
    assert "Took in a signal" in words(client, f"{page}debrief/")
    assert "Vote" in words(client, "/exercises/")


def test_a_day_outside_the_case_is_said_in_the_form(committee: Organisation, analyst: Person) -> None:
    form = {"title": "Vote", "replay": KENYA, "day": "1999-01-01", "owner": str(committee.pk), "marking": "3"}
    answer = client_of(analyst).post("/exercises/new/", form)
    assert answer.status_code == 200
    assert "Choose a day within it" in answer.content.decode()


def test_who_only_reads_moves_no_clock(
    exercise: Exercise, colleague: Person, outside_stakeholder: Person
) -> None:
    for person in (colleague, outside_stakeholder):
        client = client_of(person)
        for page, data in (
            ("move-on", {"row_version": "1", "to": "day"}),
            ("take-in", {"item": ["new-houses-burnt"]}),
        ):
            assert client.post(f"/exercises/{exercise.pk}/{page}/", data).status_code == 403
    assert not readable_by(colleague, Signal).exists()
