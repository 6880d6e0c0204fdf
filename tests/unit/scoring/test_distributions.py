import numpy as np
import pytest
import scoringrules

from avert.errors import InputError
from avert.scoring import distributions as d

BINS = [0.0, 1.0, 10.0, 100.0]


def test_pinball_losses_and_interval_scores_are_those_of_scoringrules():
    rng = np.random.default_rng(2)
    levels = np.array([0.05, 0.5, 0.95])
    x, y = np.sort(rng.gamma(0.5, 30, (30, 3)), axis=1), rng.gamma(0.5, 30, 30)
    theirs = np.column_stack([scoringrules.quantile_score(y, x[:, k], a) for k, a in enumerate(levels)])
    np.testing.assert_allclose(d.pinball_loss(x, y, levels=levels), theirs, atol=1e-12)
    np.testing.assert_allclose(
        d.interval_score_of_ends(x[:, 0], x[:, 2], y, level=0.9),
        scoringrules.interval_score(y, x[:, 0], x[:, 2], 0.1),
        atol=1e-10,
    )


def test_ranked_probability_scores_are_those_of_scoringrules():
    p = np.random.default_rng(3).dirichlet(np.ones(4), size=20)
    y = np.tile([0.0, 5.0, 99.0, 4000.0], 5)
    category = np.searchsorted(BINS, y, side="right")
    np.testing.assert_allclose(
        d.ranked_probability_score(p, y, bins=BINS), scoringrules.rps_score(category, p), atol=1e-12
    )


def test_a_bin_that_was_ruled_out_is_an_infinite_surprise():
    assert d.ignorance_of_bins([[1.0, 0.0]], [7.0], bins=[0, 1]).tolist() == [np.inf]


def test_unknown_outcomes_have_no_score():
    p = [[0.5, 0.5]]
    assert np.isnan(d.ignorance_of_bins(p, [np.nan], bins=[0, 1])).all()
    assert np.isnan(d.ranked_probability_score(p, [np.nan], bins=[0, 1])).all()
    assert np.isnan(d.pinball_loss([[1.0]], [np.nan], levels=[0.5])).all()
    assert np.isnan(d.interval_score_of_ends([1.0], [2.0], [np.nan], level=0.5)).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: d.pinball_loss([[2.0, 1.0]], [1.0], levels=[0.1, 0.9]), "must not fall"),
        (lambda: d.pinball_loss([[1.0]], [1.0], levels=[0.1, 0.9]), "must be"),
        (lambda: d.pinball_loss([[1.0]], [1.0], levels=[1.1]), "from 0 to 1"),
        (lambda: d.interval_score_of_ends([2.0], [1.0], [1.0], level=0.9), "in order"),
        (lambda: d.interval_score_of_ends([1.0], [1.0], [1.0], level=1.0), "between 0 and 1"),
        (lambda: d.ignorance_of_bins([[0.5, 0.4]], [1.0], bins=[0, 1]), "sum to 1"),
        (lambda: d.ignorance_of_bins([[0.5, np.nan]], [1.0], bins=[0, 1]), "negative"),
        (lambda: d.ignorance_of_bins([[0.5, 0.5]], [1.0], bins=[1, 0]), "rising"),
        (lambda: d.ignorance_of_bins([[0.5, 0.5]], [-1.0], bins=[0, 1]), "below the first bin"),
    ],
)
def test_what_is_no_forecast_is_refused_with_the_reason(call, words):
    with pytest.raises(InputError, match=words):
        call()
