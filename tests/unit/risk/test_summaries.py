import numpy as np

from avert.risk.summaries import interval, probability, rank_from_highest


def test_ties_share_the_lower_rank_and_leave_the_next_free():
    years = np.zeros(4, dtype=np.int64)
    assert rank_from_highest(np.array([0.2, 0.5, 0.5, 0.1]), years).tolist() == [3, 1, 1, 4]


def test_each_replicate_is_ranked_by_itself_and_within_its_year():
    draws = np.array([[0.1, 0.2, 0.9], [0.3, 0.2, 0.1]])
    assert rank_from_highest(draws, np.array([1990, 1990, 1991])).tolist() == [[2, 1, 1], [1, 2, 1]]


def test_a_row_without_a_value_takes_no_rank():
    draws = np.array([[0.1, np.nan, 0.9], [0.3, np.nan, 0.1]])
    ranks = rank_from_highest(draws, np.zeros(3, dtype=np.int64))
    np.testing.assert_array_equal(ranks, [[2, np.nan, 1], [1, np.nan, 2]])


def test_without_replicates_the_interval_is_unknown():
    low, high = interval(np.empty((0, 3)))
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_whole_intervals_keep_to_values_that_occurred():
    low, high = interval(np.arange(1.0, 12.0)[:, None], whole=True)
    assert (low[0], high[0]) == (1.0, 11.0)


def test_probabilities_stay_finite_at_the_ends():
    assert probability(np.array([-800.0, 800.0])).tolist() == [0.0, 1.0]
