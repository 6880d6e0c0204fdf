import numpy as np
import pytest

from avert.forecast.dependence import MEASURED, Dependence, in_order, scores_of_country
from avert.panel.fatalities import TYPES

STEPS = np.arange(1, 13)


def correlation(scores: np.ndarray, a: tuple[int, int], b: tuple[int, int]) -> float:
    return float(np.corrcoef(scores[a], scores[b])[0, 1])


def test_scores_are_correlated_as_measured():
    scores = np.concatenate(
        [scores_of_country(code, "", origin=500, seed=1) for code in range(2, 22)], axis=2
    )
    lasting, near = MEASURED.lasting, MEASURED.near
    assert correlation(scores, (0, 0), (0, 1)) == pytest.approx(lasting + (1 - lasting) * near, abs=0.02)
    assert correlation(scores, (0, 0), (0, 35)) == pytest.approx(lasting, abs=0.03)
    assert correlation(scores, (0, 4), (2, 4)) == pytest.approx(0.5, abs=0.02)
    assert scores.std(axis=2) == pytest.approx(np.ones((3, 36)), abs=0.05)


def test_countries_of_a_subregion_share_a_little_and_others_nothing():
    strong = Dependence(lasting=1.0, near=0.0, within_subregion=0.5, types=MEASURED.types)
    a, b, c = (
        scores_of_country(code, name, origin=500, seed=1, of=strong)
        for code, name in ((500, "Eastern Africa"), (501, "Eastern Africa"), (600, "Northern Africa"))
    )
    assert correlation(np.stack([a[0], b[0]]), (0, 0), (1, 0)) == pytest.approx(0.5, abs=0.1)
    assert correlation(np.stack([a[0], c[0]]), (0, 0), (1, 0)) == pytest.approx(0.0, abs=0.1)


def test_the_order_of_draws_changes_no_month_and_widens_the_year():
    rising = {
        kind: np.sort(np.random.default_rng(i).poisson(5, (12, 1000)), axis=1) for i, kind in enumerate(TYPES)
    }
    ordered = in_order(rising, STEPS, scores_of_country(530, "Eastern Africa", origin=500, seed=0))
    for kind in TYPES:
        assert (np.sort(ordered[kind], axis=1) == rising[kind]).all()
    alone = Dependence(lasting=0.0, near=0.0, within_subregion=0.0, types=tuple(map(tuple, np.eye(3))))
    apart = in_order(rising, STEPS, scores_of_country(530, "", origin=500, seed=0, of=alone))
    assert ordered["sb"].sum(axis=0).std() > 2 * apart["sb"].sum(axis=0).std()


def test_scores_follow_from_country_origin_and_seed():
    one = scores_of_country(530, "Eastern Africa", origin=500, seed=0)
    assert (one == scores_of_country(530, "Eastern Africa", origin=500, seed=0)).all()
    for other in (
        scores_of_country(531, "Eastern Africa", origin=500, seed=0),
        scores_of_country(530, "Eastern Africa", origin=501, seed=0),
        scores_of_country(530, "Eastern Africa", origin=500, seed=1),
    ):
        assert not np.isclose(one, other).all()
