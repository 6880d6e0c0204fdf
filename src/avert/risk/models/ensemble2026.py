"""The ensemble that was recommended before Avert's own model was developed: a line, two forests and boosted trees.

What it is a replication of, and how it does: ``docs/methods/risk-model.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.execution import map_tasks
from avert.model_cards import ModelCard
from avert.risk.boosting import BoostedTrees, grow_boosted_trees
from avert.risk.bootstrap import TOLERANCE, MapTasks, draw_rows
from avert.risk.elastic_net import LogitModel, fit_at
from avert.risk.ewp_elastic_net import ALPHA, fit_as_ewp
from avert.risk.ewp_rows import NAMES, OUTCOME, OUTCOMES, PREDICTORS, REACH, check_rows, is_complete, matrix
from avert.risk.explanation import contribution_rows
from avert.risk.forest import Forest, grow_forest
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

NAME = "ensemble2026"
DATASETS: tuple[str, ...] = ("ewp_panel",)
IS_BASELINE = False
REPLICATES = 30
LEAF = 20
TREES, TREES_OF_REPLICATE = 500, 50
ROUNDS = 150
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
        "Mean log-odds of four learners on EWP's 39 predictors: EWP's elastic net as ewp2025 fits it, a random forest, "
        "extremely randomised trees and gradient boosted trees. Intervals: 90 %, from smaller members refitted on "
        "countries drawn with replacement; unknown predictors are taken from each of the 20 most similar countries in "
        "turn."
    ),
    limits=(
        "Such ensembles were recommended after they had been measured on all 30 origins: its lower loss than EWP's, in "
        "both halves of these, is a replication and not a fresh test.",
        "On 2008–2022 its lists of thirty held .67 of the onsets, EWP's .72: a difference within chance.",
        "It ranks countries; it does not say when, where within a country or against whom.",
        "Expulsion and sexual violence without mass death are not in the outcome.",
        "Onset rows are few: differences between neighbouring ranks mean little.",
        "Intervals leave out errors in the event list and the choice of model, penalty and settings, and hold the "
        "noise of forests smaller than the model's own.",
        "Trees cannot go beyond what they have seen: for a country unlike any before, only the line does.",
        "With several mass killings going on, EWP's file codes only the last as wide or narrow: `avert risk faults`.",
        "Predictors come from today's releases, not from those of the time, in every test of it.",
        "Causes are not identified: contributions tell how the number arises, not what would lower the risk.",
    ),
    citation=(
        "The Avert contributors, after Breiman (2001), Friedman (2001) and Geurts, Ernst & Wehenkel (2006). Model of "
        "the first member, and data: Early Warning Project (2025)."
    ),
)

Members = tuple[LogitModel | Forest | BoostedTrees, ...]


@dataclass(frozen=True)
class EnsembleFit:
    """The fitted model.

    through_year: last year of the predictors used. rows, onsets: training rows, and those before an onset.
    members: elastic net, random forest, extra trees, boosted trees. reference: (39,) mean of each predictor over the
    training rows. donors: rows that unknown values are borrowed from. replicates: members, each on a draw of countries.
    """

    through_year: int
    rows: int
    onsets: int
    members: Members = field(repr=False)
    reference: Floats = field(repr=False)
    donors: Donors = field(repr=False)
    replicates: tuple[Members, ...] = field(repr=False)
    seed: int
    model: str = NAME


def build_panel(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return EWP's panel as it is."""
    return tables["ewp_panel"]


def fit(
    panel: pl.DataFrame,
    *,
    through_year: int = 2022,
    replicates: int = 100,
    seed: int = 0,
    map_tasks: MapTasks = map_tasks,
) -> EnsembleFit:
    """Fit the members on all complete rows up to a year.

    Parameters
    ----------
    panel: as for ``avert.risk.models.ewp2025.fit``, in EWP's order of rows.
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
    The 90 % interval covers the sampling of countries and the values of predictors that are unknown. It takes the
    penalty as given, and leaves out errors in coding events and in measuring predictors, and the choice of the model.
    """
    check_rows(panel, (*NAMES, *OUTCOMES), needed_by=NAME)
    training = panel.filter(is_complete(panel) & (panel["year"] <= through_year).to_numpy())
    x, y = matrix(training), training[OUTCOME].to_numpy().astype(np.float64)
    countries = training["country_gwcode"].to_numpy().astype(np.int64)
    selected, line = fit_as_ewp(x, y)
    problem = _Problem(x, y, countries, line, selected.penalty)
    drawn = map_tasks(partial(_refit, problem), range(replicates), seed=seed)
    recent = (training["year"] > through_year - DONOR_YEARS).to_numpy()
    return EnsembleFit(
        through_year,
        len(y),
        int(y.sum()),
        (line, *_grow(x, y, TREES, seed)),
        x.mean(axis=0),
        make_donors(x[recent], countries[recent]),
        tuple(drawn),
        seed,
    )


def predict(fit: EnsembleFit, panel: pl.DataFrame) -> pl.DataFrame:
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
    count = panel.height
    rows, owners = filled(matrix(panel), fit.donors)
    risk = probability(mean_by_owner(owners, _log_odds(fit.members, rows), count))
    draws = [_log_odds(drawn, one_filling(rows, owners, count, i)) for i, drawn in enumerate(fit.replicates)]
    return risk_rows(panel, NAME, risk, probability(np.array(draws).reshape(len(draws), count)))


def explain(fit: EnsembleFit, panel: pl.DataFrame) -> pl.DataFrame:
    """Return what each predictor adds to the log-odds of each row, against the training average.

    Parameters
    ----------
    fit, panel: as for :func:`predict`.

    Returns
    -------
    39 rows per row of panel: ``country_gwcode``, ``year``, ``predictor``, ``label``, ``value``, ``reference``
    (mean over the training rows), ``contribution``: the mean of the members' contributions, see these. The parts of a
    row sum to its log-odds less those of the reference. Those of an unknown predictor are the mean over the ways to
    fill it; its value stays null.
    """
    check_rows(panel, NAMES, needed_by=NAME)
    x = matrix(panel)
    rows, owners = filled(x, fit.donors)
    each = np.mean([member.contributions(rows, fit.reference) for member in fit.members], axis=0)
    parts = mean_by_owner(owners, each, panel.height)
    keys = panel.select("country_gwcode", "year")
    return contribution_rows(keys, x, parts, reference=fit.reference, predictors=PREDICTORS)


@dataclass(frozen=True)
class _Problem:
    x: Floats
    y: Floats
    countries: NDArray[np.int64]
    line: LogitModel
    penalty: float


def _refit(problem: _Problem, _: int, rng: np.random.Generator) -> Members:
    """Return the members of one replicate, at the penalty of the fit."""
    rows = draw_rows(problem.countries, problem.y, rng)
    x, y = problem.x[rows], problem.y[rows]
    line = fit_at(x, y, penalty=problem.penalty, alpha=ALPHA, start=problem.line, tolerance=TOLERANCE)
    return (line, *_grow(x, y, TREES_OF_REPLICATE, int(rng.integers(2**31))))


def _grow(x: Floats, y: Floats, trees: int, seed: int) -> tuple[Forest, Forest, BoostedTrees]:
    """Grow a random forest, extra trees and boosted trees."""
    random, extra = (
        grow_forest(x, y, trees=trees, leaf=LEAF, seed=seed, is_extra=is_extra) for is_extra in (False, True)
    )
    return random, extra, grow_boosted_trees(x, y, rounds=ROUNDS, leaf=LEAF)


def _log_odds(members: Members, rows: Floats) -> Floats:
    return np.asarray(np.mean([member.log_odds(rows) for member in members], axis=0))
