"""Readings of a replay: what they may rest on, and that a mistake is named with its file and line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from avert.assessment.values import Trend, Value
from avert.errors import MalformedFileError
from avert.replays import Replay
from avert.replays.reading import read_replay

HEAD = """\
title: A case
places: [gw:501]
span: 2007-12
about: A case.
shows: Something.
decision: Whom to ask.
wording: Our own words.
sources:
- {id: paper, author: A newspaper, title: News, published: 2007-12-10, url: 'https://example.org', access: read}
- {id: book, author: A scholar, title: History, published: 2009, url: 'https://example.org/b', access: not_read}
"""
ITEM = """\
- id: {id}
  happened: 2007-12-09
  known: {known}
  basis: {basis}
  place: KEN
  kind: event
  lens: conflict
  confidence: confirmed
  sources: [paper]
  text: Two towns quarrel.
"""
READING = """\
- id: elders
  round: 1
  stakeholder: elders
  who: Elders of a town
  perspective: civil_society
  level: district
  place: KEN
  framework: un_framework_2014
  known: 2007-12-12
  basis: published
  sources: [paper]
  text: It may come to blows.
  answers:
  - {indicator: UNFA-8.7, value: acute, trend: rising, reason: Words, facts: [quarrel]}
  - {indicator: UNFA-7.5, value: unknown, reason: Nobody can tell}
  dissent: The capital is calm.
"""


def read(folder: Path, assessments: str = READING) -> Replay:
    facts = "".join(
        ITEM.format(id=id_, known=known, basis=basis)
        for id_, known, basis in (
            ("quarrel", "2007-12-10", "published"),
            ("rumour", "2007-12-10", "reconstructed"),
            ("riot", "2007-12-13", "published"),
        )
    )
    for name, text in {"replay": HEAD, "facts": facts, "assessments": assessments}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_replay(folder)


def test_a_reading_keeps_who_said_what_of_which_indicator_and_why(tmp_path: Path) -> None:
    (reading,) = read(tmp_path).assessments
    assert (reading.place, reading.known, reading.basis) == ("gw:501", dt.date(2007, 12, 12), "published")
    said, not_known = reading.answers
    assert (said.value, said.trend, said.facts) == (Value.ACUTE, Trend.RISING, ("quarrel",))
    assert (not_known.value, not_known.trend, not_known.facts) == (Value.UNKNOWN, Trend.UNKNOWN, ())


def test_a_reading_is_absent_before_its_day_and_new_on_it(tmp_path: Path) -> None:
    replay = read(tmp_path)
    day = dt.date(2007, 12, 12)
    assert replay.as_of(day - dt.timedelta(days=1)).assessments == ()
    assert [reading.id for reading in replay.as_of(day).assessments] == ["elders"]
    assert [reading.id for reading in replay.new_on(day).assessments] == ["elders"]
    assert replay.new_on(day + dt.timedelta(days=1)).assessments == ()
    assert day in replay.days()


def test_what_the_case_shows_waits_for_the_last_reading(tmp_path: Path) -> None:
    replay = read(tmp_path, READING.replace("known: 2007-12-12", "known: 2007-12-20"))
    assert replay.as_of(dt.date(2007, 12, 19)).shows == ""
    assert replay.as_of(dt.date(2007, 12, 20)).shows == "Something."


def test_a_source_that_came_later_is_not_cited_by_a_reading_before_it_was_out(tmp_path: Path) -> None:
    replay = read(tmp_path, READING.replace("[paper]", "[paper, book]"))
    seen = replay.as_of(dt.date(2007, 12, 31))
    assert [citation.source for citation in seen.assessments[0].sources] == ["paper"]
    assert [source.id for source in seen.sources] == ["paper"]


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("value: acute", "value: bad", 14, "one of absent, latent, present, acute, unknown"),
        ("value: acute", "value: not_asked", 14, "one of absent, latent"),
        ("trend: rising", "trend: up", 14, "one of falling"),
        ("UNFA-8.7", "trigger seven", 14, "no indicator of un_framework_2014"),
        ("UNFA-7.5", "UNFA-8.7", 15, "answered twice"),
        ("[quarrel]", "[riot]", 14, "known only on 2007-12-13"),
        ("[quarrel]", "[war]", 14, "not in this replay"),
        ("[quarrel]", "[rumour]", 14, "which we wrote"),
        ("[quarrel]", "[]", 14, "must not be empty where the value is 'acute'"),
        ("reason: Words", "reason: Words in 2008", 14, "mentions 2008-01-01"),
        ("reason: Words, ", "", 14, "'reason' is missing"),
        ("blows.", "blows in March 2008.", 12, "mentions 2008-03-01"),
        ("capital is calm", "capital is calm until 2009", 16, "mentions 2009-01-01"),
        ("known: 2007-12-12", "known: 2007-12-09", 9, "no cited source was out"),
        ("known: 2007-12-12", "known: 2007-12", 9, "must be one day"),
        ("sources: [paper]", "sources: []", 11, "must not be empty"),
        ("sources: [paper]", "sources: [diary]", 11, "does not list"),
        ("basis: published", "basis: public", 10, "one of published, reconstructed"),
        ("level: district", "level: planet", 6, "one of village"),
        ("perspective: civil_society", "perspective: ours", 5, "one of authorities"),
        ("round: 1", "round: first", 2, "whole number"),
        ("place: KEN", "place: Atlantis", 7, "No place is called"),
        ("who: Elders of a town", "who: Elders\n  whom: A town", 5, "not a field here"),
        ("id: elders", "id: quarrel", 1, "there twice"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, problem: str
) -> None:
    assert old in READING
    with pytest.raises(MalformedFileError) as caught:
        read(tmp_path, READING.replace(old, new, 1))
    assert f"{tmp_path.name}/assessments.yaml, line {line}: " in str(caught.value)
    assert problem in str(caught.value)


def test_a_reading_without_an_answer_is_refused(tmp_path: Path) -> None:
    text = "".join(line for line in READING.splitlines(keepends=True) if "indicator" not in line)
    with pytest.raises(MalformedFileError, match="line 13: 'answers' must"):
        read(tmp_path, text.replace("answers:", "answers: []"))


def test_what_we_wrote_needs_no_source_and_may_rest_on_what_we_wrote(tmp_path: Path) -> None:
    ours = READING.replace("basis: published\n  sources: [paper]", "basis: reconstructed")
    (reading,) = read(tmp_path, ours.replace("[quarrel]", "[quarrel, rumour]")).assessments
    assert (reading.basis, reading.sources) == ("reconstructed", ())
