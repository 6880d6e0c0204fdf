"""The models there are. To add one: write its file in ``models/`` and add its line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import polars as pl

from avert.errors import InputError
from avert.model_cards import ModelCard
from avert.risk import DEFAULT
from avert.risk.bootstrap import MapTasks
from avert.risk.models import avert2026, ensemble2026, ewp2025, prior_rate
from avert.risk.predictors import Predictor

__all__ = ["DEFAULT", "MODELS", "RiskModel", "find_model"]


class RiskModel(Protocol):
    """What a model file offers. A fit carries ``model``, its name here.

    DATASETS: the sources that its panel is built from; the first decides which country-years there are.
    REACH: each column of its panel that speaks of years after its row's year, such as an outcome, and how many
    years it looks ahead at most. A test of forecasts hides what they say of years after the forecast's.
    PREDICTORS: what its panel is explained by, none for a model that looks at nothing.
    CARD: what to know before using its numbers. IS_BASELINE: it is there to be beaten.
    REPLICATES: how many refits its intervals come from, as many as its users can wait for.
    """

    DATASETS: tuple[str, ...]
    REACH: Mapping[str, int]
    PREDICTORS: tuple[Predictor, ...]
    CARD: ModelCard
    IS_BASELINE: bool
    REPLICATES: int

    def build_panel(self, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """Return the model's panel from a table per dataset: a row per ``country_gwcode`` and ``year``.

        What a row says must be known at the end of its year, save the columns in REACH.
        """

    def fit(
        self,
        panel: pl.DataFrame,
        *,
        through_year: int = ...,
        replicates: int = ...,
        seed: int = ...,
        map_tasks: MapTasks = ...,
    ) -> Any:
        """Learn from the rows up to a year and no later ones; refit replicates for intervals.

        With ``replicates=0`` it must be as quick as a single forecast needs.
        """

    def predict(self, fit: Any, panel: pl.DataFrame) -> pl.DataFrame:
        """Return risks, intervals and ranks, a row per row of the panel."""

    def explain(self, fit: Any, panel: pl.DataFrame) -> pl.DataFrame:
        """Return contributions that sum to the log-odds of each risk less those of the reference."""


MODELS: Mapping[str, RiskModel] = {
    "avert2026": avert2026,
    "ensemble2026": ensemble2026,
    "ewp2025": ewp2025,
    "prior_rate": prior_rate,
}


def find_model(name: str) -> RiskModel:
    """Return a model by name.

    >>> find_model("ewp2025").CARD.name
    'ewp2025'
    """
    if name not in MODELS:
        raise InputError(f"No risk model is called {name!r}. There is: {', '.join(MODELS)}.")
    return MODELS[name]
