"""The Early Warning Project's 2025 model of the risk of new mass killing, refitted in Python.

Source: Early Warning Project (2025), *Countries at Risk for Mass Killing 2025–26: Statistical Risk Assessment
Results*, United States Holocaust Memorial Museum; replication files
https://github.com/EarlyWarningProject/2025-Statistical-Risk-Assessment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from avert.execution import map_tasks
from avert.model_cards import ModelCard
from avert.risk.bootstrap import MapTasks, bootstrap_countries
from avert.risk.cross_validation import CrossValidation
from avert.risk.elastic_net import LogitModel
from avert.risk.ewp_elastic_net import ALPHA, fit_as_ewp
from avert.risk.ewp_rows import NAMES, OUTCOME, OUTCOMES, PREDICTORS, REACH, check_rows, is_complete, matrix
from avert.risk.explanation import contributions
from avert.risk.summaries import probability, risk_rows

__all__ = [
    "CARD", "DATASETS", "IS_BASELINE", "OUTCOME", "OUTCOMES", "PREDICTORS", "REACH", "REPLICATES",
    "EwpFit", "build_panel", "explain", "fit", "predict",
]  # fmt: skip

Floats = NDArray[np.float64]

NAME = "ewp2025"
DATASETS: tuple[str, ...] = ("ewp_panel",)
IS_BASELINE = False
REPLICATES = 200

CARD = ModelCard(
    name=NAME,
    question="In which countries is a new mass killing most likely to begin within the next two years?",
    outcome=(
        "A mass killing begins in the year after the predictors or the year after that: deliberate actions "
        "of an armed group, state or non-state, kill at least 1,000 non-combatant civilians within a year, "
        "targeted as members of a group. A new one may begin while another is going on."
    ),
    unit="Country-year of states with more than 500,000 people, 1960 to 2024; Taiwan is left out.",
    training_data="Years to 2022 without missing values: 8,970 country-years, 211 of them before an onset.",
    method=(
        "Logistic regression with an elastic-net penalty (alpha 0.5) on 39 predictors; the penalty with the "
        "smallest deviance in ten-fold cross-validation over rows. Intervals: 90 %, from refits on countries "
        "drawn with replacement."
    ),
    limits=(
        "It ranks countries; it does not say when, where within a country or against whom.",
        "Expulsion and sexual violence without mass death are not in the outcome.",
        "211 positive rows are few: differences between neighbouring ranks mean little.",
        "Intervals leave out errors in the event list and the choice of penalty and model.",
        "With several mass killings going on, EWP's file codes only the last as wide or narrow: `avert risk faults`.",
        "Battle deaths before 1989 are not counted and enter as zero.",
        "Ethnic fractionalisation and discrimination are carried forward and back over missing years.",
        "Folds split rows and not countries, so that cross-validation favours a slightly too small penalty.",
        "Causes are not identified: contributions tell how the number arises, not what would lower the risk.",
    ),
    citation=(
        "Early Warning Project (2025), Countries at Risk for Mass Killing 2025–26: Statistical Risk "
        "Assessment Results. United States Holocaust Memorial Museum, Washington DC."
    ),
)


@dataclass(frozen=True)
class EwpFit:
    """The fitted model: everything that predicting and explaining need.

    through_year: last year of the predictors used. rows, onsets: training rows, and those before an onset.
    coefficients: on the original scale. reference: (39,) mean of each predictor over the training rows.
    cross_validation: the path and its held-out deviance. replicates: (R, 40) bootstrap coefficients,
    intercept first. seed: of the bootstrap.
    """

    through_year: int
    rows: int
    onsets: int
    coefficients: LogitModel
    reference: Floats = field(repr=False)
    cross_validation: CrossValidation = field(repr=False)
    replicates: Floats = field(repr=False)
    seed: int
    model: str = NAME

    @property
    def penalty(self) -> float:
        """Return the penalty λ in use."""
        return self.cross_validation.penalty


def build_panel(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return EWP's panel as it is."""
    return tables["ewp_panel"]


def fit(
    panel: pl.DataFrame,
    *,
    through_year: int = 2022,
    folds: ArrayLike | None = None,
    replicates: int = 200,
    seed: int = 0,
    map_tasks: MapTasks = map_tasks,
    threads: int = 1,
) -> EwpFit:
    """Fit EWP's elastic net on all complete rows up to a year.

    Parameters
    ----------
    panel: one row per ``country_gwcode`` and ``year``, the 39 predictors and the four ``mk_onset`` outcomes.
        EWP's order of rows must be kept: its folds are drawn by row.
    through_year: last year of predictors to learn from; later rows are not looked at. An outcome reaches two
        years further.
    folds: (rows of panel) fold of each row; by default drawn as EWP draws them.
    replicates: bootstrap refits for intervals, R; 0 leaves intervals unknown.
    seed: of the bootstrap, non-negative; folds do not depend on it.
    map_tasks: runs the replicates, for instance ``avert.execution.map_tasks`` with its workers set.
    threads: cross-validation folds fitted at a time; changes no result.

    Raises
    ------
    MissingColumnError: a predictor, outcome or key is absent.
    InputError: a country-year occurs twice, or the rows hold no onset.

    Notes
    -----
    The 90 % interval covers the sampling of countries: how the risks would vary had the record held other
    countries of the same kind. It takes the penalty, the predictors and the event list as given, and so
    leaves out errors in coding events, in measuring predictors and in the choice of the model. It describes
    the estimated probability, not whether an onset occurs.

    Source: Early Warning Project (2025), ``model_3Sep2025.R``.
    """
    check_rows(panel, (*NAMES, *OUTCOMES), needed_by=NAME)
    in_training = is_complete(panel) & (panel["year"] <= through_year).to_numpy()
    training = panel.filter(in_training)
    x, y = matrix(training), training[OUTCOME].to_numpy().astype(np.float64)
    given = None if folds is None else np.asarray(folds)[in_training]
    selected, coefficients = fit_as_ewp(x, y, folds=given, threads=threads)
    drawn = bootstrap_countries(
        x,
        y,
        training["country_gwcode"].to_numpy(),
        model=coefficients,
        penalty=selected.penalty,
        alpha=ALPHA,
        replicates=replicates,
        seed=seed,
        map_tasks=map_tasks,
    )
    return EwpFit(through_year, len(y), int(y.sum()), coefficients, x.mean(axis=0), selected, drawn, seed)


def predict(fit: EwpFit, panel: pl.DataFrame) -> pl.DataFrame:
    """Return the risk of new mass killing in the two years after each row's year.

    Parameters
    ----------
    fit: from :func:`fit`.
    panel: as for :func:`fit`, outcomes not needed.

    Returns
    -------
    A row per row of panel, in its order: ``country_gwcode``, ``year``, ``model``, ``risk`` (0 to 1),
    ``risk_low`` and ``risk_high`` (90 % interval, see :func:`fit`), ``rank`` within the year (1: highest;
    ties share the lower number), ``rank_low`` and ``rank_high`` (90 % interval of the rank). A row that lacks
    a predictor gets null, never a guess, and takes no rank. Intervals are null without replicates.

    Raises
    ------
    MissingColumnError: a predictor or key is absent. InputError: a country-year occurs twice.
    """
    check_rows(panel, NAMES, needed_by=NAME)
    x = matrix(panel)
    draws = probability(fit.replicates[:, :1] + fit.replicates[:, 1:] @ x.T)
    return risk_rows(panel, NAME, probability(fit.coefficients.log_odds(x)), draws)


def explain(fit: EwpFit, panel: pl.DataFrame) -> pl.DataFrame:
    """Return what each predictor adds to the log-odds of each row, against the training average.

    Parameters
    ----------
    fit, panel: as for :func:`predict`.

    Returns
    -------
    39 rows per row of panel: ``country_gwcode``, ``year``, ``predictor``, ``label``, ``value``, ``reference``
    (mean over the training rows), ``contribution``; see :func:`avert.risk.explanation.contributions`.
    """
    check_rows(panel, NAMES, needed_by=NAME)
    keys = panel.select("country_gwcode", "year")
    return contributions(
        keys, matrix(panel), model=fit.coefficients, reference=fit.reference, predictors=PREDICTORS
    )
