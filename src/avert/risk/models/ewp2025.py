"""The Early Warning Project's 2025 model of the risk of new mass killing, refitted in Python.

Source: Early Warning Project (2025), *Countries at Risk for Mass Killing 2025–26: Statistical Risk Assessment
Results*, United States Holocaust Memorial Museum; replication files
https://github.com/EarlyWarningProject/2025-Statistical-Risk-Assessment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from avert.errors import InputError, MissingColumnError
from avert.execution import map_tasks
from avert.risk.bootstrap import MapTasks, bootstrap_countries
from avert.risk.card import ModelCard
from avert.risk.cross_validation import CrossValidation, cross_validate
from avert.risk.elastic_net import LogitModel, fit_at
from avert.risk.explanation import contributions
from avert.risk.predictors import read_predictors
from avert.risk.r_random import cross_validation_folds
from avert.risk.summaries import interval, probability, rank_from_highest

Floats = NDArray[np.float64]

NAME = "ewp2025"
DATASET = "ewp_panel"
PREDICTORS = read_predictors(Path(__file__).with_name("ewp2025_predictors.csv"))
OUTCOME = "mk_onset_1or2"
OUTCOMES = ("mk_onset", "mk_onset_1", "mk_onset_2", OUTCOME)
ALPHA = 0.5
FOLDS = 10
EWP_SEED = 90035
"""The seed that EWP sets in R before it draws its folds."""

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
        "With several mass killings going on, EWP's file codes only the last one as wide or narrow.",
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
    _check(panel, (*_names(), *OUTCOMES))
    in_training = _is_complete(panel) & (panel["year"] <= through_year).to_numpy()
    training = panel.filter(in_training)
    x, y = _matrix(training), training[OUTCOME].to_numpy().astype(np.float64)
    chosen_folds = (
        cross_validation_folds(len(y), folds=FOLDS, seed=EWP_SEED)
        if folds is None
        else np.asarray(folds)[in_training]
    )
    selected = cross_validate(x, y, chosen_folds, alpha=ALPHA, threads=threads)
    start = selected.path.model(selected.best)
    coefficients = fit_at(x, y, penalty=selected.penalty, alpha=ALPHA, start=start)
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
    _check(panel, _names())
    x, years = _matrix(panel), panel["year"].to_numpy().astype(np.int64)
    risk = probability(fit.coefficients.log_odds(x))
    draws = probability(fit.replicates[:, :1] + fit.replicates[:, 1:] @ x.T)
    low, high = interval(draws)
    rank_low, rank_high = interval(rank_from_highest(draws, years), whole=True)
    ranks = {"rank": rank_from_highest(risk, years), "rank_low": rank_low, "rank_high": rank_high}
    results = pl.DataFrame({"risk": risk, "risk_low": low, "risk_high": high, **ranks}).fill_nan(None)
    return panel.select("country_gwcode", "year", pl.lit(NAME).alias("model")).hstack(
        results.with_columns(pl.col(*ranks).cast(pl.Int32))
    )


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
    _check(panel, _names())
    keys = panel.select("country_gwcode", "year")
    return contributions(
        keys, _matrix(panel), model=fit.coefficients, reference=fit.reference, predictors=PREDICTORS
    )


def _names() -> tuple[str, ...]:
    return tuple(predictor.name for predictor in PREDICTORS)


def _matrix(panel: pl.DataFrame) -> Floats:
    """Return the predictors (n, 39), NaN where missing or infinite."""
    values = panel.select(pl.col(*_names()).cast(pl.Float64).fill_null(np.nan)).to_numpy()
    return np.where(np.isfinite(values), values, np.nan)


def _is_complete(panel: pl.DataFrame) -> NDArray[np.bool_]:
    """Say which rows have every predictor and every outcome."""
    has_outcomes = panel.select(pl.all_horizontal(pl.col(*OUTCOMES).is_not_null())).to_series().to_numpy()
    return np.asarray(has_outcomes & np.isfinite(_matrix(panel)).all(axis=1))


def _check(panel: pl.DataFrame, columns: tuple[str, ...]) -> None:
    """Refuse a panel that lacks a column or names a country-year twice."""
    for column in ("country_gwcode", *columns):
        if column not in panel.columns:
            raise MissingColumnError.of(
                "Panel", column, NAME, "read EWP's panel with avert.sources.ewp_panel"
            )
    twice = panel.select(pl.struct("country_gwcode", "year").is_duplicated().sum()).item()
    if twice:
        raise InputError(
            f"{twice} rows of the panel share their country and year, so that risks would be ambiguous. "
            "Keep one row per country_gwcode and year."
        )
