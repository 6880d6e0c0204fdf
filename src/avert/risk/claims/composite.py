"""A composite of structural violence, made for testing claims and for nothing else.

Avert shows structural violence indicator by indicator, because an index is a choice of weights
(``avert.risk.structure``). A sentence about *structural violence* as one thing can only be tested with one number.
So there is one here, it never leaves the tests of claims, and every test says how far it moves when the weights are
drawn at random. Its items were chosen after the outcomes were known: what rests on it is exploratory.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.content import read_table

Floats = NDArray[np.float64]

BEST_IN = 20
"""One in so many states stands for what is possible: the best 5 %."""
WEIGHTINGS = 500
GAP_QUANTILE = 0.1
LEAST_STATES = 50
_COLUMNS = frozenset({"key", "label", "column", "worse_is"})
_ITEMS = Path(__file__).parent / "items" / "composite.yaml"


@cache
def composite_items() -> dict[str, dict[str, str]]:
    """Return the items of the composite by key: label, column and which end is worse."""
    return read_table(_ITEMS, _COLUMNS, "key")


def add_welfare(rows: pl.DataFrame, income: pl.DataFrame | None) -> pl.DataFrame:
    """Add Galtung's gap twice: avoidable infant mortality, and mortality beyond that of states of like income.

    Parameters
    ----------
    rows: ``country_gwcode``, ``year``, ``un_imr_sqrt`` (square root of deaths per 1,000 live births).
    income: ``country_gwcode``, ``year``, ``gdp_per_capita``; None leaves the second gap null.

    Source: Galtung and Høivik 1971, Journal of Peace Research 8(1), 73–76; for income the line below which one
    state in ten of that year lies.
    """
    rate = pl.col("infant_mortality_per_1000")
    is_best = rate.rank("ordinal").over("year") <= (rate.count().over("year") / BEST_IN).ceil()
    rows = rows.with_columns(infant_mortality_per_1000=pl.col("un_imr_sqrt") ** 2)
    rows = rows.with_columns(
        avoidable_infant_mortality_per_1000=rate - pl.when(is_best).then(rate).mean().over("year")
    )
    if income is None:
        return rows.with_columns(income_gap=pl.lit(None, pl.Float64))
    joined = rows.join(income, on=["country_gwcode", "year"], how="left", maintain_order="left")
    gaps = pl.concat(
        [_gap_of_year(year) for year in joined.partition_by("year", maintain_order=True)]
    ).select("country_gwcode", "year", "income_gap")
    return rows.join(gaps, on=["country_gwcode", "year"], how="left", maintain_order="left")


def percentiles(rows: pl.DataFrame, against: str) -> Floats:
    """Return each row's place among others on every item, from 0 (best) to 1 (worst); NaN where it is unknown.

    ``against`` is ``all_years``, all country-years together, or ``that_year``, the other states of the year.
    """
    columns = []
    for item in composite_items().values():
        worse = rows[item["column"]].cast(pl.Float64).to_numpy() * (1 if item["worse_is"] == "high" else -1)
        columns.append(placed(rows, worse, against))
    return np.column_stack(columns)


def composite(places: Floats, weights: Floats) -> Floats:
    """Return the weighted mean of the known items of each row; NaN where none is known."""
    known = ~np.isnan(places)
    with np.errstate(invalid="ignore"):
        mean: Floats = np.where(known, places, 0.0) @ weights / (known @ weights)
    return mean


def placed(rows: pl.DataFrame, scores: Floats, against: str) -> Floats:
    """Return the percentile of each row's score, among all country-years or among the states of its year."""
    years = rows["year"].to_numpy()
    return places_within(scores, years if against == "that_year" else np.zeros_like(years))


def places_within(scores: Floats, groups: NDArray[np.int32]) -> Floats:
    """Return (rank - 0.5) / count within the group; ties share the mean of their ranks, NaN stays NaN.

    >>> places_within(np.array([3.0, 1.0, 1.0, np.nan, 7.0]), np.array([1, 1, 1, 1, 2]))
    array([0.833..., 0.333..., 0.333..., nan, 0.5 ])
    """
    places = np.full(scores.size, np.nan)
    known = np.flatnonzero(~np.isnan(scores))
    if known.size == 0:
        return places
    order = known[np.lexsort((scores[known], groups[known]))]
    score, group = scores[order], groups[order]
    is_new_group = np.append(True, group[1:] != group[:-1])
    is_new_score = is_new_group | np.append(True, score[1:] != score[:-1])
    first, of_group = np.flatnonzero(is_new_group), np.cumsum(is_new_group) - 1
    run, of_run = np.flatnonzero(is_new_score), np.cumsum(is_new_score) - 1
    middle = (run + np.append(run[1:], order.size) - 1) / 2
    counts = np.diff(np.append(first, order.size))
    places[order] = (middle[of_run] - first[of_group] + 0.5) / counts[of_group]
    return places


def equal_weights(places: Floats) -> Floats:
    """Return the same weight for every item."""
    return np.ones(places.shape[1])


def random_weights(places: Floats, rng: np.random.Generator, count: int = WEIGHTINGS) -> Floats:
    """Return (count, items) weights, any set of which is as likely as any other."""
    return rng.dirichlet(np.ones(places.shape[1]), size=count)


def _gap_of_year(rows: pl.DataFrame) -> pl.DataFrame:
    """Subtract the line of the lowest mortality at each income; null where too few states are known."""
    known = rows.drop_nulls(["gdp_per_capita", "infant_mortality_per_1000"])
    if known.height < LEAST_STATES:
        return rows.with_columns(income_gap=pl.lit(None, pl.Float64))
    intercept, slope = _quantile_line(
        known["gdp_per_capita"].log().to_numpy(), known["infant_mortality_per_1000"].log().to_numpy()
    )
    line = intercept + slope * pl.col("gdp_per_capita").log()
    return rows.with_columns(income_gap=pl.col("infant_mortality_per_1000").log() - line)


def _quantile_line(x: Floats, y: Floats) -> tuple[float, float]:
    """Return the line under which a tenth of the points lie (Koenker and Bassett 1978), as a linear programme."""
    from scipy.optimize import linprog

    n = x.size
    design = np.column_stack([np.ones(n), x])
    costs = np.concatenate([np.zeros(2), np.full(n, GAP_QUANTILE), np.full(n, 1 - GAP_QUANTILE)])
    found = linprog(
        costs,
        A_eq=np.hstack([design, np.eye(n), -np.eye(n)]),
        b_eq=y,
        bounds=[(None, None)] * 2 + [(0, None)] * (2 * n),
        method="highs",
    )
    return float(found.x[0]), float(found.x[1])
