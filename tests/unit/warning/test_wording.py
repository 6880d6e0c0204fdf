"""Words that inflame or hide are pointed out; findings are never softened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from avert.errors import MalformedFileError
from avert.warning.wording import Fault, remarks_on
from avert.warning.wording.checking import TABLE

GOLDEN = Path(__file__).parents[2] / "golden/warning/wording.yaml"
CASES = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
LAW = (
    "genocide",
    "massacre",
    "ethnic cleansing",
    "crimes against humanity",
    "war crime",
    "torture",
    "rape",
    "murder",
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"][:50])
def test_it_finds_what_a_practitioner_would_and_nothing_else(case: dict[str, Any]) -> None:
    found = {
        remark.word: remark.fault.value for remark in remarks_on(case["says"], case.get("language", "en"))
    }
    assert found == case["finds"]


@pytest.mark.parametrize("term", LAW)
def test_words_of_law_and_findings_are_never_pointed_at(term: str) -> None:
    assert remarks_on(f"The court found {term} in the district") == ()


def test_every_word_says_why_and_what_instead() -> None:
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    assert all(row["why"] and row["instead"] and row["since"] for row in rows)
    assert {row["fault"] for row in rows} == {fault.value for fault in Fault}


def test_a_table_with_a_mistake_names_its_line(tmp_path: Path) -> None:
    table = tmp_path / "words.yaml"
    table.write_text("- word: x\n  fault: hides\n  why: y\n  instead: z\n", encoding="utf-8")
    with pytest.raises(MalformedFileError, match=r"line 1: .since. is missing"):
        remarks_on("x", path=table)
