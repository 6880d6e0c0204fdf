"""Cases of structures for peace: cited, dated twice, and read as people who know them can check."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from avert.errors import InputError, MalformedFileError
from avert.replays import load_replay
from avert.replays.structures import Link, LocalLink, StructuresThen, structures_on
from avert.society.cases import Basis, Case, Stated, list_cases, load_case
from avert.society.cases.reading import read_case
from avert.society.measures.integration import hops_from_decision, hops_to_decision
from avert.society.vocabulary import Attribute, Layer, Level, Voice

IDS = [line.id for line in list_cases()]
GOLDEN = Path(__file__).parents[2] / "golden/society"
REPLAYS = {"kenya": "kenya_2007_2010", "ghana": "ghana_2016"}
MOMENTS = [
    (country, moment)
    for country in REPLAYS
    for moment in yaml.safe_load((GOLDEN / f"{country}.yaml").read_text(encoding="utf-8"))
]
CASE = """\
title: A case
places: [KEN]
span: 2007
about: A case.
areas: [{id: hills, name: Hills}]
decides: [One tie.]
overturned_by: [Another tie.]
unknown: [Much.]
sources:
- {id: paper, author: A newspaper, title: News, published: 2007-12-10, url: 'https://example.org', access: read}
- {id: book, author: A scholar, title: History, published: 2009, url: 'https://example.org/b', access: not_read}
actors:
- {id: elders, name: Elders, kind: committee, sector: traditional, level: grassroots, areas: [hills], role: Talk,
   known_from: 2007-12-10, basis: read, sources: [paper]}
- {id: office, name: Office, kind: office, sector: government, level: top, is_decision_maker: "yes", role: Decide,
   known_from: 2007-01-01, known_as: public, basis: recalled, sources: [book]}
ties:
- source: elders
  target: office
  layer: information
  direction: one_way
  begins: 2007-06
  ends: 2008-03
  known_from: 2007-12-12
  evidence: They wrote.
  basis: read
  sources: [paper]
participation:
- {actor: elders, attribute: women, seats: "2", of: "9", speaks: "no", text: Two sit.,
   known_from: 2007-12-12, basis: read, sources: [paper]}
facts:
- {id: letter, text: A letter., known_from: 2007-12-11, basis: read, sources: [paper]}
"""


def read(folder: Path, text: str = CASE) -> Case:
    path = folder / "a_case.yaml"
    path.write_text(text, encoding="utf-8")
    return read_case(path)


def everything(case: Case) -> Iterator[Stated]:
    yield from (*case.actors, *case.ties, *case.activities, *case.participation, *case.facts)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("kind: committee", "kind: club", 13, "one of office"),
        ("sector: traditional", "sector: old", 13, "one of government"),
        ("level: grassroots", "level: low", 13, "one of top"),
        ("areas: [hills]", "areas: [sea]", 13, "does not list among its areas"),
        ("role: Talk", "role: Talk until 2009", 13, "mentions 2009-01-01"),
        ("id: office", "id: elders", 15, "there twice"),
        ("sources: [book]", "sources: [diary]", 16, "does not list"),
        ("known_as: public, ", "", 16, "no cited source was out before 2009-12-31"),
        ("basis: recalled", "basis: read", 16, "none of its sources was read"),
        ("basis: recalled", "basis: guessed", 16, "one of read, recalled"),
        ("source: elders", "source: chiefs", 18, "no actor of this case"),
        ("target: office", "target: elders", 19, "needs two actors"),
        ("layer: information", "layer: gossip", 20, "one of information"),
        ("direction: one_way", "direction: up", 21, "one of one_way, both_ways"),
        ("ends: 2008-03", "ends: 2006", 23, "before it begins"),
        ("known_from: 2007-12-12\n  ev", "known_from: 2007\n  ev", 24, "must be one day"),
        ("They wrote.", "They wrote in March 2008.", 25, "mentions 2008-03-01"),
        ("  evidence: They wrote.\n", "", 18, "nothing can stand for it"),
        ('of: "9"', "of: many", 29, "a whole number, or 'unknown'"),
        ("id: letter", "id: letter, who: me", 32, "not a field here"),
        ("sources: [paper]}\n", "sources: []}\n", 14, "must not be empty"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, problem: str
) -> None:
    assert old in CASE
    with pytest.raises(MalformedFileError) as caught:
        read(tmp_path, CASE.replace(old, new, 1))
    assert problem in str(caught.value)
    assert f"/a_case.yaml, line {line}: " in str(caught.value)


def test_a_tie_is_there_from_when_it_was_known_and_its_end_is_not_told_before_it_came(tmp_path: Path) -> None:
    case = read(tmp_path)
    assert case.known_on(dt.date(2007, 12, 11)).ties == ()
    (tie,) = case.known_on(dt.date(2007, 12, 12)).ties
    assert (tie.begins, tie.ends) == (dt.date(2007, 6, 30), None)
    (tie,) = case.known_on(dt.date(2008, 3, 31)).ties
    assert tie.ends == dt.date(2008, 3, 31)
    assert case.known_on(dt.date(2008, 4, 1)).ties == ()


def test_hindsight_adds_what_came_out_later_and_not_what_had_not_begun(tmp_path: Path) -> None:
    case = read(tmp_path)
    assert len(case.known_on(dt.date(2007, 7, 1), with_hindsight=True).ties) == 1
    assert len(case.known_on(dt.date(2007, 6, 1), with_hindsight=True).ties) == 0


def test_who_takes_part_is_known_from_its_own_day_and_what_was_not_told_is_absent(tmp_path: Path) -> None:
    case = read(tmp_path)
    before, after = (case.known_on(dt.date(2007, 12, day)).actors[0].voices for day in (11, 12))
    assert before == {}
    assert after == {(Attribute.WOMEN, Voice.SPEAKS): False}
    assert [fact.id for fact in case.facts_on(dt.date(2007, 12, 11))] == ["letter"]


def test_an_unknown_case_is_refused_and_the_known_ones_named() -> None:
    with pytest.raises(InputError, match="There are: ghana_2011_2016, kenya_2007_2010"):
        load_case("atlantis")


@pytest.mark.parametrize("id_", IDS)
def test_everything_in_a_case_is_cited_and_every_source_is_used(id_: str) -> None:
    case = load_case(id_)
    listed = {source.id for source in case.sources}
    cited = {citation.source for one in everything(case) for citation in one.sources}
    documents = {one.document for one in case.actors if one.document}
    assert all(one.sources for one in everything(case))
    assert cited | documents == listed


@pytest.mark.parametrize("id_", IDS)
def test_a_case_says_what_decides_it_and_what_would_overturn_it(id_: str) -> None:
    case = load_case(id_)
    assert len(case.decides) > 1
    assert len(case.overturned_by) > 1
    assert case.unknown
    read_share = sum(one.basis is Basis.READ for one in everything(case)) / len(list(everything(case)))
    assert read_share > 0.4


@pytest.mark.parametrize("id_", IDS)
def test_no_private_person_is_named(id_: str) -> None:
    titled = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Hon|Rev|Amb|Gen|Col|Sheikh|Justice)\b\.?")
    case = load_case(id_)
    texts = [one.actor.name + one.role + one.mandate for one in case.actors]
    texts += [one.tie.evidence for one in case.ties] + [one.text for one in case.activities]
    texts += [one.text for one in (*case.participation, *case.facts)]
    assert not [text for text in texts if titled.search(text)]


@pytest.mark.parametrize("id_", IDS)
def test_every_area_of_a_case_has_a_structure_that_is_known_in_the_end(id_: str) -> None:
    case = load_case(id_)
    assert {area for one in case.actors for area in one.actor.areas} == set(case.areas)


@pytest.mark.parametrize(
    ("country", "moment"), MOMENTS, ids=[f"{country} {moment['day']}" for country, moment in MOMENTS]
)
def test_a_day_shows_who_reached_whom(country: str, moment: dict[str, Any]) -> None:
    replay = load_replay(REPLAYS[country])
    case = load_case(replay.structures)
    then = structures_on(replay, moment["day"])
    assert then is not None
    local = {one.structure.actor.id: one for one in then.local}
    for expected, link in (
        ("heard_and_answered", Link.BOTH), ("heard_only", Link.NO_ANSWER), ("cut_off", Link.NONE),
    ):  # fmt: skip
        for id_ in moment.get(expected, []):
            assert local[id_].link is link, id_
    known = case.known_on(moment["day"])
    assert not set(moment.get("not_there", [])) & {actor.id for actor in known.actors}
    assert set(moment.get("not_there", [])) <= {one.actor.id for one in case.actors}
    ties = {(tie.source, tie.target, str(tie.layer)) for tie in known.ties}
    assert {tuple(tie) for tie in moment.get("ties", [])} <= ties
    assert not {tuple(tie) for tie in moment.get("no_ties", [])} & ties
    assert {id_: local[id_].up for id_ in moment.get("steps", {})} == moment.get("steps", {})
    areas = {key: f"{one.both} of {one.known}" for key, one in zip(case.areas, then.areas, strict=True)}
    assert {key: areas[key] for key in moment.get("areas", {})} == moment.get("areas", {})


def answered(then: StructuresThen | None) -> list[LocalLink]:
    assert then is not None
    away = [one for one in then.local if "North, with Wajir" not in one.areas]
    return [one for one in away if one.link is Link.BOTH]


def test_in_kenya_the_link_is_missing_in_2007_where_violence_came_and_present_in_2010() -> None:
    kenya = load_replay("kenya_2007_2010")
    assert answered(structures_on(kenya, dt.date(2007, 12, 10))) == []
    now = {one.structure.actor.id for one in answered(structures_on(kenya, dt.date(2010, 7, 20)))}
    assert now == {"committees-of-four", "district-committees"}


def test_what_came_out_later_does_not_change_the_reading_of_2007() -> None:
    case = load_case("kenya_2007_2010")
    network = case.network_on(dt.date(2007, 12, 10), with_hindsight=True)
    up, back = hops_to_decision(network), hops_from_decision(network)
    joined = {
        actor.id
        for at, actor in enumerate(network.actors)
        if actor.level is Level.GRASSROOTS and up[at] < 9 and back[at] < 9
    }
    assert joined == {"wajir-women", "wajir-committee", "northern-committees"}


def test_the_reading_of_2010_rests_on_the_platform_and_the_committees() -> None:
    case = load_case("kenya_2007_2010")
    network = case.network_on(dt.date(2010, 7, 20))
    without = network.without([network.position["uwiano"], network.position["district-committees"]])
    at = without.position["committees-of-four"]
    assert not hops_to_decision(without)[at] < 9
    assert network.adjacency([Layer.COORDINATION])[network.position["uwiano"]].sum() == 4


def test_a_frozen_replay_tells_nothing_of_structures_after_its_day() -> None:
    kenya = load_replay("kenya_2007_2010")
    frozen = structures_on(kenya.as_of(dt.date(2007, 12, 10)), dt.date(2010, 8, 3))
    assert frozen == structures_on(kenya, dt.date(2007, 12, 10))


def test_a_replay_without_a_case_has_no_structures() -> None:
    assert structures_on(load_replay("south_sudan_2013"), dt.date(2013, 12, 15)) is None
