"""Laws of the time-freeze, over every replay and any pair of days."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from avert.replays import Replay, list_replays, load_replay

# By name: a failure then prints the name and not the whole replay.
IDS = st.sampled_from([line.id for line in list_replays()])
law = settings(deadline=None)
DAYS = st.dates(dt.date(2007, 1, 1), dt.date(2018, 12, 31))


def ids(replay: Replay) -> set[str]:
    return {held.id for held in (*replay.items, *replay.actors, *replay.assessments, *replay.sources)}


@law
@given(IDS, DAYS, DAYS)
def test_freezing_twice_is_freezing_on_the_earlier_day(name: str, one: dt.date, other: dt.date) -> None:
    replay = load_replay(name)
    assert replay.as_of(one).as_of(other) == replay.as_of(min(one, other))


@law
@given(IDS, DAYS, DAYS)
def test_a_later_day_knows_all_that_an_earlier_one_knew(name: str, one: dt.date, other: dt.date) -> None:
    replay = load_replay(name)
    earlier, later = sorted((one, other))
    assert ids(replay.as_of(earlier)) <= ids(replay.as_of(later))


@law
@given(IDS, DAYS, DAYS)
def test_what_is_known_keeps_its_order_when_more_becomes_known(
    name: str, one: dt.date, other: dt.date
) -> None:
    replay = load_replay(name)
    earlier, later = sorted((one, other))
    first = [item.id for item in replay.as_of(earlier).items]
    assert [item.id for item in replay.as_of(later).items][: len(first)] == first


@law
@given(IDS, DAYS)
def test_nothing_happened_after_it_was_known_nor_was_known_after_the_day(name: str, day: dt.date) -> None:
    replay = load_replay(name)
    for item in replay.as_of(day).items:
        assert item.happened.last <= item.known <= day


@law
@given(IDS, DAYS)
def test_no_reading_rests_on_what_was_not_known_on_its_own_day(name: str, day: dt.date) -> None:
    replay = load_replay(name)
    known = {item.id: item.known for item in replay.as_of(day).items}
    for reading in replay.as_of(day).assessments:
        assert reading.known <= day
        assert all(known[fact] <= reading.known for answer in reading.answers for fact in answer.facts)


@law
@given(IDS, DAYS)
def test_the_news_of_a_day_is_what_the_day_before_did_not_have(name: str, day: dt.date) -> None:
    replay = load_replay(name)
    before = {item.id for item in replay.as_of(day - dt.timedelta(days=1)).items}
    today = {item.id for item in replay.as_of(day).items}
    assert {item.id for item in replay.new_on(day).items} == today - before
