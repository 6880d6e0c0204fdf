"""What a model must beat: the base rate, persistence, and a logistic regression of recent deaths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from avert.panel.arrays import Floats
from avert.risk.monthly.features import NAMES
from avert.risk.monthly.learners import logit
from avert.risk.monthly.outcomes import THRESHOLDS

_YEAR = NAMES.index("log_os_12")
_RECENT = [NAMES.index(f"log_os_{window}") for window in (3, 12, 60)]


@dataclass(frozen=True)
class Shares:
    """Shares of rows that reached each threshold, apart by whether the year before did."""

    of_calm: Mapping[int, float]
    of_violent: Mapping[int, float]

    def log_odds(self, x: Floats, threshold: int) -> Floats:
        """Return the log-odds, for each row, that the count reaches the threshold."""
        share = np.where(reached_before(x, threshold), self.of_violent[threshold], self.of_calm[threshold])
        return logit(share)


@dataclass(frozen=True)
class PerThreshold:
    """A classifier for each threshold, on recent deaths in one-sided violence."""

    classifiers: Mapping[int, Any]

    def log_odds(self, x: Floats, threshold: int) -> Floats:
        """Return the log-odds, for each row, that the count reaches the threshold."""
        return np.asarray(self.classifiers[threshold].decision_function(x[:, _RECENT]))


def fit_base_rate(x: Floats, deaths: Floats, seed: int) -> Shares:  # noqa: ARG001
    """Take the share of all rows."""
    shares = {c: float((deaths >= c).mean()) for c in THRESHOLDS}
    return Shares(shares, shares)


def fit_persistence(x: Floats, deaths: Floats, seed: int) -> Shares:  # noqa: ARG001
    """Take the share of rows alike in whether the threshold was reached in the 12 months before."""
    shares = [
        {c: _share((deaths >= c)[reached_before(x, c) == was]) for c in THRESHOLDS} for was in (False, True)
    ]
    return Shares(*shares)


def fit_recent(x: Floats, deaths: Floats, seed: int) -> PerThreshold:
    """Fit a logistic regression for each threshold on log(1 + deaths) in the last 3, 12 and 60 months."""
    from sklearn.linear_model import LogisticRegression

    return PerThreshold(
        {
            c: LogisticRegression(C=1000.0, max_iter=1000, random_state=seed).fit(x[:, _RECENT], deaths >= c)
            for c in THRESHOLDS
        }
    )


def reached_before(x: Floats, threshold: int) -> np.ndarray:
    """Return whether the deaths of the 12 months before the origin reached the threshold."""
    return np.asarray(np.rint(np.expm1(x[:, _YEAR])) >= threshold)


def _share(reached: np.ndarray) -> float:
    return float((reached.sum() + 0.5) / (reached.size + 1.0))
