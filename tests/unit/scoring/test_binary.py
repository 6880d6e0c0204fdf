import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import binomtest
from sklearn import metrics

from avert.errors import InputError
from avert.scoring import binary
from avert.scoring.reliability import decompose, reliability, wilson


def made_up(seed, *, rows=300, decimals=2):
    """Probabilities with many ties and outcomes that follow them in part."""
    rng = np.random.default_rng(seed)
    p = rng.beta(1, 6, rows).round(decimals)
    return p, (rng.random(rows) < 0.5 * p + 0.05).astype(float)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("is_weighted", [False, True])
def test_scores_are_those_of_scikit_learn_ties_and_weights_included(seed, is_weighted):
    p, y = made_up(seed)
    w = np.random.default_rng(seed + 100).integers(0, 4, p.size) if is_weighted else None
    inside = np.clip(p, 1e-6, 1 - 1e-6)
    assert binary.log_loss(p, y, weights=w) == pytest.approx(metrics.log_loss(y, inside, sample_weight=w))
    assert binary.brier(p, y, weights=w) == pytest.approx(metrics.brier_score_loss(y, p, sample_weight=w))
    assert binary.auc(p, y, weights=w) == pytest.approx(metrics.roc_auc_score(y, p, sample_weight=w))
    assert binary.average_precision(p, y, weights=w) == pytest.approx(
        metrics.average_precision_score(y, p, sample_weight=w)
    )


def test_whole_weights_are_rows_repeated():
    p, y = made_up(3)
    times = np.random.default_rng(0).integers(0, 3, p.size)
    groups = np.arange(p.size) % 7
    again = [np.repeat(column, times) for column in (p, y, groups)]
    for score in (binary.log_loss, binary.brier, binary.auc, binary.average_precision):
        assert score(p, y, weights=times) == pytest.approx(score(*again[:2]))
    assert binary.auc_within(p, y, groups, weights=times) == pytest.approx(binary.auc_within(*again))
    np.testing.assert_allclose(binary.recalibration(p, y, weights=times), binary.recalibration(*again[:2]))


def test_rows_of_weights_give_a_score_each():
    p, y = made_up(4)
    draws = np.random.default_rng(1).integers(0, 3, (5, p.size))
    groups = np.arange(p.size) % 3
    scores = [
        binary.log_loss, binary.auc, binary.average_precision,
        lambda p, y, weights: binary.recalibration(p, y, weights=weights).slope,
        lambda p, y, weights: binary.auc_within(p, y, groups, weights=weights),
        lambda p, y, weights: binary.recall_at(5, p, y, groups, weights=weights),
    ]  # fmt: skip
    for score in scores:
        one_by_one = [float(score(p, y, weights=draw)) for draw in draws]
        np.testing.assert_allclose(score(p, y, weights=draws), one_by_one)


def test_recall_of_ties_is_the_mean_over_all_orders():
    p, y = np.array([0.9, 0.5, 0.5, 0.5, 0.1]), np.array([0, 1, 0, 1, 1])
    rng = np.random.default_rng(0)
    caught = []
    for _ in range(4000):
        order = np.lexsort((rng.random(5), -p))
        caught.append(y[order[:2]].sum() / y.sum())
    assert binary.recall_at(2, p, y, np.ones(5)) == pytest.approx(np.mean(caught), abs=0.01)


def test_recall_counts_the_events_listed_within_each_group():
    p, y, group = [0.9, 0.8, 0.1, 0.3, 0.2, 0.1], [0, 1, 1, 1, 0, 0], ["a", "a", "a", "b", "b", "b"]
    assert binary.recall_at(1, p, y, group) == pytest.approx(1 / 3)
    assert binary.recall_at(2, p, y, group) == pytest.approx(2 / 3)
    assert binary.recall_at(99, p, y, group) == 1.0


def test_the_mean_auc_within_groups_leaves_out_groups_with_one_outcome():
    p, y, group = np.array([0.1, 0.2, 0.9, 0.8, 0.5]), np.array([0, 1, 0, 1, 0]), np.array([1, 1, 2, 2, 3])
    each = [metrics.roc_auc_score(y[group == g], p[group == g]) for g in (1, 2)]
    assert binary.auc_within(p, y, group) == pytest.approx(np.mean(each))


def test_recalibration_is_the_maximum_of_the_likelihood():
    p, y = made_up(7, rows=2000, decimals=4)
    p = np.clip(p, 1e-6, 1 - 1e-6)
    x = np.log(p / (1 - p))

    def loss(beta):
        return np.logaddexp(0, beta[0] + beta[1] * x).sum() - (y * (beta[0] + beta[1] * x)).sum()

    expected = minimize(loss, [0.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}).x
    np.testing.assert_allclose(binary.recalibration(p, y), expected, atol=1e-5)


@pytest.mark.parametrize(("p", "y"), [([0.2, 0.2, 0.2], [0, 1, 0]), ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])])
def test_a_slope_that_does_not_exist_is_not_a_number(p, y):
    assert np.isnan(binary.recalibration(p, y)).all()


def test_scores_without_an_event_are_not_numbers():
    p, y = [0.1, 0.2], [0, 0]
    for score in (binary.auc, binary.average_precision):
        assert np.isnan(score(p, y))
    assert np.isnan(binary.recall_at(1, p, y, [1, 1]))
    assert np.isnan(binary.auc_within(p, y, [1, 1]))


@pytest.mark.parametrize(
    ("p", "y"),
    [([0.5, 1.1], [0, 1]), ([0.5, np.nan], [0, 1]), ([0.5], [0, 1]), ([0.5, 0.5], [0, 2]), ([], [])],
)
def test_what_is_no_forecast_is_refused(p, y):
    with pytest.raises(InputError, match="one probability from 0 to 1"):
        binary.log_loss(p, y)


def test_weights_and_groups_must_fit_the_rows():
    with pytest.raises(InputError, match="Weights have the shape"):
        binary.auc([0.1, 0.2], [0, 1], weights=[1.0])
    with pytest.raises(InputError, match="1 groups for 2 rows"):
        binary.recall_at(1, [0.1, 0.2], [0, 1], [1])
    with pytest.raises(InputError, match="catches nothing"):
        binary.recall_at(0, [0.1, 0.2], [0, 1], [1, 1])


@pytest.mark.parametrize(("events", "rows"), [(0, 1), (0, 40), (3, 40), (40, 40)])
def test_intervals_of_shares_are_those_of_scipy(events, rows):
    expected = binomtest(events, rows).proportion_ci(0.9, method="wilson")
    assert wilson(events, rows, level=0.9) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_no_share_has_more_events_than_rows():
    with pytest.raises(InputError, match="5 of 4"):
        wilson(5, 4)


def test_every_row_falls_into_one_bin():
    p, y = made_up(5)
    bins = reliability(p, y, [0, 0.05, 0.1, 0.5, 1])
    assert sum(one.rows for one in bins) == p.size
    assert sum(one.events for one in bins) == y.sum()
    assert all(one.low_p <= one.mean_p <= one.high_p for one in bins)
    assert all(one.share_low <= one.share <= one.share_high for one in bins)


def test_edges_must_increase():
    with pytest.raises(InputError, match="must increase"):
        reliability([0.1], [0], [0.5, 0.5])


@pytest.mark.parametrize("score", ["log_loss", "brier"])
def test_the_parts_of_a_score_sum_to_it_and_none_is_negative(score):
    p, y = made_up(6)
    parts = decompose(p, y, score=score)
    whole = getattr(binary, score)(p, y)
    assert parts.miscalibration - parts.discrimination + parts.uncertainty == pytest.approx(whole)
    assert min(parts.miscalibration, parts.discrimination, parts.uncertainty) >= 0.0


def test_only_proper_scores_that_are_known_can_be_decomposed():
    with pytest.raises(InputError, match="'auc'"):
        decompose([0.1], [0], score="auc")
