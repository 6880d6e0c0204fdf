"""Laws of Krippendorff's alpha."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avert.assessment.agreement import krippendorff_alpha

LEVELS = ["nominal", "ordinal", "interval"]
answers = st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=6), min_size=2, max_size=8)


def flat(answers: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    units = np.repeat(np.arange(len(answers)), [len(row) for row in answers])
    return units, np.array([float(value) for row in answers for value in row])


def from_the_definition(units: np.ndarray, values: np.ndarray, level: str) -> float:
    """Return alpha as Krippendorff writes it: pair by pair, ordinal differences by counting what lies between."""
    n = {value: int((values == value).sum()) for value in values}

    def delta(c: float, k: float) -> float:
        if level == "nominal":
            return float(c != k)
        if level == "interval":
            return (c - k) ** 2
        low, high = sorted((c, k))
        return (sum(n[g] for g in n if low <= g <= high) - (n[c] + n[k]) / 2) ** 2

    def pairs(of: np.ndarray) -> float:
        return sum(delta(of[i], of[j]) for i in range(len(of)) for j in range(len(of)) if i != j)

    observed = sum(pairs(values[units == u]) / ((units == u).sum() - 1) for u in np.unique(units)) / len(
        values
    )
    return 1 - observed / (pairs(values) / (len(values) * (len(values) - 1)))


@given(answers, st.sampled_from(LEVELS))
def test_alpha_is_what_its_definition_says(answers: list[list[int]], level: str) -> None:
    units, values = flat(answers)
    found = krippendorff_alpha(units, values, level)
    if len(set(values)) == 1:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(from_the_definition(units, values, level), abs=1e-9)


@given(st.lists(st.integers(0, 9), min_size=2, unique=True), st.integers(2, 5), st.sampled_from(LEVELS))
def test_people_who_all_say_the_same_agree_fully(truth: list[int], raters: int, level: str) -> None:
    units, values = flat([[value] * raters for value in truth])
    assert krippendorff_alpha(units, values, level) == pytest.approx(1.0)


@pytest.mark.parametrize("level", LEVELS)
def test_answers_dealt_out_at_random_agree_as_by_chance(level: str) -> None:
    rng = np.random.default_rng(4)
    found = [
        krippendorff_alpha(np.repeat(np.arange(40), 6), rng.permutation(np.repeat(np.arange(8), 30)), level)
        for _ in range(200)
    ]
    assert np.mean(found) == pytest.approx(0.0, abs=0.01)
    assert np.abs(found).max() < 0.2


@given(answers, st.sampled_from(LEVELS))
def test_an_answer_not_given_changes_nothing(answers: list[list[int]], level: str) -> None:
    units, values = flat(answers)
    with_gaps = krippendorff_alpha([*units, *units[:3]], [*values, *[float("nan")] * 3], level)
    np.testing.assert_equal(with_gaps, krippendorff_alpha(units, values, level))
