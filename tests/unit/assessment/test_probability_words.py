"""The yardstick's words come from numbers, and confidence stands apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from avert.assessment.probability_words import YARDSTICK, AnalyticConfidence, in_words, words_for
from avert.errors import InputError

CASES = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/assessment/words.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["percent"]))
def test_a_probability_has_its_word_and_a_gap_both_neighbours(case: dict[str, Any]) -> None:
    assert in_words(case["percent"] / 100) == case["says"]


@pytest.mark.parametrize("confidence", AnalyticConfidence)
def test_confidence_never_changes_the_word(confidence: AnalyticConfidence) -> None:
    assert in_words(0.6, confidence) == f"likely (analytic confidence: {confidence.value})"


@pytest.mark.parametrize("p", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_has_no_word(p: float) -> None:
    with pytest.raises(InputError):
        words_for(p)


def test_warnings_say_how_likely_in_the_words_of_the_yardstick() -> None:
    from avert.web.warnings.vocabulary import Probability

    assert set(YARDSTICK) == set(Probability.values) - {Probability.UNKNOWN, Probability.UNDER_WAY}
