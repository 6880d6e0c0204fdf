"""The models there are. To add one of ours: write its file in ``models/`` and add its line here.

A model of somebody else needs no change here: an installed package that names it among its entry points does,
``[project.entry-points."avert.forecast_models"]`` and below it ``my_model = "my_file"``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from typing import Protocol, cast

from avert.errors import InputError
from avert.forecast.models import (
    avert2026,
    boot,
    conflictology,
    conflictology_neighbourhood,
    decayed_history,
    forest2026,
    last,
    negative_binomial,
    network2026,
    zero,
)
from avert.model_cards import ModelCard
from avert.panel.arrays import Floats
from avert.panel.death_histories import DeathHistories

GROUP = "avert.forecast_models"


class ForecastModel(Protocol):
    """What a model file offers. CARD: what to know before its numbers are used. IS_BASELINE: it is to be beaten."""

    CARD: ModelCard
    IS_BASELINE: bool

    def forecast(self, known: DeathHistories, steps: Sequence[int], *, seed: int) -> Mapping[str, Floats]:
        """Return, for each of ``sb``, ``ns`` and ``os``, (n, steps, ``DRAWS``) rising draws of monthly deaths.

        Parameters
        ----------
        known: what was recorded up to the origin, its last month; nothing later is in it. See ``histories_of``.
        steps: months after the origin, rising. seed: of anything random.

        A state of which too little is known has NaN throughout.
        """


MODELS: Mapping[str, ForecastModel] = {
    "zero": zero,
    "last": last,
    "boot": boot,
    "conflictology": conflictology,
    "conflictology_neighbourhood": conflictology_neighbourhood,
    "negative_binomial": negative_binomial,
    "decayed_history": decayed_history,
    "forest2026": forest2026,
    "network2026": network2026,
    "avert2026": avert2026,
}


def all_models() -> dict[str, ForecastModel]:
    """Return our models and those that installed packages bring, by name."""
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    brought = {name: cast("ForecastModel", entry.load()) for name, entry in found.items()}
    return brought | dict(MODELS)


def find_models(names: str) -> dict[str, ForecastModel]:
    """Return models by name: ``all``, or names with commas between.

    >>> list(find_models("zero,last"))
    ['zero', 'last']
    """
    models = all_models()
    asked = list(models) if names == "all" else [name.strip() for name in names.split(",")]
    if strange := [name for name in asked if name not in models]:
        raise InputError(f"No forecast model is called {strange[0]!r}. There is: {', '.join(models)}.")
    return {name: models[name] for name in asked}
