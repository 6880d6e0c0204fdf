"""A file that departs from the format is refused with its name, its line and what to do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from avert.errors import MalformedFileError
from avert.replays import Span
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
FACT = """\
- id: quarrel
  happened: 2007-12-09
  place: KEN
  kind: event
  lens: conflict
  confidence: confirmed
  sources: [paper p. 3]
  text: Two towns quarrel.
"""


def write(folder: Path, facts: str = FACT, head: str = HEAD, **more: str) -> Path:
    for name, text in {"replay": head, "facts": facts, **more}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_an_item_is_known_when_its_latest_source_is_out_unless_it_says_otherwise(tmp_path: Path) -> None:
    fact = read_replay(write(tmp_path)).items[0]
    assert fact.known == dt.date(2007, 12, 10)
    assert (fact.place, fact.sources[0].where) == ("gw:501", "p. 3")
    both = FACT.replace("[paper p. 3]", "[paper, book]")
    assert read_replay(write(tmp_path, both)).items[0].known == dt.date(2009, 12, 31)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("kind: event", "kind: evnt", 4, "one of event, statement"),
        ("place: KEN", "place: Atlantis", 3, "No place is called"),
        ("place: KEN", "place: KEN\n  plaice: KEN", 4, "not a field here"),
        ("happened: 2007-12-09", "happened: Sunday", 2, "not a period"),
        ("happened: 2007-12-09", "happened: 2007-12-09/2007-12-01", 2, "ends before it begins"),
        ("[paper p. 3]", "[diary]", 7, "does not list"),
        ("[paper p. 3]", "[]", 7, "must not be empty"),
        ("[paper p. 3]", "[book]", 6, "none of its sources was read"),
        ("text: Two", "text: In 2008, two", 8, "mentions 2008-01-01"),
        ("  text: Two towns quarrel.\n", "", 1, "'text' is missing"),
        ("lens: conflict", "lens: conflict\n  known: 2007-12-08", 6, "before it had happened"),
        ("lens: conflict", "lens: conflict\n  known: 2007-12-09", 6, "no cited source was out"),
        ("lens: conflict", "lens: conflict\n  known: 2007-12", 6, "must be one day"),
        ("lens: conflict", "lens: conflict\n  lens: both", 6, "there twice"),
        ("lens: conflict", "lens: [conflict]", 5, "must be one text"),
        ("  text: Two towns", "  text: [Two towns", 8, "expected"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, problem: str
) -> None:
    assert old in FACT
    with pytest.raises(MalformedFileError) as caught:
        read_replay(write(tmp_path, FACT.replace(old, new)))
    message = str(caught.value)
    assert f"{tmp_path.name}/facts.yaml, line " in message
    assert problem in message
    if problem != "expected":  # where YAML itself gives up is its own affair
        assert f"line {line}:" in message


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedFileError, match="line 9: 'id' is there twice: quarrel"):
        read_replay(write(tmp_path, FACT + FACT))


def test_a_file_of_loose_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedFileError, match="entries of fields"):
        read_replay(write(tmp_path, "just text"))


RESPONSE = """\
- id: talk
  happened: 2007-12-10
  place: KEN
  kind: action
  lens: conflict
  confidence: confirmed
  asked_of: elders
  decision: act
  answers: [{answers}]
  sources: [paper]
  text: They talk.
"""


def test_a_response_answers_only_what_is_there_and_was_known(tmp_path: Path) -> None:
    assert read_replay(write(tmp_path, responses=RESPONSE.format(answers="quarrel")))
    with pytest.raises(MalformedFileError, match="names 'riot', which is not in this replay"):
        read_replay(write(tmp_path, responses=RESPONSE.format(answers="riot")))
    later = FACT.replace("2007-12-09", "2007-12-11")
    with pytest.raises(MalformedFileError, match="known only on 2007-12-11"):
        read_replay(write(tmp_path, later, responses=RESPONSE.format(answers="quarrel")))


def test_a_day_that_was_set_may_be_mentioned_before_it_comes(tmp_path: Path) -> None:
    vote = FACT.replace("Two towns quarrel.", "The vote is to be on 27 December 2007.")
    with pytest.raises(MalformedFileError, match="mentions 2007-12-27"):
        read_replay(write(tmp_path, vote))
    read_replay(write(tmp_path, vote + "  announces: [2007-12-27]\n"))


def test_a_source_that_came_later_is_not_cited_before_it_was_out(tmp_path: Path) -> None:
    text = FACT.replace("[paper p. 3]", "[paper, book]").replace(
        "lens: conflict", "lens: conflict\n  known: 2007-12-10"
    )
    replay = read_replay(write(tmp_path, text))
    seen = replay.as_of(dt.date(2008, 1, 1))
    assert [c.source for c in seen.items[0].sources] == ["paper"]
    assert [source.id for source in seen.sources] == ["paper"]
    assert len(replay.as_of(dt.date(2010, 1, 1)).sources) == 2


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2007-12-09", "2007-12-09"),
        ("2007-12", "2007-12"),
        ("2007", "2007"),
        ("2007-11/2007-12-05~", "about 2007-11-01 to 2007-12-05"),
        ("2007-12-01/2007-12-05", "2007-12-01 to 2007-12-05"),
        ("2007-12-01~", "about 2007-12-01"),
    ],
)
def test_a_span_is_written_no_more_exactly_than_it_is_known(text: str, written: str) -> None:
    assert str(Span.parse(text)) == written


def test_a_replay_names_only_a_case_of_peace_structures_that_is_here(tmp_path: Path) -> None:
    folder = write(tmp_path, FACT)
    head = folder / "replay.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "structures: atlantis\n", encoding="utf-8")
    with pytest.raises(
        MalformedFileError, match=r"replay.yaml, line \d+: 'structures' cannot be used: There is no"
    ):
        read_replay(folder)
