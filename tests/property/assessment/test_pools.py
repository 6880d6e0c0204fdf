"""Laws of every pool that is listed."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from avert.assessment import pooling
from avert.assessment.pooling import POOLS, pool_table
from avert.assessment.pooling.pools import EPSILON

EXTREMISING = {"extremised", "neyman_roughgarden", "beta"}
PLAIN = sorted(set(POOLS) - EXTREMISING)

probabilities = st.integers(0, 1000).map(lambda n: n / 1000)
inner = st.floats(0.001, 0.999)
intervals = st.tuples(probabilities, probabilities, probabilities).map(sorted)
tables = settings(max_examples=40)
panels = st.lists(intervals, min_size=1, max_size=9)


def frame(said: list[list[float]], origin: str | None = None) -> pl.DataFrame:
    lo, best, hi = zip(*said, strict=True)
    table = {"question": "q", "round": 1, "expert": range(len(said)), "lo": lo, "best": best, "hi": hi}
    return pl.DataFrame(table | ({"origin": origin} if origin else {}))


def pooled(table: pl.DataFrame) -> dict[str, float | None]:
    return dict(pool_table(table).select("pool", "p").iter_rows())


@tables
@given(panels)
def test_every_pool_is_a_probability(said: list[list[float]]) -> None:
    assert all(p is not None and 0 <= p <= 1 for p in pooled(frame(said)).values())


@tables
@given(panels)
def test_pools_that_do_not_extremise_stay_within_what_people_said(said: list[list[float]]) -> None:
    best = np.clip([one[1] for one in said], EPSILON, 1 - EPSILON)
    for pool, p in pooled(frame(said)).items():
        if pool in PLAIN:
            assert p is not None
            assert min(best) - 1.1e-4 <= p <= max(best) + 1.1e-4


@tables
@given(panels)
def test_with_all_evidence_shared_no_pool_leaves_what_people_said(said: list[list[float]]) -> None:
    best = [one[1] for one in said]
    for p in pooled(frame(said, origin="radio")).values():
        assert p is not None
        assert min(best) - 1.1e-4 <= p <= max(best) + 1.1e-4


@tables
@given(inner, st.integers(1, 9), st.integers(0, 100))
def test_what_all_say_is_what_comes_out_of_all_that_do_not_extremise(
    p: float, experts: int, width: int
) -> None:
    said = [[p * (1 - i * width / 1000), p, p] for i in range(experts)]
    found = pooled(frame(said))
    assert all(found[pool] == pytest.approx(p, abs=1e-9) for pool in PLAIN)


@tables
@given(panels, st.randoms(use_true_random=False))
def test_who_said_what_in_which_order_does_not_matter(said: list[list[float]], random: object) -> None:
    shuffled = said.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = pooled(frame(said)), pooled(frame(shuffled))
    assert all(one[pool] == pytest.approx(other[pool], abs=1e-12) for pool in POOLS)


@given(st.lists(inner, min_size=1, max_size=9), st.floats(-4, 4))
def test_the_log_pool_is_externally_bayesian(best: list[float], evidence: float) -> None:
    """New evidence seen by all may be added to each judgement, or once to the pooled one."""
    updated = expit(logit(best) + evidence)
    assume(((updated > 1e-4) & (updated < 1 - 1e-4)).all())
    before = logit(float(pooling.log_odds(updated)))
    after = logit(float(pooling.log_odds(best))) + evidence
    assert before == pytest.approx(after, abs=1e-9)


@tables
@given(panels)
def test_whoever_did_not_answer_changes_nothing(said: list[list[float]]) -> None:
    silent = pl.DataFrame({"question": "q", "round": 1, "expert": 99, "lo": None, "best": None, "hi": None})
    table = frame(said)
    one, other = pooled(table), pooled(pl.concat([table, silent], how="vertical_relaxed"))
    assert all(one[pool] == pytest.approx(other[pool], abs=1e-12) for pool in POOLS)


@tables
@given(panels)
def test_every_pool_turns_with_the_question(said: list[list[float]]) -> None:
    """The chance that it does not happen is one less the chance that it does, whatever the pool."""
    turned = [[1 - hi, 1 - best, 1 - lo] for lo, best, hi in said]
    one, other = pooled(frame(said)), pooled(frame(turned))
    assert all(one[pool] == pytest.approx(1 - (other[pool] or 0), abs=1e-9) for pool in POOLS)


@given(st.lists(inner, min_size=2, max_size=9), st.floats(0, 1))
def test_extremising_moves_away_from_one_half_and_less_where_evidence_is_shared(
    best: list[float], shared: float
) -> None:
    plain, part, full = (
        abs(float(p) - 0.5)
        for p in (
            pooling.log_odds(best),
            pooling.extremised(best, shared=shared),
            pooling.extremised(best),
        )
    )
    assert plain - 1e-12 <= part <= full + 1e-12


@given(st.lists(st.sampled_from([0.0, 1.0, 0.5]), min_size=1, max_size=9))
def test_never_and_certain_are_pooled_without_becoming_either(best: list[float]) -> None:
    for pool in (pooling.log_odds, pooling.neyman_roughgarden, pooling.extremised):
        assert 0 < float(pool(best)) < 1
