"""Accuracy as the Early Warning Project computes it: was a country on the list before the mass killing began?

An onset in year y counts as caught when the country was among the 30 highest risks at the end of y − 1 or of y − 2.
Two chances at 30 places list more than 30 countries a year; how many is told beside it.

Source: Early Warning Project (2025), ``model_3Sep2025.R``, *forward out-of-sample* forecasts.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from avert.scoring.binary import auc

PLACES = 30


@dataclass(frozen=True)
class Accuracy:
    """Onsets and how many were caught, in all and as the mean of yearly shares; AUC of the higher of the two risks."""

    first_year: int
    last_year: int
    rows: int
    onsets: int
    caught: int
    recall: float
    mean_yearly_recall: float
    auc: float
    listed_a_year: float


def ewp_accuracy(forecasts: pl.DataFrame, panel: pl.DataFrame) -> Accuracy:
    """Return the accuracy of one model's forecasts.

    Parameters
    ----------
    forecasts: ``country_gwcode``, ``origin`` and ``p``. Risks that tie share the later place: a model
        that does not tell countries apart lists none.
    panel: EWP's, of which ``country_gwcode``, ``country_cowcode``, ``year`` and ``mk_onset`` are used. A state goes on
        under its COW code where its Gleditsch–Ward code changes, as Serbia's in 2006.

    Notes
    -----
    Judged are the years whose year before is an origin, and of these the countries with a risk at the end of it; the
    first origin's year has one chance only.
    """
    states = panel.select(
        "country_gwcode", "country_cowcode", pl.col("year").alias("origin"), "mk_onset"
    ).cast(pl.Int64)
    risks = (
        forecasts.select(pl.col("country_gwcode", "origin").cast(pl.Int64), "p", rank=_later_rank(forecasts))
        .join(states.drop("mk_onset"), on=["country_gwcode", "origin"])
        .drop("country_gwcode")
    )
    judged = states.drop_nulls("mk_onset").rename({"origin": "year"})
    for ahead, name in ((1, "before"), (2, "two_before")):
        earlier = risks.select(
            "country_cowcode",
            (pl.col("origin") + ahead).alias("year"),
            pl.col("p", "rank").name.suffix(f"_{name}"),
        )
        judged = judged.join(earlier, on=["country_cowcode", "year"], how="inner" if ahead == 1 else "left")
    rows = judged.with_columns(
        p=pl.max_horizontal("p_before", "p_two_before"),
        is_listed=pl.min_horizontal("rank_before", "rank_two_before") <= PLACES,
    )
    began = rows.filter(pl.col("mk_onset") == 1)
    yearly = began.group_by("year").agg(pl.col("is_listed").mean())["is_listed"].to_numpy()
    years = rows["year"].to_numpy()
    return Accuracy(
        first_year=int(years.min()),
        last_year=int(years.max()),
        rows=rows.height,
        onsets=began.height,
        caught=int(began["is_listed"].sum()),
        recall=float(np.mean(began["is_listed"].to_numpy())),
        mean_yearly_recall=float(np.mean(yearly)),
        auc=float(auc(rows["p"].to_numpy(), rows["mk_onset"].to_numpy())),
        listed_a_year=float(rows["is_listed"].sum()) / rows["year"].n_unique(),
    )


def accuracy_table(forecasts: pl.DataFrame, panel: pl.DataFrame) -> pl.DataFrame:
    """Return a row per model; see :class:`Accuracy` for the columns."""
    parts = forecasts.partition_by("model", maintain_order=True)
    return pl.DataFrame([{"model": part["model"][0], **asdict(ewp_accuracy(part, panel))} for part in parts])


def _later_rank(forecasts: pl.DataFrame) -> pl.Series:
    """Return how many risks of the origin are as high as each, itself among them."""
    return forecasts.select(pl.col("p").rank("max", descending=True).over("origin")).to_series()
