"""Which one predictor would have to be how different for the risk to be lower: association, not cause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.errors import InputError
from avert.risk.ewp_rows import matrix
from avert.risk.predictors import Predictor
from avert.risk.registry import RiskModel

Floats = NDArray[np.float64]

PAST = frozenset(
    {"mk_ever", "mean_mk_onset_interaction", "mk_onset_prev_year", "newcountry", "countryage.new.log2"}
)
"""Predictors that say what has been, which nothing can change."""
MOST_VALUES = 41
"""So many values at most are tried of a predictor: all that occur, or as many quantiles."""


def what_would_have_to_change(
    model: RiskModel,
    fit: Any,
    predictors: Sequence[Predictor],
    row: pl.DataFrame,
    seen: pl.DataFrame,
    *,
    below: float | None = None,
) -> pl.DataFrame:
    """Return for each predictor the smallest change, all else as it is, that would bring the risk below a threshold.

    This is association, not cause: it says how the model's number hangs together, not what an action would do.
    Predictors that move together in the world are changed one at a time; some cannot be changed, or not soon.

    Parameters
    ----------
    model, fit: a model file and its fit; a fit without replicates is quickest.
    predictors: the model's. Left out are the lens ``control`` and what has been (``PAST``).
    row: the one row of the country and year.
    seen: rows whose values may be tried, such as those of all countries up to that year. No value outside their
        range is tried: the model knows nothing of it.
    below: risk to get below, 0 to 1; by default the median risk of the rows of the same year in ``seen``.

    Returns
    -------
    A row per predictor, smallest change first, those that cannot do it alone last: ``predictor``, ``label``,
    ``value``, ``value_needed`` (null: no value seen would do), ``change_sd`` (size of the change in standard
    deviations), ``risk_then`` (with the value needed, else the lowest that a value seen would give), ``below``.

    Raises
    ------
    InputError: not exactly one row, its risk is unknown, or it is below the threshold already.
    """
    if row.height != 1:
        raise InputError(f"{row.height} rows were given where one country and year is meant. Give one.")
    if below is None:
        below = _median_risk(model, fit, row, seen)
    risk = model.predict(fit, row)["risk"][0]
    if risk is None or risk < below:
        raise InputError(
            f"The risk is {'unknown' if risk is None else f'{risk:.2%}'}, so that nothing would have to change for it "
            f"to be below {below:.2%}. Choose a lower threshold."
        )
    found = [
        _smallest(
            partial(_risks_with, model, fit, row), predictor, row, matrix(seen, [predictor.name])[:, 0], below
        )
        for predictor in predictors
        if predictor.lens != "control" and predictor.name not in PAST
    ]
    return pl.DataFrame(found, schema=_SCHEMA).sort(
        "change_sd", "risk_then", nulls_last=True, maintain_order=True
    )


_SCHEMA = {
    "predictor": pl.String, "label": pl.String, "value": pl.Float64, "value_needed": pl.Float64,
    "change_sd": pl.Float64, "risk_then": pl.Float64, "below": pl.Float64,
}  # fmt: skip


def _median_risk(model: RiskModel, fit: Any, row: pl.DataFrame, seen: pl.DataFrame) -> float:
    of_year = seen.filter(pl.col("year") == row["year"][0])
    median = model.predict(fit, of_year)["risk"].median()
    if not isinstance(median, float):
        raise InputError("No country of that year has a risk, so that there is no median. Give a threshold.")
    return median


def _smallest(
    risks_with: Callable[[str, Floats], Floats],
    predictor: Predictor,
    row: pl.DataFrame,
    seen: Floats,
    below: float,
) -> dict[str, object]:
    """Try the values seen of one predictor, nearest first."""
    known = seen[np.isfinite(seen)]
    value = matrix(row, [predictor.name])[0, 0]
    tried = _values(known)
    tried = tried[np.argsort(np.abs(tried - value), kind="stable")]
    risks = risks_with(predictor.name, tried)
    enough = np.flatnonzero(risks < below)
    needed = float(tried[enough[0]]) if enough.size else None
    spread = float(known.std())
    return {
        "predictor": predictor.name,
        "label": predictor.label,
        "value": None if np.isnan(value) else float(value),
        "value_needed": needed,
        "change_sd": None
        if needed is None or np.isnan(value) or spread == 0.0
        else abs(needed - value) / spread,
        "risk_then": float(risks[enough[0]]) if enough.size else float(risks.min()),
        "below": below,
    }


def _values(known: Floats) -> Floats:
    occurring = np.unique(known)
    if occurring.size <= MOST_VALUES:
        return occurring
    return np.unique(np.quantile(occurring, np.linspace(0.0, 1.0, MOST_VALUES), method="nearest"))


def _risks_with(model: RiskModel, fit: Any, row: pl.DataFrame, name: str, values: Floats) -> Floats:
    """Return the risks (k,) of the row with each of the values of one predictor."""
    # A panel has each country-year once; the copies are told apart by codes that stand for no country.
    copies = pl.concat([row] * len(values)).with_columns(
        pl.Series(name, values),
        pl.Series("country_gwcode", np.arange(len(values)), dtype=pl.Int32),
    )
    return model.predict(fit, copies)["risk"].to_numpy().astype(np.float64)
