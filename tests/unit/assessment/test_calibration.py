"""Cooke's classical model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy.stats import norm

from avert.assessment.calibration import (
    calibration,
    decision_maker,
    information,
    intrinsic_range,
    leave_one_out,
    performance_weights,
    seeds,
)
from avert.errors import InputError

EXAMPLE = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/assessment/classical_model.yaml").read_text(encoding="utf-8")
)
N = 20
TRUTHS = norm.ppf((np.arange(N) + 0.5) / N)
"""One of twenty below the 5 % quantile of a standard normal, nine and nine between, one above the 95 %."""


def expert(centre: float = 0.0, spread: float = 1.0) -> list[list[float]]:
    return [list(norm.ppf([0.05, 0.5, 0.95], centre, spread))] * N


PANEL = [expert(), expert(spread=0.2), expert(centre=3.0, spread=0.5), expert(spread=6.0)]
"""Calibrated, overconfident, wrong, and vague."""


def test_scores_weights_and_pooled_quantiles_are_those_of_the_published_example() -> None:
    said = list(EXAMPLE["says"].values())
    found = performance_weights(seeds(said, EXAMPLE["answers"]), threshold=0)
    np.testing.assert_allclose(found.calibration, list(EXAMPLE["calibration"].values()), rtol=7e-4)
    np.testing.assert_allclose(found.information, list(EXAMPLE["information"].values()), atol=5e-4)
    np.testing.assert_allclose(found.weights, list(EXAMPLE["weights"].values()), rtol=8e-4)
    np.testing.assert_allclose(
        decision_maker(said, found.weights)[:4], EXAMPLE["pooled_by_performance"], atol=0.011
    )
    np.testing.assert_allclose(decision_maker(said, [1 / 3] * 3)[:3], EXAMPLE["pooled_equally"], atol=0.011)


def test_leaving_out_an_expert_changes_what_the_others_count_as_published() -> None:
    said, published = [EXAMPLE["says"]["B"], EXAMPLE["says"]["C"]], EXAMPLE["without_A"]
    found = performance_weights(seeds(said, EXAMPLE["answers"]), threshold=0)
    np.testing.assert_allclose(
        found.information, list(published["information"].values()), atol=1e-3
    )  # cut, not rounded
    np.testing.assert_allclose(
        decision_maker(said, found.weights), published["pooled_by_performance"], atol=0.02
    )
    np.testing.assert_allclose(decision_maker(said, [0.5, 0.5]), published["pooled_equally"], atol=0.02)


@pytest.mark.parametrize(
    ("shares", "score"),
    [
        ((1, 9, 9, 1), 1.0),
        ((0, 10, 10, 0), 0.239),  # 2 × 20 × ln(10/9) = 4.214 on three degrees of freedom
        ((5, 5, 5, 5), 0.0004),  # 2 × 20 × (½ ln 5 + ½ ln(5/9)) = 20.43, score 0.00014
    ],
)
def test_calibration_is_that_of_the_textbook(shares: tuple[int, ...], score: float) -> None:
    low, lower, upper, high = shares
    said = [[1, 2, 3]] * low + [[-1, 1, 2]] * lower + [[-2, -1, 1]] * upper + [[-3, -2, -1]] * high
    assert float(calibration([said], np.zeros(N))[0]) == pytest.approx(score, abs=5e-4)


def test_information_is_that_worked_out_by_hand() -> None:
    said = np.array([[[1.0, 5.0, 9.0]], [[4.0, 5.0, 6.0]]])
    ends = intrinsic_range(said)
    np.testing.assert_allclose(ends, [[0.2, 9.8]])  # 1 to 9, and a tenth of 8 beyond
    # The first: intervals of .8, 4, 4, .8 of 9.6.
    by_hand = 2 * (0.05 * np.log(0.05 * 9.6 / 0.8) + 0.45 * np.log(0.45 * 9.6 / 4))
    assert information(said, ends)[0, 0] == pytest.approx(by_hand)
    assert information(said, ends)[1, 0] > by_hand


def test_a_perfectly_calibrated_expert_gets_the_largest_weight() -> None:
    found = performance_weights(seeds(PANEL, TRUTHS))
    assert found.calibration[0] == pytest.approx(1.0)
    assert np.argmax(found.weights) == 0
    assert found.weights.sum() == pytest.approx(1.0)
    assert found.weights[2] == 0.0


def test_the_best_threshold_does_at_least_as_well_as_none() -> None:
    known = seeds(PANEL, TRUTHS)
    scores = []
    for threshold in (None, 0.0):
        weights = performance_weights(known, threshold)
        pooled = decision_maker(PANEL, weights.weights)[None]
        ends = intrinsic_range(known.quantiles, known.truths)
        scores.append(float(calibration(pooled, TRUTHS)[0] * information(pooled, ends).mean()))
    assert scores[0] >= scores[1]


def test_nobody_above_the_threshold_is_said() -> None:
    with pytest.raises(InputError, match=r"No expert's calibration reaches 0\.9"):
        performance_weights(seeds(PANEL[1:], TRUTHS), threshold=0.9)


def test_the_order_of_experts_does_not_matter() -> None:
    one, other = (performance_weights(seeds(panel, TRUTHS)).weights for panel in (PANEL, PANEL[::-1]))
    np.testing.assert_allclose(one, other[::-1])


def test_the_pooled_expert_is_the_mixture_and_not_the_mean_of_quantiles() -> None:
    low, median, high = decision_maker([[[0, 1, 2]], [[10, 11, 12]]], [0.5, 0.5])[0]
    # Between 0 and 1 the first has 5 to 50 %, the second almost nothing: 2.8 to 25.5 % of the mixture.
    assert (low, high) == (pytest.approx(0.098, abs=1e-3), pytest.approx(11.902, abs=1e-3))
    assert 2 < median < 10


def test_all_weight_on_one_expert_returns_that_expert() -> None:
    np.testing.assert_allclose(decision_maker(PANEL, [0, 1, 0, 0]), PANEL[1])


def test_orders_of_magnitude_are_weighed_on_a_log_scale() -> None:
    plain, log = (
        decision_maker([[[1, 10, 100]], [[10, 100, 1000]]], [0.5, 0.5], [is_log])[0] for is_log in (0, 1)
    )
    assert log[1] == pytest.approx(np.sqrt(10 * 100))
    assert plain[1] > log[1]
    with pytest.raises(InputError, match="not positive"):
        seeds([[[0, 1, 2]]], [1], [True])


def test_leaving_one_out_uses_no_answer_for_its_own_question() -> None:
    changed = TRUTHS.copy()
    changed[7] = 99.0
    one, other = (leave_one_out(seeds(PANEL, truths)) for truths in (TRUTHS, changed))
    np.testing.assert_allclose(one[7], other[7])
    assert one.shape == (N, 3)


@pytest.mark.parametrize(
    ("said", "truths", "says"),
    [
        ([[[1, 2, 3], [2, 2, 3]]], [1, 2], "Expert 1, question 2: the quantiles do not increase"),
        ([[[1, np.nan, 3]]], [1], "Expert 1, question 1"),
        ([[[1, 2, 3]]], [1, 2], "one answer for each"),
        ([[[1, 2, 3]]], [np.nan], "one answer for each"),
    ],
)
def test_seed_questions_that_cannot_be_scored_are_refused(
    said: object, truths: list[float], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        seeds(said, truths)  # type: ignore[arg-type]
