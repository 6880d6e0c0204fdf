"""The sentences of the brief, against cases that a practitioner can review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from avert.brief.composing import brief_of
from avert.brief.document import PreventionBrief
from brief_profiles import NOW, profile_like

CASES = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/brief/sentences.yaml").read_text(encoding="utf-8")
)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def said_in(brief: PreventionBrief, key: str) -> str:
    if key == "headline":
        return in_one_line(brief.headline.text)
    if key == "blackout":
        return in_one_line(brief.blackout.text if brief.blackout else "")
    return in_one_line(" ".join(statement.text for statement in brief.part(key).statements))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_the_brief_says_what_a_practitioner_reviewed(case: dict[str, Any]) -> None:
    brief = brief_of(profile_like(**case["given"]), now=NOW)
    for key, sentences in case["says"].items():
        for sentence in sentences:
            assert in_one_line(sentence) in said_in(brief, key)
    everything = " ".join(
        said_in(brief, key) for key in ("headline", "blackout", *(p.key for p in brief.parts))
    )
    for words in case.get("never", []):
        assert words not in everything.lower()


def test_every_number_of_a_sentence_stands_in_it() -> None:
    brief = brief_of(profile_like(silence=[538, 3, 1.0, 0.0001]), now=NOW)
    statements = [brief.headline, brief.blackout, *(s for part in brief.parts for s in part.statements)]
    for statement in statements:
        assert statement is not None
        for number in statement.quantities:
            assert number.text in statement.text, number.key


def test_every_number_carries_its_unit_source_and_vintage() -> None:
    brief = brief_of(profile_like(), now=NOW)
    for number in brief.facts:
        assert number.source, number.key
        assert number.vintage is not None, number.key
        assert number.interval, number.key
