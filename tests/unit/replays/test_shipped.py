"""The contract of every replay that comes with Avert."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from avert.errors import InputError
from avert.replays import Replay, list_replays, load_replay
from avert.replays.checking import mentions

IDS = [summary.id for summary in list_replays()]
DAY = dt.timedelta(days=1)


@pytest.fixture(params=IDS)
def replay(request: pytest.FixtureRequest) -> Replay:
    return load_replay(request.param)


def test_the_list_names_the_three_cases_and_which_of_them_is_a_control() -> None:
    assert {line.id: line.is_control for line in list_replays()} == {
        "ghana_2016": True,
        "kenya_2007_2010": False,
        "south_sudan_2013": False,
    }


def test_an_unknown_replay_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match="kenya_2007_2010"):
        load_replay("../secrets")


def test_no_day_shows_anything_that_was_known_only_later(replay: Replay) -> None:
    for day in [replay.first_day - DAY, *replay.days()]:
        seen = replay.as_of(day)
        assert all(item.known <= day and item.happened.last <= day for item in seen.items)
        assert all(actor.known <= day for actor in seen.actors)
        assert all(actor.until is None or actor.until.last <= day for actor in seen.actors)
        assert all(source.published.last <= day for source in seen.sources)
        listed = {source.id for source in seen.sources}
        assert all(c.source in listed for held in (*seen.items, *seen.actors) for c in held.sources)


def test_before_it_begins_there_is_nothing_and_at_the_end_everything(replay: Replay) -> None:
    days = list(replay.days())
    assert replay.as_of(days[0] - DAY).items == ()
    end = replay.as_of(max(days[-1], *(source.published.last for source in replay.sources)))
    assert (end.items, end.actors, end.sources) == (replay.items, replay.actors, replay.sources)
    assert end.shows == replay.shows


def test_what_the_case_shows_is_not_told_before_all_is_known(replay: Replay) -> None:
    seen = replay.as_of(replay.last_day - DAY)
    assert (seen.shows, seen.decision, seen.controls) == ("", "", ())


def test_the_news_of_all_days_together_is_the_whole_replay(replay: Replay) -> None:
    news = [item.id for day in replay.days() for item in replay.new_on(day).items]
    assert news == [item.id for item in replay.items]


def test_no_text_mentions_a_day_that_had_not_come_unless_it_was_set(replay: Replay) -> None:
    for item in replay.items:
        set_then = {
            day for span in item.announces for day in (span.first, span.first.replace(month=1, day=1))
        }
        texts = (item.text, *getattr(item, "options", ()))
        assert {day for text in texts for day in mentions(text) if day > item.known} <= set_then, item.id


def test_ids_say_nothing_of_how_many_more_there_are(replay: Replay) -> None:
    for held in (*replay.items, *replay.actors):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", held.id), held.id


def test_every_source_is_cited_and_has_an_address(replay: Replay) -> None:
    cited = {c.source for held in (*replay.items, *replay.actors) for c in held.sources}
    assert cited == {source.id for source in replay.sources}
    assert all(source.url.startswith("http") for source in replay.sources)


def test_what_rests_on_unread_sources_alone_is_never_confirmed(replay: Replay) -> None:
    unread = {source.id for source in replay.sources if source.access == "not_read"}
    for item in replay.items:
        if {c.source for c in item.sources} <= unread:
            assert item.confidence != "confirmed", item.id


def test_a_control_is_a_replay(replay: Replay) -> None:
    assert set(replay.controls) <= set(IDS)


def test_every_family_and_both_kinds_of_end_are_there(replay: Replay) -> None:
    for family in ("fact", "report", "warning", "response", "question"):
        assert replay.of_family(family), family
    decisions = {getattr(item, "decision", None) for item in replay.items}
    assert {"act", "none_recorded"} <= decisions


def test_kenya_has_the_link_from_warning_to_decision_in_2010_and_not_before_the_vote_of_2007() -> None:
    kenya = load_replay("kenya_2007_2010")
    vote, referendum = kenya.as_of(dt.date(2007, 12, 26)), kenya.as_of(dt.date(2010, 8, 4))
    assert len(vote.unanswered()) >= 8
    assert not [item.id for item in referendum.unanswered() if item.happened.first.year == 2010]
    before, after = (
        sum(item.happened.first.year in years for item in kenya.items) for years in ((2007, 2008), (2010,))
    )
    assert before >= 60
    assert after >= 20
