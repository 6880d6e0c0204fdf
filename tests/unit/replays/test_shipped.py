"""The contract of every replay that comes with Avert."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from avert.citing import mentions
from avert.errors import InputError
from avert.replays import Replay, list_replays, load_replay

IDS = [summary.id for summary in list_replays()]
DAY = dt.timedelta(days=1)


@pytest.fixture(params=IDS)
def replay(request: pytest.FixtureRequest) -> Replay:
    return load_replay(request.param)


def test_the_list_names_the_cases_and_which_of_them_is_a_control() -> None:
    assert {line.id: line.is_control for line in list_replays()} == {
        "ghana_2016": True,
        "kenya_2007_2010": False,
        "myanmar_2012_2017": False,
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
        assert all(reading.known <= day for reading in seen.assessments)
        listed = {source.id for source in seen.sources}
        everything = (*seen.items, *seen.actors, *seen.assessments)
        assert all(c.source in listed for held in everything for c in held.sources)
        held_ids = {item.id for item in seen.items}
        assert all(set(a.facts) <= held_ids for reading in seen.assessments for a in reading.answers)


def test_before_it_begins_there_is_nothing_and_at_the_end_everything(replay: Replay) -> None:
    days = list(replay.days())
    assert replay.as_of(days[0] - DAY).items == replay.as_of(days[0] - DAY).assessments == ()
    end = replay.as_of(max(days[-1], *(source.published.last for source in replay.sources)))
    assert (end.items, end.actors, end.sources) == (replay.items, replay.actors, replay.sources)
    assert end.assessments == replay.assessments
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
    for held in (*replay.items, *replay.actors, *replay.assessments):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", held.id), held.id


def test_every_source_is_cited_and_has_an_address(replay: Replay) -> None:
    cited = {c.source for held in (*replay.items, *replay.actors) for c in held.sources}
    assert cited == {source.id for source in replay.sources}
    assert all(source.url.startswith("http") for source in replay.sources)


def test_no_reading_mentions_a_day_that_had_not_come_unless_it_was_set(replay: Replay) -> None:
    for reading in replay.assessments:
        set_then = {
            day
            for item in replay.as_of(reading.known).items
            for span in item.announces
            for day in (span.first, span.first.replace(month=1, day=1))
        }
        texts = (reading.text, reading.dissent, reading.who, *(answer.reason for answer in reading.answers))
        assert {day for text in texts for day in mentions(text) if day > reading.known} <= set_then, (
            reading.id
        )


def test_what_we_wrote_is_said_to_be_nobodys_in_particular(replay: Replay) -> None:
    bodies = {actor.name for actor in replay.actors}
    for reading in replay.assessments:
        assert reading.basis == "reconstructed" or reading.sources, reading.id
        assert reading.basis == "published" or not [name for name in bodies if name in reading.who], (
            reading.id
        )


def test_rounds_go_forward_and_a_stakeholder_speaks_once_in_each(replay: Replay) -> None:
    for one in replay.assessments:
        for other in replay.assessments:
            if one.round < other.round:
                assert one.known <= other.known, (one.id, other.id)
            if one.id != other.id:
                assert (one.stakeholder, one.round) != (other.stakeholder, other.round)


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


def values(replay: Replay, round_: int, level: str, indicator: str) -> set[str]:
    return {
        str(answer.value)
        for reading in replay.assessments
        if reading.round == round_ and reading.level == level
        for answer in reading.answers
        if answer.indicator == indicator
    }


def test_kenya_is_read_low_from_the_capital_and_high_in_the_districts_on_the_eve() -> None:
    kenya = load_replay("kenya_2007_2010").as_of(dt.date(2007, 12, 26))
    assert values(kenya, 3, "country", "UNFA-7.5") == {"absent"}
    assert values(kenya, 3, "district", "UNFA-7.5") == {"present"}
    assert values(kenya, 3, "country", "UNFA-7.14") == {"latent"}
    assert values(kenya, 3, "district", "UNFA-7.14") == {"acute"}
    assert {reading.round for reading in kenya.assessments} == {1, 2, 3}


def test_myanmar_has_both_readings_of_the_un_in_every_round_and_its_triggers_in_the_last() -> None:
    myanmar = load_replay("myanmar_2012_2017")
    for who in ("un-development", "un-human-rights"):
        assert [r.round for r in myanmar.assessments if r.stakeholder == who] == [1, 2, 3, 4, 5]
    profile = next(r for r in myanmar.assessments if r.id == "profile-and-triggers")
    factors = {answer.indicator.removeprefix("UNFA-").split(".")[0] for answer in profile.answers}
    assert {"1", "2", "3", "4", "5", "6", "7", "8"} <= factors
    assert values(myanmar, 5, "village", "UNFA-8.1") == {"unknown"}, "silence is not calm"
    assert len(values(myanmar, 5, "country", "UNFA-8.1") | values(myanmar, 5, "district", "UNFA-8.1")) == 3


def test_myanmar_ends_before_its_outcome() -> None:
    myanmar = load_replay("myanmar_2012_2017")
    assert max(item.known for item in myanmar.items) == dt.date(2017, 8, 25)
    assert max(source.published.last for source in myanmar.sources) == dt.date(2017, 8, 25)
