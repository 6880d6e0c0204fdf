"""Avert's model of the risk of new mass killing: two forests, one of which also sees the history of conflict.

How it was chosen, and how it does on years it was not developed on: ``docs/methods/risk-model.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import InputError
from avert.execution import map_tasks
from avert.model_cards import ModelCard
from avert.risk import conflict_history
from avert.risk.bootstrap import MapTasks, draw_rows
from avert.risk.ewp_rows import NAMES as EWP_NAMES
from avert.risk.ewp_rows import OUTCOME, OUTCOMES, REACH, check_rows, is_complete, matrix
from avert.risk.ewp_rows import PREDICTORS as EWP_PREDICTORS
from avert.risk.explanation import contribution_rows
from avert.risk.forest import Forest, grow_forest
from avert.risk.graded_target import add_later_onsets, graded_target
from avert.risk.similar_rows import Donors, filled, make_donors, mean_by_owner, one_filling
from avert.risk.summaries import probability, risk_rows

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

Floats = NDArray[np.float64]

NAME = "avert2026"
DATASETS: tuple[str, ...] = ("ewp_panel", "ucdp_prio_acd")
IS_BASELINE = False
REPLICATES = 100
PREDICTORS = (*EWP_PREDICTORS, *conflict_history.PREDICTORS)
NAMES = tuple(predictor.name for predictor in PREDICTORS)
SEEN = (len(EWP_NAMES), len(NAMES))
"""How many of the predictors each forest sees: EWP's 39, or all."""
HALF_LIFE = 15.0
"""After so many years a row counts half."""
LEAF = 20
TREES, TREES_OF_REPLICATE = 300, 50
DONOR_YEARS = 10
"""Unknown predictors are borrowed from rows of so many years before the end of training."""

CARD = ModelCard(
    name=NAME,
    question="In which countries is a new mass killing most likely to begin within the next two years?",
    outcome=(
        "As for ewp2025: in the year after the predictors or the year after that, deliberate actions of an armed "
        "group, state or non-state, begin that kill at least 1,000 non-combatant civilians within a year, targeted "
        "as members of a group. A new one may begin while another is going on."
    ),
    unit="Country-year of states with more than 500,000 people, 1960 to 2024; Taiwan is left out.",
    training_data="Years to 2022 without missing values: 8,970 country-years, 211 of them before an onset.",
    method=(
        "Mean log-odds of two forests of extremely randomised trees, on EWP's 39 predictors and on these and 14 of "
        "conflict since 1946. A row counts half after 15 years; onsets in the third to fifth year count in part. "
        "Intervals: 90 %, from smaller forests refitted on countries drawn with replacement; unknown predictors are "
        "taken from each of the 20 most similar countries in turn."
    ),
    limits=(
        "On 1993–2007, where it was developed, it beats EWP's model; on 2008–2022, opened once, its loss is no lower, "
        "it tells countries apart less well, and its lists of thirty held fewer of the onsets (.56 against .72).",
        "It ranks countries; it does not say when, where within a country or against whom.",
        "Expulsion and sexual violence without mass death are not in the outcome.",
        "Onset rows are few: differences between neighbouring ranks mean little.",
        "Intervals leave out errors in the event list and the choice of model and its settings, and hold the noise "
        "of forests smaller than the model's own.",
        "A forest cannot go beyond what it has seen: a country unlike any before gets the risk of the nearest.",
        "Predictors come from today's releases, not from those of the time, in every test of it.",
        "Causes are not identified: contributions tell how the number arises, not what would lower the risk.",
    ),
    citation=(
        "The Avert contributors, after Geurts, Ernst & Wehenkel (2006), Extremely randomized trees, Machine Learning "
        "63(1). Data: Early Warning Project (2025); UCDP/PRIO Armed Conflict Dataset, Davies et al. (2025)."
    ),
)

Pair = tuple[Forest, Forest]


@dataclass(frozen=True)
class AvertFit:
    """The fitted model.

    through_year: last year of the predictors used. rows, onsets: training rows, and those before an onset.
    forests: of EWP's predictors, and of all. reference: (53,) mean of each predictor over the training rows.
    donors: rows that unknown values are borrowed from. replicates: pairs of forests, each on a draw of countries.
    """

    through_year: int
    rows: int
    onsets: int
    forests: Pair = field(repr=False)
    reference: Floats = field(repr=False)
    donors: Donors = field(repr=False)
    replicates: tuple[Pair, ...] = field(repr=False)
    seed: int
    model: str = NAME


def build_panel(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return EWP's panel with each country's conflict history."""
    return conflict_history.add_conflict_history(tables["ewp_panel"], tables["ucdp_prio_acd"])


def fit(
    panel: pl.DataFrame,
    *,
    through_year: int = 2022,
    replicates: int = 100,
    seed: int = 0,
    map_tasks: MapTasks = map_tasks,
) -> AvertFit:
    """Grow the forests on all complete rows up to a year.

    Parameters
    ----------
    panel: from :func:`build_panel`.
    through_year: last year of predictors to learn from; later rows are not looked at. An outcome reaches two
        years further.
    replicates: refits on countries drawn with replacement, R; 0 leaves intervals unknown.
    seed: of forests and draws, non-negative.
    map_tasks: runs the replicates, for instance ``avert.execution.map_tasks`` with its workers set.

    Raises
    ------
    MissingColumnError: a predictor, outcome or key is absent.
    InputError: a country-year occurs twice, or the rows hold no onset.

    Notes
    -----
    The 90 % interval covers the sampling of countries and the values of predictors that are unknown. It leaves out
    errors in coding events and in measuring predictors, and the choice of the model.
    """
    check_rows(panel, (*NAMES, *OUTCOMES), needed_by=NAME)
    usable = is_complete(panel) & ~np.isnan(matrix(panel, NAMES)).any(axis=1)
    in_training = usable & (panel["year"] <= through_year).to_numpy()
    training = add_later_onsets(panel, through_year).filter(in_training)
    if training[OUTCOME].n_unique() < 2:
        raise InputError(
            f"The complete rows up to {through_year} do not hold both onsets and calm. Learn from more years."
        )
    problem = _Problem(training, through_year)
    drawn = map_tasks(partial(_refit, problem), range(replicates), seed=seed)
    x, recent = matrix(training, NAMES), (training["year"] > through_year - DONOR_YEARS).to_numpy()
    countries = training["country_gwcode"].to_numpy().astype(np.int64)
    return AvertFit(
        through_year,
        training.height,
        int(training[OUTCOME].sum()),
        _grow(problem, np.arange(training.height), TREES, seed),
        x.mean(axis=0),
        make_donors(x[recent], countries[recent]),
        tuple(drawn),
        seed,
    )


def predict(fit: AvertFit, panel: pl.DataFrame) -> pl.DataFrame:
    """Return the risk of new mass killing in the two years after each row's year.

    Parameters
    ----------
    fit: from :func:`fit`.
    panel: as for :func:`fit`, outcomes not needed.

    Returns
    -------
    A row per row of panel, in its order, with the columns of ``avert.risk.models.ewp2025.predict``. Where predictors
    are unknown, the risk is the mean log-odds over 20 ways to fill them, and the interval spans these too.
    Intervals are null without replicates.

    Raises
    ------
    MissingColumnError: a predictor or key is absent. InputError: a country-year occurs twice.
    """
    check_rows(panel, NAMES, needed_by=NAME)
    rows, owners = filled(matrix(panel, NAMES), fit.donors)
    risk = probability(mean_by_owner(owners, _log_odds(fit.forests, rows), panel.height))
    return risk_rows(panel, NAME, risk, _draws(fit, rows, owners, panel.height))


def explain(fit: AvertFit, panel: pl.DataFrame) -> pl.DataFrame:
    """Return what each predictor adds to the log-odds of each row, against the training average.

    Parameters
    ----------
    fit, panel: as for :func:`predict`.

    Returns
    -------
    53 rows per row of panel: ``country_gwcode``, ``year``, ``predictor``, ``label``, ``value``, ``reference``
    (mean over the training rows), ``contribution``; see ``avert.risk.forest.Forest.contributions``. The parts of a
    row sum to its log-odds less those of the reference. Those of an unknown predictor are the mean over the ways to
    fill it; its value stays null.
    """
    check_rows(panel, NAMES, needed_by=NAME)
    x = matrix(panel, NAMES)
    rows, owners = filled(x, fit.donors)
    each = np.zeros(rows.shape)
    for forest, seen in zip(fit.forests, SEEN, strict=True):
        each[:, :seen] += 0.5 * forest.contributions(rows[:, :seen], fit.reference[:seen])
    parts = mean_by_owner(owners, each, panel.height)
    keys = panel.select("country_gwcode", "year")
    return contribution_rows(keys, x, parts, reference=fit.reference, predictors=PREDICTORS)


@dataclass(frozen=True)
class _Problem:
    training: pl.DataFrame
    through_year: int


def _refit(problem: _Problem, _: int, rng: np.random.Generator) -> Pair:
    """Return the forests of one replicate: countries drawn with replacement, all their years together."""
    rows = draw_rows(problem.training["country_gwcode"].to_numpy(), problem.training[OUTCOME].to_numpy(), rng)
    return _grow(problem, rows, TREES_OF_REPLICATE, int(rng.integers(2**31)))


def _grow(problem: _Problem, rows: NDArray[np.int64], trees: int, seed: int) -> Pair:
    """Grow both forests on some of the training rows."""
    training = problem.training[rows]
    weights = 0.5 ** ((problem.through_year - training["year"].to_numpy()) / HALF_LIFE)
    target, x = graded_target(training, weights), matrix(training, NAMES)
    first, second = (
        grow_forest(x[:, :seen], target, weights, trees=trees, leaf=LEAF, seed=seed) for seen in SEEN
    )
    return first, second


def _log_odds(forests: Pair, rows: Floats) -> Floats:
    each = [forest.log_odds(rows[:, :seen]) for forest, seen in zip(forests, SEEN, strict=True)]
    return np.asarray(np.mean(each, axis=0))


def _draws(fit: AvertFit, rows: Floats, owners: NDArray[np.int64], count: int) -> Floats:
    """Return the risk (R, count) by each replicate, which fills what is unknown in the next way in turn."""
    draws = [_log_odds(pair, one_filling(rows, owners, count, i)) for i, pair in enumerate(fit.replicates)]
    return probability(np.array(draws).reshape(len(draws), count))
