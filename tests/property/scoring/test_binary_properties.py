import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from avert.scoring import binary

PROBABILITIES = st.floats(0.01, 0.99)
ROWS = st.lists(st.tuples(PROBABILITIES, st.booleans()), min_size=2, max_size=40)


@given(truth=PROBABILITIES, said=PROBABILITIES)
def test_nobody_scores_better_by_saying_something_else_than_they_believe(truth, said):
    for score in (binary.log_loss, binary.brier):
        honest, other = (
            truth * float(score([p], [1])) + (1 - truth) * float(score([p], [0])) for p in (truth, said)
        )
        assert honest <= other + 1e-12


@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_score(rows, order):
    shuffled = list(rows)
    order.shuffle(shuffled)
    for score in (binary.log_loss, binary.brier, binary.auc, binary.average_precision):
        first, second = (score(*zip(*which, strict=True)) for which in (rows, shuffled))
        np.testing.assert_allclose(first, second, equal_nan=True)


@given(rows=ROWS)
def test_only_the_order_of_probabilities_decides_the_auc(rows):
    p, y = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    np.testing.assert_allclose(binary.auc(p, y), binary.auc(p / 2, y), equal_nan=True)
    np.testing.assert_allclose(1.0 - binary.auc(p, y), binary.auc(p, 1 - y), equal_nan=True)


@given(rows=ROWS, k=st.integers(1, 39))
def test_a_longer_list_catches_no_less(rows, k):
    p, y = zip(*rows, strict=True)
    shorter, longer = (binary.recall_at(size, p, y, np.ones(len(p))) for size in (k, k + 1))
    assert np.isnan(shorter) or 0.0 <= shorter <= longer <= 1.0
