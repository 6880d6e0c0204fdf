"""The models there are. To add one: write its file in ``models/`` and add its line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import polars as pl

from avert.errors import InputError
from avert.risk.bootstrap import MapTasks
from avert.risk.card import ModelCard
from avert.risk.models import ewp2025


class RiskModel(Protocol):
    """What a model file offers. A fit carries ``model``, its name here.

    DATASET: the source that its panel comes from. CARD: what to know before using its numbers.
    """

    DATASET: str
    CARD: ModelCard

    def fit(
        self,
        panel: pl.DataFrame,
        *,
        through_year: int = ...,
        replicates: int = ...,
        seed: int = ...,
        map_tasks: MapTasks = ...,
    ) -> Any:
        """Learn from the rows up to a year and no later ones; refit replicates for intervals."""

    def predict(self, fit: Any, panel: pl.DataFrame) -> pl.DataFrame:
        """Return risks, intervals and ranks, a row per row of the panel."""

    def explain(self, fit: Any, panel: pl.DataFrame) -> pl.DataFrame:
        """Return contributions that sum to the log-odds of each risk less those of the reference."""


MODELS: Mapping[str, RiskModel] = {
    "ewp2025": ewp2025,
}


def find_model(name: str) -> RiskModel:
    """Return a model by name.

    >>> find_model("ewp2025").CARD.name
    'ewp2025'
    """
    if name not in MODELS:
        raise InputError(f"No risk model is called {name!r}. There is: {', '.join(MODELS)}.")
    return MODELS[name]
