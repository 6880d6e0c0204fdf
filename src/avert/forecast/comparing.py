"""How good forecasts were, and how much better than a reference: mean scores, and intervals over countries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import InputError, some
from avert.forecast.files import Forecasts, scored_values
from avert.scoring.distributions import (
    ignorance_of_bins,
    interval_score_of_ends,
    pinball_loss,
    ranked_probability_score,
)
from avert.scoring.samples import score_samples

Floats = NDArray[np.float64]
LEVEL = 0.9
"""Of central intervals, and of the intervals around skills."""


def scores_of(forecasts: Forecasts, outcomes: pl.DataFrame) -> dict[str, Floats]:
    """Return each score of each outcome (n,), NaN where it is unknown.

    Draws: ``crps``, ``crps_log1p``, ``ignorance``, ``interval_score_90``, ``coverage_90``. Quantiles:
    ``pinball_loss`` (mean over levels), and the scores of the interval if they have the levels 0.05 and 0.95. Bins:
    ``ignorance``, ``ranked_probability_score``. See ``avert.scoring``.
    """
    values, y = scored_values(forecasts, outcomes)
    return _SCORES[forecasts.layout](values, y, forecasts.steps)


def compare(
    scores: Mapping[str, Floats],
    reference: Mapping[str, Floats],
    clusters: pl.Series,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> pl.DataFrame:
    """Return mean scores, the reference's, and the skill 1 − score / reference with its 90 % interval.

    Parameters
    ----------
    scores, reference: of the same rows (n,) by the same name; those that only one has are left out, and coverage,
        of which neither more nor less is better, has no skill.
    clusters: (n,) such as countries, drawn with replacement: rows of one country are not independent.
    draws, seed: of the bootstrap.

    Returns
    -------
    ``score``, ``rows`` (whose outcome is known), ``forecast``, ``reference``, ``skill``, ``skill_low``,
    ``skill_high``; skill is null where the reference scores 0.
    """
    both = [name for name in scores if name in reference]
    if not both:
        raise InputError(f"The two have no score in common: {some(scores)} and {some(reference)}.")
    codes = clusters.cast(pl.String).cast(pl.Categorical).to_physical().to_numpy()
    weights = _drawn(int(codes.max()) + 1, draws, seed)
    return pl.DataFrame([_row(name, scores[name], reference[name], codes, weights) for name in both])


def summarise(scores: Mapping[str, Floats]) -> pl.DataFrame:
    """Return ``score``, ``rows`` and the mean as ``forecast``."""
    known = {name: values[~np.isnan(values)] for name, values in scores.items()}
    return pl.DataFrame(
        [
            {"score": name, "rows": len(v), "forecast": float(v.mean()) if len(v) else None}
            for name, v in known.items()
        ],
        schema={"score": pl.String, "rows": pl.Int64, "forecast": pl.Float64},
    )


def _row(
    name: str, ours: Floats, theirs: Floats, codes: NDArray[np.uint32], weights: Floats
) -> dict[str, object]:
    known = ~(np.isnan(ours) | np.isnan(theirs))
    sums = [np.bincount(codes[known], v[known], weights.shape[1]) for v in (ours, theirs)]
    row = {
        "score": name,
        "rows": int(known.sum()),
        "forecast": float(ours[known].mean()),
        "reference": float(theirs[known].mean()),
    }
    no_skill = {"skill": None, "skill_low": None, "skill_high": None}
    drawn = weights @ sums[1]
    if name.startswith("coverage") or row["reference"] == 0 or not drawn.all():
        return row | no_skill
    low, high = np.quantile(1 - weights @ sums[0] / drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return row | {
        "skill": 1 - sums[0].sum() / sums[1].sum(),
        "skill_low": float(low),
        "skill_high": float(high),
    }


def _drawn(clusters: int, draws: int, seed: int) -> Floats:
    """Return how often each cluster is drawn (draws, clusters)."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(clusters, np.full(clusters, 1 / clusters), size=draws).astype(np.float64)


def _of_draws(values: Floats, y: Floats, _steps: Floats) -> dict[str, Floats]:
    found = score_samples(values, y, level=LEVEL)
    assert found.crps_log1p is not None  # noqa: S101  it is asked for by default
    return {
        "crps": found.crps,
        "crps_log1p": found.crps_log1p,
        "ignorance": found.ignorance,
        "interval_score_90": found.interval_score,
        "coverage_90": found.covered,
    }


def _of_quantiles(values: Floats, y: Floats, levels: Floats) -> dict[str, Floats]:
    scores = {"pinball_loss": pinball_loss(values, y, levels=levels).mean(axis=1)}
    ends = [
        int(i) for end in ((1 - LEVEL) / 2, (1 + LEVEL) / 2) for i in np.flatnonzero(np.isclose(levels, end))
    ]
    if len(ends) < 2:
        return scores
    low, high = values[:, ends[0]], values[:, ends[1]]
    covered = np.where(np.isnan(y), np.nan, (low <= y) & (y <= high))
    return scores | {
        "interval_score_90": interval_score_of_ends(low, high, y, level=LEVEL),
        "coverage_90": covered,
    }


def _of_bins(values: Floats, y: Floats, edges: Floats) -> dict[str, Floats]:
    return {
        "ignorance": ignorance_of_bins(values, y, bins=edges),
        "ranked_probability_score": ranked_probability_score(values, y, bins=edges),
    }


_SCORES: Mapping[str, Callable[[Floats, Floats, Floats], dict[str, Floats]]] = {
    "draw": _of_draws,
    "quantile": _of_quantiles,
    "bin": _of_bins,
}
