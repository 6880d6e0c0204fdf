"""What changed since last year: how much of it is new data, how much a model relearned, how much a new year.

The log-odds of this year's risk less those of last year's are split into three steps that follow each other:

    data    last year's model is given this year's predictors instead of last year's
    model   it is learned again from the same years, as this year's release has them and as the code now learns
    world   one more year is learned from: its rows, and what followed them

Each step changes one thing, in this order, so that the steps sum exactly. Another order would give somewhat other
parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from avert.errors import MissingDataError
from avert.risk.registry import RiskModel

PARTS = ("data", "model", "world")


@dataclass(frozen=True)
class Learned:
    """Fits of one model.

    before: as issued last year. relearned: of the same years, from this year's release. now: of one year more.
    """

    before: Any
    relearned: Any
    now: Any


def changes(
    model: RiskModel, learned: Learned, rows_before: pl.DataFrame, rows: pl.DataFrame
) -> pl.DataFrame:
    """Split the change of each country's log-odds since last year into data, model and world.

    Parameters
    ----------
    model: a model file. learned: its fits.
    rows_before: last year's rows, as last year's release has them. rows: this year's.

    Returns
    -------
    Per country of this year's rows, in their order: a row per predictor with part ``data``, then one each with parts
    ``model`` and ``world``. Columns ``country_gwcode``, ``part``, ``predictor`` and ``label`` (null but for data),
    ``value_before``, ``value``, ``change`` (of the log-odds). The changes of a country sum to the change of its
    log-odds. All are null for a country that was not there last year or has no risk in one of the years.

    Raises
    ------
    MissingDataError: no country is in both years.
    """
    then = rows_before.join(rows, on="country_gwcode", how="semi")
    if then.is_empty():
        raise MissingDataError(
            "No country is in both years, so that nothing can be compared. Load the panel of last year."
        )
    steps = rows.select(
        "country_gwcode",
        model=_log_odds(model, learned.relearned, rows) - _log_odds(model, learned.before, rows),
        world=_log_odds(model, learned.now, rows) - _log_odds(model, learned.relearned, rows),
    ).unpivot(index="country_gwcode", variable_name="part", value_name="change")
    data = _of_data(model, learned.before, then, rows)
    both = pl.concat([data, steps], how="diagonal")
    comparable = both.group_by("country_gwcode").agg(is_whole=pl.col("change").null_count() == 0)
    order = rows.select("country_gwcode", place=pl.int_range(pl.len()))
    part = pl.col("part").replace_strict({name: i for i, name in enumerate(PARTS)}, return_dtype=pl.Int32)
    whole = both.join(comparable, on="country_gwcode").join(order, on="country_gwcode")
    return whole.sort("place", part, maintain_order=True).select(
        *data.columns[:-1], change=pl.when("is_whole").then("change")
    )


def _log_odds(model: RiskModel, fit: Any, rows: pl.DataFrame) -> pl.Series:
    risk = model.predict(fit, rows)["risk"]
    return (risk / (1.0 - risk)).log()


def _of_data(model: RiskModel, fit: Any, before: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return how each predictor's contribution to last year's model moved."""
    now, then = (model.explain(fit, part) for part in (rows, before))
    earlier = then.select(
        "country_gwcode", "predictor", value_before="value", contribution_before="contribution"
    )
    joined = now.join(earlier, on=["country_gwcode", "predictor"], how="left", maintain_order="left")
    return joined.select(
        "country_gwcode",
        pl.lit("data").alias("part"),
        "predictor",
        "label",
        "value_before",
        "value",
        change=pl.col("contribution") - pl.col("contribution_before"),
    )


def summed_by_part(changed: pl.DataFrame) -> pl.DataFrame:
    """Add up each country's changes by part: ``country_gwcode``, ``data``, ``model``, ``world`` and ``total``."""
    known = pl.when(pl.col("change").null_count() == 0).then(pl.col("change").sum())
    parts = changed.group_by("country_gwcode", "part", maintain_order=True).agg(change=known)
    wide = parts.pivot("part", index="country_gwcode", values="change")
    return wide.select("country_gwcode", *PARTS).with_columns(
        total=pl.when(~pl.any_horizontal(pl.col(*PARTS).is_null())).then(pl.sum_horizontal(*PARTS))
    )
