"""The pages of the replays, above all that they never tell the future."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.html import escape
from tests.people import client_of

from avert.citing import ACCESS, mentions
from avert.replays import Assessment, Replay, list_replays, load_replay, reading
from avert.society.cases import load_case
from avert.web.accounts.models import Person
from avert.web.replays.known_sheet import known_sheet
from avert.web.replays.selectors import known_on
from avert.web.replays.words import WORDS

IDS = [summary.id for summary in list_replays()]
KENYA = "/replays/kenya_2007_2010/"
ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def some_days() -> Iterator[tuple[str, dt.date]]:
    for id_ in IDS:
        replay = load_replay(id_)
        news = [day for day in replay.days() if day <= replay.last_day]
        for day in sorted({replay.first_day, *news[::6], news[-1], replay.last_day}):
            yield id_, day


def known_later(replay: Replay, day: dt.date) -> set[str]:
    """Everything that is written about what was not known yet, and nowhere in what was."""
    seen = replay.as_of(day)
    already = "\n".join(_texts(seen))
    later = {text for text in _texts(replay) if text not in already}
    return later if seen.shows else later | {replay.shows, replay.decision}


def _texts(replay: Replay) -> set[str]:
    items = {text for item in replay.items for text in (item.text, *getattr(item, "options", ()))}
    actors = {text for actor in replay.actors for text in (actor.name, actor.role)}
    sources = {text for source in replay.sources for text in (source.title, source.url)}
    return items | actors | sources | {text for one in replay.assessments for text in _said(one) if text}


def _said(reading: Assessment) -> Iterator[str]:
    yield from (reading.who, reading.text, reading.dissent)
    yield from (answer.reason for answer in reading.answers)


def told_too_early(shown: str, replay: Replay, day: dt.date) -> set[dt.date]:
    """Dates after the day that nobody had set by then."""
    spans = [span for item in replay.as_of(day).items for span in item.announces]
    set_then = {
        set_day for span in spans for set_day in (span.first, span.last, span.first.replace(month=1, day=1))
    }
    dates = {*mentions(shown), *map(dt.date.fromisoformat, ISO.findall(shown))}
    return {date for date in dates if date > day} - set_then


@pytest.fixture
def reader(stranger: Client, settings: object) -> Client:
    settings.AVERT_PUBLIC_REFERENCE = True
    return stranger


def page(client: Client, id_: str, day: dt.date) -> str:
    """The page of a day without its own address, and without that of the next day, which may be known."""
    answer = client.get(f"/replays/{id_}/?on={day}")
    assert answer.status_code == 200
    following = known_on(load_replay(id_), day).following
    return (
        answer.content.decode()
        .replace(f"/replays/{id_}/", "")
        .replace(f'rel="next" href="?on={following}"', "")
    )


@pytest.mark.parametrize(("id_", "day"), list(some_days()), ids=str)
def test_neither_page_nor_file_tells_what_was_not_known_yet(reader: Client, id_: str, day: dt.date) -> None:
    replay = load_replay(id_)
    html = page(reader, id_, day)
    file = reader.get(f"/replays/{id_}/known.csv?on={day}")
    sheet = file.content.decode() + file.headers["Content-Disposition"]
    for text in known_later(replay, day):
        assert escape(text) not in html
        assert text not in sheet
    for shown in (html, sheet):
        assert told_too_early(shown, replay, day) == set()
        assert id_ not in shown
        assert replay.title not in shown


@pytest.mark.parametrize(("id_", "day"), list(some_days()), ids=str)
def test_everything_known_by_then_is_on_the_page_and_in_the_file(
    reader: Client, id_: str, day: dt.date
) -> None:
    seen = load_replay(id_).as_of(day)
    html = page(reader, id_, day)
    assert all(escape(item.text) in html for item in seen.items)
    rows = list(
        csv.DictReader(io.StringIO(reader.get(f"/replays/{id_}/known.csv?on={day}").content.decode()))
    )
    assert [row["id"] for row in rows] == [item.id for item in seen.items]


def test_the_check_finds_a_date_that_had_not_come() -> None:
    replay, day = load_replay("kenya_2007_2010"), dt.date(2007, 12, 10)
    assert told_too_early("the vote of 27 December 2007", replay, day) == set()
    assert told_too_early("in March 2008, <a href='?on=2010-08-04'>", replay, day) == {
        dt.date(2008, 3, 1), dt.date(2010, 1, 1), dt.date(2010, 8, 4),
    }  # fmt: skip
    assert len(known_later(replay, day)) > 100
    reading = next(one for one in replay.assessments if one.known > day and one.dissent)
    assert {reading.text, reading.dissent, reading.answers[0].reason} <= known_later(replay, day)


def test_no_text_in_the_file_can_act_as_a_formula() -> None:
    replay = load_replay("ghana_2016")
    item = dataclasses.replace(replay.items[0], text="=1+1", where="@SUM(A1)")
    row = next(csv.DictReader(io.StringIO(known_sheet(dataclasses.replace(replay, items=(item,))))))
    assert (row["text"], row["where"]) == ("'=1+1", "'@SUM(A1)")


def test_without_a_day_it_begins_on_the_first(reader: Client) -> None:
    assert "What was known on 26 October 2007?" in reader.get(KENYA).content.decode()
    assert 'rel="prev"' not in reader.get(KENYA).content.decode()


def test_one_goes_from_news_to_news_until_the_case_ends(reader: Client) -> None:
    replay = load_replay("ghana_2016")
    day, visited = replay.first_day, []
    while day:
        visited.append(day)
        found = re.search(
            r'rel="next" href="\?on=([\d-]+)"', reader.get(f"/replays/ghana_2016/?on={day}").content.decode()
        )
        day = dt.date.fromisoformat(found[1]) if found else None
    assert visited == [replay.first_day, *(day for day in replay.days() if day <= replay.last_day)]


def test_a_report_leaves_the_gap_once_a_response_to_it_is_known(reader: Client) -> None:
    def gap(day: str) -> str:
        html = reader.get(f"{KENYA}?on={day}").content.decode()
        return html.split("without a recorded response</h2>")[1].split("<section")[0]

    replay = load_replay("kenya_2007_2010")
    response = next(i for i in replay.of_family("response") if i.answers and i.decision == "act")
    report = next(i for i in replay.items if i.id == response.answers[0])
    assert escape(report.text) not in gap(str(response.known))
    unanswered = replay.as_of(dt.date(2007, 12, 26)).unanswered()
    assert all(escape(item.text) in gap("2007-12-26") for item in unanswered)


@pytest.mark.parametrize("day", ["never", "2007-13-01", "2007-10-25", "2010-08-07", "9999-99-99", "\0"])
def test_a_day_outside_the_case_is_answered_with_its_first_and_last(reader: Client, day: str) -> None:
    answer = reader.get(KENYA, {"on": day})
    assert answer.status_code == 200
    assert "goes from 26 October 2007 to 6 August 2010" in answer.content.decode()
    assert reader.get(f"{KENYA}known.csv", {"on": day}).status_code == 404


def test_an_unknown_replay_is_not_found(reader: Client) -> None:
    for address in ("/replays/atlantis/", "/replays/atlantis/known.csv"):
        assert reader.get(address).status_code == 404


def test_the_list_leads_to_cases_and_countries(analyst: Person) -> None:
    html = client_of(analyst).get("/replays/").content.decode()
    assert all(f'href="/replays/{id_}/"' in html for id_ in IDS)
    assert 'href="/country/ken/"' in html
    assert "the eye of an expert" in html


@pytest.mark.parametrize("address", ["/replays/", KENYA, f"{KENYA}known.csv"])
def test_strangers_read_replays_only_where_reference_pages_are_public(
    stranger: Client, settings: object, address: str
) -> None:
    assert stranger.get(address).status_code == 302
    settings.AVERT_PUBLIC_REFERENCE = True
    assert stranger.get(address).status_code == 200


def test_replays_ask_nothing_of_the_database(reader: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        for address in ("/replays/", f"{KENYA}?on=2010-08-04", f"{KENYA}known.csv?on=2010-08-04"):
            assert reader.get(address).status_code == 200


def test_every_value_of_the_vocabularies_has_a_word() -> None:
    lists = (
        ACCESS, reading.BASES, reading.CHANNELS, reading.CONFIDENCE, reading.DECISIONS,
        reading.FACT_KINDS, reading.REPORT_KINDS, reading.ACTOR_TYPES, reading.LEVELS,
    )  # fmt: skip
    kinds = {item.kind for id_ in IDS for item in load_replay(id_).items}
    assert {*kinds, *(value for values in lists for value in values)} <= set(WORDS)


def test_the_page_says_who_was_heard_and_who_was_answered_on_the_day(reader: Client) -> None:
    then = page(reader, "kenya_2007_2010", dt.date(2007, 12, 10))
    assert "Whether a warning reached a decision" in then
    assert "Red Cross volunteers in Molo" in then
    assert "no way known" in then
    assert "Peace committees of Trans Nzoia" not in then
    later = page(reader, "kenya_2007_2010", dt.date(2010, 7, 20))
    assert "Peace committees of Trans Nzoia" in later


def test_a_replay_without_a_case_has_no_section_on_structures(reader: Client) -> None:
    assert "Whether a warning reached" not in page(reader, "south_sudan_2013", dt.date(2013, 12, 15))


@pytest.mark.parametrize("day", ["2007-10-26", "2007-12-10", "2008-02-28", "2010-07-20", "2010-08-04"])
def test_no_structure_is_named_on_the_page_before_it_was_known(reader: Client, day: str) -> None:
    on = dt.date.fromisoformat(day)
    html = page(reader, "kenya_2007_2010", on)
    replay = load_replay("kenya_2007_2010").as_of(on)
    told = {actor.name for actor in replay.actors}
    hidden = [one for one in load_case("kenya_2007_2010").actors if one.known_from > on]
    assert not [one for one in hidden if one.actor.name not in told and escape(one.actor.name) in html]
    assert not [one for one in hidden if escape(one.role) in html and one.role not in _texts(replay)]
