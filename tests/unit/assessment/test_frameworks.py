"""Frameworks are read from files, and a mistake in a file is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from avert.assessment import frameworks
from avert.assessment.ageing import Kind
from avert.assessment.frameworks import Basis, Framework, Lens, Relation
from avert.assessment.frameworks.reading import read_framework
from avert.assessment.frameworks.relating import read_crosswalks, read_proxies
from avert.errors import InputError, MalformedFileError

SOUND = """\
id: village_2020
title: Signs a village knows
edition: "2020"
prefix: VILL
publisher: A peace committee
source: Minutes of a meeting, 2020
terms: Ours
lenses: [conflict]
basis: read
dimensions:
- id: "1"
  title: Markets
  kind: dynamic
  time_scale: days
  evidence: event
  scope: subnational
  indicators:
  - id: "1.1"
    text: Traders of one group stay away from the market.
    polarity: risk
    lenses: [atrocity, conflict]
  - id: "1.2"
    text: Women of both groups trade together.
    polarity: protective
    time_scale: years
- id: "1.a"
  title: Prices
  kind: trigger
  within: "1"
statements:
- id: call
  title: A call
  text: "{actor} calls on {group}; {actor} is heard."
  effect_is: driver
questions:
- id: where
  lens: where
  conflict: Where does it happen?
  self: Where do we work?
"""


@pytest.fixture
def write(tmp_path):
    def at(text: str, name: str = "village_2020.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return at


def test_indicators_take_from_their_dimension_and_framework_what_they_do_not_say(write) -> None:
    first, second = read_framework(write(SOUND)).indicators.values()
    assert (first.code, first.basis, first.time_scale.ages_as) == ("VILL-1.1", Basis.READ, Kind.TRIGGER)
    assert first.lenses == (Lens.ATROCITY, Lens.CONFLICT)
    assert second.lenses == (Lens.CONFLICT,)
    assert second.time_scale.ages_as is Kind.STRUCTURAL


def test_statements_name_each_gap_once(write) -> None:
    assert read_framework(write(SOUND)).statements[0].gaps == ("actor", "group")


@pytest.mark.parametrize(
    ("was", "becomes", "line", "says"),
    [
        ("    polarity: risk\n", "    polarity: bad\n", 20, "one of risk, protective"),
        ("    polarity: risk\n", "", 18, "missing"),
        ("    polarity: risk\n", "    polarity: risk\n    weight: 3\n", 21, "not a field"),
        ('id: "1.2"', 'id: "1.1"', 22, "a second time"),
        ('id: "1.2"', 'id: "2.2"', 22, "must begin with '1.'"),
        ('within: "1"', 'within: "9"', 29, "no dimension above"),
        ('id: "1.a"', 'id: "1"', 26, "given twice"),
        ("time_scale: days", "time_scale: day", 14, "one of years, months, days"),
        ("basis: read", "basis: guessed", 9, "one of read, recalled"),
        ("kind: dynamic", "kind: lively", 13, "one of structural"),
        ("lenses: [conflict]", "lenses: [both]", 8, "one or both of atrocity, conflict"),
        ("lenses: [conflict]\n", "", 1, "one or both of atrocity, conflict"),
        ("prefix: VILL", "prefix: v", 4, "capitals"),
        ("id: village_2020", "id: village_2021", 1, "must be the same"),
        ("{actor} calls on {group}; {actor} is heard.", "Somebody calls.", 33, "gaps such as {actor}"),
        ("{actor} calls", "{actor calls", 33, "gaps such as {actor}"),
        ("Women of both groups", "Women " * 60, 23, "at most 240"),
        ("title: Prices", "title: [Prices", 28, "expected"),
    ],
)
def test_a_mistake_is_named_by_its_line(write, was: str, becomes: str, line: int, says: str) -> None:
    assert was in SOUND
    with pytest.raises(MalformedFileError) as error:
        read_framework(write(SOUND.replace(was, becomes, 1)))
    assert f"village_2020.yaml, line {line}:" in str(error.value)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("{from: A-1.1, to: B-1.1, relation: exact, author: x}", "'why' is missing"),
        ("{from: A-1.1, to: B-9.9, relation: exact, author: x, why: y}", "no framework has"),
        ("{from: A-1.2, to: B-1.1, relation: same, author: x, why: y}", "one of exact"),
        ("{from: B-1.1, to: A-1.1, relation: broader, author: x, why: y}", "stands here already"),
        ("{from: A-1.1, to: A-1.1, relation: exact, author: x, why: y}", "with itself"),
    ],
)
def test_a_mistake_in_a_crosswalk_is_named_by_its_line(write, second: str, says: str) -> None:
    first = "{from: A-1.1, to: B-1.1, relation: narrower, author: x, why: y}"
    codes = {"A-1.1", "A-1.2", "B-1.1"}
    path = write(f"- {first}\n", "a__b.yaml")
    assert read_crosswalks(path, codes)[0].inverted.relation is Relation.BROADER
    with pytest.raises(MalformedFileError, match="line 2: ") as error:
        read_crosswalks(write(f"- {first}\n- {second}\n", "a__b.yaml"), codes)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("{indicator: A-1.1, dataset: d, variable: v, direction: up, validity: x}", "one of higher"),
        (
            "{indicator: A-9.1, dataset: d, variable: v, direction: higher_is_riskier, validity: x}",
            "no framework",
        ),
        ("{indicator: A-1.1, dataset: d, variable: v, direction: lower_is_riskier, validity: x}", "already"),
        (
            "{indicator: A-1.1, dataset: d, variable: w, direction: lower_is_riskier, validity: x, lag_years: -1}",
            "whole number of years",
        ),
    ],
)
def test_a_mistake_among_the_proxies_is_named_by_its_line(write, second: str, says: str) -> None:
    first = "{indicator: A-1.1, dataset: d, variable: v, direction: lower_is_riskier, validity: x}"
    with pytest.raises(MalformedFileError, match="line 2: ") as error:
        read_proxies(write(f"- {first}\n- {second}\n", "proxies.yaml"), {"A-1.1"})
    assert says in str(error.value)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("AVERT_HOME", str(tmp_path))
    return tmp_path


def test_a_framework_of_ones_own_stands_beside_the_shipped_ones(home, write) -> None:
    write(SOUND, "frameworks/village_2020.yaml")
    write(
        "- {from: VILL-1.1, to: VILL-1.2, relation: related, author: us, why: both on markets}\n",
        "frameworks/crosswalks/own.yaml",
    )
    own = {one.id: one.is_own for one in frameworks.list_frameworks()}
    assert own["village_2020"]
    assert not own["un_framework_2014"]
    assert frameworks.load_framework("village_2020").title == "Signs a village knows"
    assert frameworks.load_crosswalks()[-1].author == "us"


def test_a_corrected_file_is_read_again(home, write) -> None:
    write(SOUND, "frameworks/village_2020.yaml")
    assert frameworks.load_framework("village_2020").title == "Signs a village knows"
    write(SOUND.replace("Signs a village knows", "Signs"), "frameworks/village_2020.yaml")
    assert frameworks.load_framework("village_2020").title == "Signs"


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [
        ("village_2020", "prefix: VILL", "prefix: UNFA"),
        ("un_framework_2014", "id: village_2020", "id: un_framework_2014"),
    ],
)
def test_a_framework_of_ones_own_cannot_take_the_place_of_another(
    home, write, name: str, was: str, becomes: str
) -> None:
    write(SOUND.replace(was, becomes), f"frameworks/{name}.yaml")
    with pytest.raises(InputError, match="un_framework_2014"):
        frameworks.list_frameworks()


def test_an_unknown_framework_is_refused_with_the_known_ones(home) -> None:
    with pytest.raises(InputError, match=r"There are: .*un_framework_2014"):
        frameworks.load_framework("nothing_1999")


def test_one_file_holds_one_framework(write) -> None:
    with pytest.raises(MalformedFileError, match="one framework"):
        read_framework(write("[]"))


def test_a_summary_counts_what_is_only_recalled(write) -> None:
    framework: Framework = read_framework(write(SOUND.replace("basis: read", "basis: recalled")))
    line = framework.summary()
    assert (line.dimensions, line.indicators, line.recalled, line.is_own) == (2, 2, 2, False)
