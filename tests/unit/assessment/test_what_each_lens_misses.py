"""What the frameworks of conflict and the UN framework do not see of each other is said on purpose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avert.assessment import frameworks
from avert.assessment.frameworks import Framework, Lens, Relation, Sight

OF_CONFLICT = ("caf_2012", "cda_2013", "cewarn_2003", "icaf_2008", "positive_peace_2024", "schirch_2013")
METHODS = Path(__file__).parents[3] / "docs/methods/frameworks.md"


@pytest.fixture(autouse=True)
def _no_frameworks_of_ones_own(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("AVERT_HOME", str(tmp_path))


def un() -> Framework:
    return frameworks.load_framework("un_framework_2014")


def missed_by(other: str, seen_by: str) -> set[str]:
    """Return the codes that one framework sees and the other misses."""
    sides = frameworks.side_by_side(
        frameworks.load_framework(seen_by), frameworks.load_framework(other), frameworks.load_crosswalks()
    )
    return {one.indicator.code for one in sides.first.seen(Sight.ONE)}


@pytest.mark.parametrize("other", OF_CONFLICT)
def test_no_framework_of_conflict_asks_of_intent_or_of_a_plan_against_civilians(other: str) -> None:
    asked = {one.code for factor in ("10", "12") for one in un().under(factor)}
    assert asked <= missed_by(other, un().id)


@pytest.mark.parametrize("other", OF_CONFLICT)
def test_every_framework_of_conflict_meets_the_un_framework_somewhere(other: str) -> None:
    assert len(missed_by(other, un().id)) < len(un().indicators)


@pytest.mark.parametrize(
    ("framework", "dimension"),
    [
        ("cda_2013", "con"),
        ("cewarn_2003", "alliance"),
        ("cewarn_2003", "exchange"),
        ("cewarn_2003", "provocative"),
    ],
)
def test_the_un_framework_misses_connectors_alliances_exchange_and_getting_ready_for_a_raid(
    framework: str, dimension: str
) -> None:
    under = frameworks.load_framework(framework).under(dimension)
    assert {one.code for one in under} <= missed_by(un().id, framework)


@pytest.mark.parametrize("id_", OF_CONFLICT)
def test_an_indicator_belongs_to_both_lenses_where_the_un_framework_asks_the_same_more_or_part_of_it(
    id_: str,
) -> None:
    met = {
        code
        for one in frameworks.load_crosswalks()
        if "UNFA" in one.from_code and one.relation is not Relation.RELATED
        for code in (one.to_code,)
    }
    for one in frameworks.load_framework(id_).indicators.values():
        assert one.lenses == (tuple(Lens) if one.code in met else (Lens.CONFLICT,)), one.code


def test_schirch_asks_each_of_the_six_questions_of_the_conflict_and_of_oneself() -> None:
    questions = frameworks.load_framework("schirch_2013").questions
    assert {one.lens for one in questions} == {"where", "who", "why", "what", "how", "when"}
    assert all(one.conflict.endswith("?") and one.self.endswith("?") for one in questions)


def test_the_methods_page_gives_the_number_of_indicators_of_every_framework() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\d+) \((\d+)\) \|", METHODS.read_text(encoding="utf-8"), re.M)
    known = {line.id: (line.indicators, line.recalled) for line in frameworks.list_frameworks()}
    assert {id_: (int(count), int(recalled)) for id_, count, recalled in rows} == known
