"""Laws of what a case tells on a day, over every case and any day."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from avert.citing import mentions
from avert.society.actors import in_force
from avert.society.cases import list_cases, load_case

IDS = st.sampled_from([line.id for line in list_cases()])
DAYS = st.dates(dt.date(2006, 1, 1), dt.date(2024, 12, 31))
law = settings(deadline=None)


@law
@given(IDS, DAYS)
def test_nothing_that_was_known_later_appears(name: str, day: dt.date) -> None:
    case = load_case(name)
    known = case.known_on(day)
    assert {actor.id for actor in known.actors} <= {
        one.actor.id for one in case.actors if one.known_from <= day
    }
    keys = {(one.tie.source, one.tie.target, one.tie.layer) for one in case.ties if one.known_from <= day}
    assert {(tie.source, tie.target, tie.layer) for tie in known.ties} <= keys
    assert {doing.id for doing in known.activities} <= {
        one.activity.id for one in case.activities if one.known_from <= day
    }
    assert all(fact.known_from <= day for fact in case.facts_on(day))
    said = {
        (one.actor, (one.attribute, voice))
        for one in case.participation
        if one.known_from <= day
        for voice in one.voices
    }
    assert {(actor.id, key) for actor in known.actors for key in actor.voices} <= said


@law
@given(IDS, DAYS)
def test_what_is_shown_is_in_force_and_tells_no_later_day(name: str, day: dt.date) -> None:
    known = load_case(name).known_on(day)
    for things in known:
        assert in_force(things, day) == list(things)
        assert all(thing.ends is None or thing.ends <= day for thing in things)
    texts = [actor.name for actor in known.actors] + [tie.evidence for tie in known.ties]
    assert all(mentioned <= day for text in texts for mentioned in mentions(text))


@law
@given(IDS, DAYS)
def test_a_network_has_the_known_actors_and_ties_of_the_day(name: str, day: dt.date) -> None:
    case = load_case(name)
    known, network = case.known_on(day), case.network_on(day)
    assert network.actors == known.actors
    assert len({*network.tie.tolist()}) == len(known.ties)


@law
@given(IDS, DAYS)
def test_hindsight_only_adds(name: str, day: dt.date) -> None:
    case = load_case(name)
    then, now = case.known_on(day), case.known_on(day, with_hindsight=True)
    assert {actor.id for actor in then.actors} <= {actor.id for actor in now.actors}
    assert {(tie.source, tie.target, tie.layer) for tie in then.ties} <= {
        (tie.source, tie.target, tie.layer) for tie in now.ties
    }
