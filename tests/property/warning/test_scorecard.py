"""The curve of those still unanswered, for any answers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avert.warning.scorecard import kaplan_meier

answers = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60)


def exact(found: list[tuple[int, bool]]) -> list[Fraction]:
    shares, share = [], Fraction(1)
    for time in sorted({t for t, came in found if came}):
        at_risk = sum(t >= time for t, _ in found)
        share *= 1 - Fraction(sum(t == time and came for t, came in found), at_risk)
        shares.append(share)
    return shares


@given(answers)
def test_the_curve_is_the_exact_product(found: list[tuple[int, bool]]) -> None:
    km = kaplan_meier([t for t, _ in found], [came for _, came in found])
    assert km.unanswered.tolist() == pytest.approx([float(share) for share in exact(found)], abs=1e-10)


@given(answers)
def test_the_curve_falls_and_lies_within_its_interval(found: list[tuple[int, bool]]) -> None:
    km = kaplan_meier([t for t, _ in found], [came for _, came in found])
    assert np.all(np.diff(km.unanswered) < 0)
    inside = ~np.isnan(km.low)
    assert np.all((km.low <= km.unanswered + 1e-12)[inside])
    assert np.all((km.unanswered <= km.high + 1e-12)[inside])


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_without_anyone_waiting_it_is_the_plain_share(times: list[int]) -> None:
    km = kaplan_meier(times, [True] * len(times))
    assert all(km.at(t) == pytest.approx(sum(x > t for x in times) / len(times)) for t in range(31))
