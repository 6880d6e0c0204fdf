import math
from pathlib import Path

import numpy as np
import pytest
import scoringrules
import yaml

from avert.errors import InputError
from avert.scoring import samples as s

GOLDEN = Path(__file__).parents[2] / "golden/scoring/views_evaluation.yaml"
CASES = yaml.safe_load(GOLDEN.read_text())["cases"]


def some(seed=3, n=40, draws=25, kind=np.float64):
    rng = np.random.default_rng(seed)
    return np.floor(rng.gamma(0.4, 30, (n, draws))).astype(kind), np.floor(rng.gamma(0.4, 30, n))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_scores_are_those_of_views_evaluation(case):
    # Its bins end at 1,000.5; below that they are ours with the last one open from 500.5.
    scores = s.score_samples([case["draws"]], [case["outcome"]], bins=s.CHALLENGE_BINS[:-1])
    said = case["scores"]
    assert scores.crps[0] == pytest.approx(said["crps"], abs=1e-10)
    assert scores.crps_log1p[0] == pytest.approx(said["crps_of_log1p"], abs=1e-10)
    assert scores.ignorance[0] == pytest.approx(said["ignorance"], abs=1e-10)
    assert scores.interval_score[0] == pytest.approx(said["interval_score_90"], abs=1e-10)
    assert scores.covered[0] == said["covered_90"]


@pytest.mark.parametrize(
    ("ours", "theirs"), [("ecdf", "nrg"), ("fair", "fair"), ("fair", "pwm"), ("ecdf", "qd")]
)
def test_the_estimators_of_the_crps_are_those_of_scoringrules(ours, theirs):
    x, y = some()
    np.testing.assert_allclose(
        s.crps(x, y, estimator=ours), scoringrules.crps_ensemble(y, x, estimator=theirs), atol=1e-10
    )


def test_quantile_and_energy_scores_are_those_of_scoringrules():
    x, y = some()
    levels = [0.0, 0.05, 0.5, 0.99, 1.0]
    quantiles = np.quantile(x, levels, axis=1).T
    np.testing.assert_allclose(
        s.quantile_score(x, y, levels=levels),
        np.column_stack([scoringrules.quantile_score(y, quantiles[:, k], a) for k, a in enumerate(levels)]),
        atol=1e-10,
    )
    rng = np.random.default_rng(1)
    many, truth = rng.normal(size=(6, 30, 4)), rng.normal(size=(6, 4))
    np.testing.assert_allclose(s.energy_score(many, truth), scoringrules.es_ensemble(truth, many), atol=1e-10)


def test_an_outcome_beyond_the_last_edge_falls_into_the_open_bin():
    assert s.ignorance([[2000.0, 5000.0]], [99999.0]).tolist() == [-math.log2(3 / 13)]


def test_an_unknown_outcome_has_no_score_and_changes_no_other():
    x, y = some()
    gaps = y.copy()
    gaps[::3] = np.nan
    asked = {"quantiles": [0.5], "thresholds": [0.0]}
    whole, partly = s.score_samples(x, y, **asked), s.score_samples(x, gaps, **asked)
    for name, values in vars(whole).items():
        found = getattr(partly, name)
        assert np.isnan(found[::3]).all(), name
        np.testing.assert_array_equal(found[1::3], values[1::3])


def test_blocks_and_threads_change_nothing(monkeypatch):
    x, y = some(n=101)
    whole = s.score_samples(x, y, threads=1)
    monkeypatch.setattr(s, "BLOCK_DRAWS", 60)
    for name, values in vars(s.score_samples(x, y, threads=3)).items():
        np.testing.assert_array_equal(values, getattr(whole, name))


def test_what_was_given_stays_as_it_was():
    x, y = some()
    before = x.copy()
    s.score_samples(x, y)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.float32, np.uint8, np.bool_])
def test_every_kind_of_number_scores_alike(kind):
    x, y = some()
    x = np.minimum(x, 200).astype(kind)
    np.testing.assert_allclose(s.crps(x, y), s.crps(x.astype(np.float64), y), rtol=1e-12)


@pytest.mark.parametrize(
    ("samples", "outcomes", "options", "words"),
    [
        ([[1.0, np.nan]], [1.0], {}, "missing or infinite"),
        ([[1.0, np.inf]], [1.0], {}, "missing or infinite"),
        ([[-np.inf, 1.0]], [1.0], {}, "missing or infinite"),
        ([[1.0, 2.0]], [np.inf], {}, "outcome is infinite"),
        ([[1.0, 2.0]], [1.0, 2.0], {}, "must be (n, S)"),
        ([1.0, 2.0], [1.0, 2.0], {}, "must be (n, S)"),
        ([[]], [1.0], {}, "must be (n, S)"),
        ([["a"]], [1.0], {}, "must be numbers"),
        ([[1.0, 2.0]], [-1.0], {}, "below the first bin"),
        ([[-1.0, 2.0]], [1.0], {}, "log1p needs draws"),
        ([[1.0]], [1.0], {"estimator": "fair"}, "at least two"),
        ([[1.0]], [1.0], {"estimator": "best"}, "no estimator"),
        ([[1.0]], [1.0], {"bins": [1, 0]}, "rising"),
        ([[1.0]], [1.0], {"level": 1.0}, "between 0 and 1"),
        ([[1.0]], [1.0], {"quantiles": [1.2]}, "from 0 to 1"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_the_reason(samples, outcomes, options, words):
    with pytest.raises(InputError, match=words.replace("(", r"\(").replace(")", r"\)")):
        s.score_samples(samples, outcomes, **options)


def test_no_forecasts_have_no_scores():
    assert s.crps(np.empty((0, 5)), []).shape == (0,)


def test_energy_scores_refuse_what_is_missing():
    with pytest.raises(InputError, match="missing"):
        s.energy_score([[[1.0, np.nan]]], [[1.0, 1.0]])
    with pytest.raises(InputError, match="needs draws"):
        s.energy_score([[1.0]], [1.0])
