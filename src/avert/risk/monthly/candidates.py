"""The models of the protocol by name: three baselines, five candidates, and which of them is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from avert.errors import InputError
from avert.panel.arrays import Floats
from avert.risk.monthly import baselines, learners
from avert.risk.monthly.features import NAMES
from avert.risk.monthly.outcomes import THRESHOLDS

Fit = Callable[[Floats, Floats, int], learners.Learner]


@dataclass(frozen=True)
class OnEvents:
    """A learner that is shown the record of events only."""

    learner: learners.Learner

    def log_odds(self, x: Floats, threshold: int) -> Floats:
        """Return the log-odds, for each row, that the count reaches the threshold."""
        return self.learner.log_odds(x[:, : len(NAMES)], threshold)


def _on_events(fit: Fit) -> Fit:
    return lambda x, deaths, seed: OnEvents(fit(x[:, : len(NAMES)], deaths, seed))


DEFAULT = "blend-structure"
BASELINES: Mapping[str, Fit] = {
    "base-rate": baselines.fit_base_rate,
    "persistence": baselines.fit_persistence,
    "logit-history": baselines.fit_recent,
}
MODELS: Mapping[str, Fit] = {
    **BASELINES,
    "cumulative-logit": _on_events(learners.fit_logit),
    "bins-boosting": _on_events(partial(learners.fit_bins, thresholds=THRESHOLDS)),
    "cumulative-boosting": _on_events(learners.fit_boosting),
    "blend": _on_events(learners.fit_blend),
    DEFAULT: learners.fit_blend,
}


def find_models(names: str) -> dict[str, Fit]:
    """Return models by name: ``default`` (the baselines and the model used), ``all``, or names with commas.

    >>> list(find_models("default"))
    ['base-rate', 'persistence', 'logit-history', 'blend-structure']
    """
    if names == "default":
        return {**BASELINES, DEFAULT: MODELS[DEFAULT]}
    asked = list(MODELS) if names == "all" else [name.strip() for name in names.split(",")]
    if strange := [name for name in asked if name not in MODELS]:
        raise InputError(f"No monthly model is called {strange[0]!r}. There is: {', '.join(MODELS)}.")
    return {name: MODELS[name] for name in asked}
