"""What last years' forecasts said of what then happened: who was listed, what was caught, missed and feared in vain."""

from __future__ import annotations

import polars as pl

from avert.errors import MissingColumnError

LISTED = 30
"""How many countries of a year are listed, by the Early Warning Project's practice."""


def ranked(forecasts: pl.DataFrame, model: str) -> pl.DataFrame:
    """Return a model's forecasts from rolling origins with their ranks.

    Parameters
    ----------
    forecasts: ``model``, ``country_gwcode``, ``origin``, ``p`` and, where the outcomes may be read, ``y``.
    model: whose forecasts.

    Returns
    -------
    ``country_gwcode``, ``origin``, ``p``, ``y`` where given, ``rank`` among the countries of the origin (ties share
    the lower), ``ranked_count``, ``is_listed``; in the order of origins and ranks.

    >>> rows = pl.DataFrame({"model": "m", "country_gwcode": [2, 20], "origin": 2000, "p": [0.01, 0.02], "y": [1, 0]})
    >>> ranked(rows, "m").select("country_gwcode", "rank", "ranked_count", "is_listed").rows()
    [(20, 1, 2, True), (2, 2, 2, True)]
    """
    rank = pl.col("p").rank("min", descending=True).over("origin").cast(pl.Int32)
    return (
        forecasts.filter(pl.col("model") == model)
        .select(pl.col("^country_gwcode|origin|p|y$"))
        .with_columns(rank=rank, ranked_count=pl.len().over("origin").cast(pl.Int32))
        .with_columns(is_listed=pl.col("rank") <= LISTED)
        .sort("origin", "rank", "country_gwcode")
    )


def looked_back(rows: pl.DataFrame) -> pl.DataFrame:
    """Return by origin what became of the list.

    Parameters
    ----------
    rows: from :func:`ranked`, with outcomes.

    Returns
    -------
    ``origin``, ``countries``, ``onsets`` (countries in which a mass killing began within two years), of these
    ``caught`` (listed) and ``missed``, and ``feared`` (listed, and none began). MissingColumnError without outcomes.

    >>> rows = pl.DataFrame({"model": "m", "country_gwcode": [2, 20], "origin": 2000, "p": [0.01, 0.02], "y": [1, 0]})
    >>> looked_back(ranked(rows, "m")).rows()
    [(2000, 2, 1, 1, 0, 1)]
    """
    if "y" not in rows.columns:
        raise MissingColumnError.of("The frame", "y", "looked_back", "load forecasts with their outcomes")
    onset, listed = pl.col("y") == 1, pl.col("is_listed")
    return (
        rows.group_by("origin")
        .agg(
            countries=pl.len(),
            onsets=onset.sum(),
            caught=(onset & listed).sum(),
            missed=(onset & ~listed).sum(),
            feared=(~onset & listed).sum(),
        )
        .sort("origin")
    )
