"""The prior rate: every country gets the share of past country-years that came before an onset. A yardstick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import InputError
from avert.execution import map_tasks
from avert.model_cards import ModelCard
from avert.risk.bootstrap import MapTasks
from avert.risk.ewp_rows import OUTCOME, OUTCOMES, REACH, check_rows, is_complete
from avert.risk.predictors import Predictor
from avert.risk.summaries import interval, rank_from_highest

__all__ = [
    "CARD",
    "DATASETS",
    "IS_BASELINE",
    "PREDICTORS",
    "REACH",
    "REPLICATES",
    "build_panel",
    "explain",
    "fit",
    "predict",
]

NAME = "prior_rate"
DATASETS: tuple[str, ...] = ("ewp_panel",)
IS_BASELINE = True
REPLICATES = 200
PREDICTORS: tuple[Predictor, ...] = ()

CARD = ModelCard(
    name=NAME,
    question="How probable is a new mass killing in any country within two years, knowing nothing about it?",
    outcome="As for ewp2025: a mass killing begins in the year after the predictors or the year after that.",
    unit="Country-year of states with more than 500,000 people, 1960 to 2024; Taiwan is left out.",
    training_data="The complete rows that ewp2025 learns from.",
    method="The share of rows before an onset. Intervals: 90 %, from countries drawn with replacement.",
    limits=("It tells no country from another: it is what a model must beat.",),
    citation="None: a share.",
)


@dataclass(frozen=True)
class PriorRate:
    """The share of onsets among the training rows, and that of each draw of countries (R,)."""

    rate: float
    replicates: NDArray[np.float64] = field(repr=False)
    model: str = NAME


def build_panel(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return EWP's panel as it is."""
    return tables["ewp_panel"]


def fit(
    panel: pl.DataFrame,
    *,
    through_year: int = 2022,
    replicates: int = 200,
    seed: int = 0,
    map_tasks: MapTasks = map_tasks,  # noqa: ARG001  a share needs no help
) -> PriorRate:
    """Count the onsets up to a year."""
    check_rows(panel, OUTCOMES, needed_by=NAME)
    training = panel.filter(is_complete(panel) & (panel["year"] <= through_year).to_numpy())
    by_country = training.group_by("country_gwcode", maintain_order=True).agg(pl.len(), pl.col(OUTCOME).sum())
    rows, onsets = by_country["len"].to_numpy(), by_country[OUTCOME].to_numpy()
    if not onsets.sum():
        raise InputError(
            f"No onset is known by {through_year}, so that its rate is not. Learn from more years."
        )
    count = len(rows)
    times = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=replicates)
    return PriorRate(float(onsets.sum() / rows.sum()), (times @ onsets) / (times @ rows))


def predict(fit: PriorRate, panel: pl.DataFrame) -> pl.DataFrame:
    """Return the same risk for every row; see ``avert.risk.models.ewp2025.predict`` for the columns."""
    check_rows(panel, (), needed_by=NAME)
    low, high = interval(np.repeat(fit.replicates[:, None], panel.height, axis=1))
    years = panel["year"].to_numpy().astype(np.int64)
    ranks = {
        name: rank_from_highest(np.zeros(panel.height), years) for name in ("rank", "rank_low", "rank_high")
    }
    results = {"risk": np.full(panel.height, fit.rate), "risk_low": low, "risk_high": high, **ranks}
    return panel.select("country_gwcode", "year", pl.lit(NAME).alias("model")).hstack(
        pl.DataFrame(results).fill_nan(None).with_columns(pl.col(*ranks).cast(pl.Int32))
    )


def explain(fit: PriorRate, panel: pl.DataFrame) -> pl.DataFrame:  # noqa: ARG001  as every model is asked
    """Return no contribution: nothing about a country enters."""
    text, number = pl.lit(None, pl.String), pl.lit(None, pl.Float64)
    return panel.select(
        "country_gwcode",
        "year",
        predictor=text,
        label=text,
        value=number,
        reference=number,
        contribution=number,
    ).clear()
