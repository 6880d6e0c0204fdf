"""The prediction challenge's own benchmark samples, scored by the same rules as our models."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from avert.errors import InputError
from avert.forecast.comparing import scores_of
from avert.forecast.files import read_forecasts, read_outcomes
from avert.forecast.protocols.rows import SCORES
from avert.places import views_countries

_NAMED = re.compile(r"benchmark_(?P<name>\w+)_(?P<year>\d{4})\.parquet")


def benchmark_rows(folder: Path, windows: list[int]) -> pl.DataFrame:
    """Return the scores of every ``benchmark_NAME_YEAR.parquet`` of the windows against ``cm_actuals_YEAR.parquet``.

    Columns as in ``scored_rows``, as far as samples can tell; the model is called ``challenge:NAME``. Raises
    InputError: no such file.
    """
    matched = [(_NAMED.fullmatch(path.name), path) for path in sorted(folder.glob("benchmark_*.parquet"))]
    wanted = [(m["name"], int(m["year"]), path) for m, path in matched if m and int(m["year"]) in windows]
    if not wanted:
        raise InputError(
            f"{folder} holds no benchmark_NAME_YEAR.parquet of these windows. Name the folder of the challenge's files."
        )
    return pl.concat(_of_file(*one) for one in wanted)


def _of_file(name: str, window: int, path: Path) -> pl.DataFrame:
    actuals = path.with_name(f"cm_actuals_{window}.parquet")
    if not actuals.exists():
        raise InputError(f"{path.name} needs {actuals.name} beside it, which says what happened.")
    outcomes = read_outcomes(actuals)
    scores = scores_of(read_forecasts(path), outcomes)
    codes = views_countries().select("country_gwcode", country_id="views_country_id")
    placed = outcomes.cast({"country_id": pl.Int32}).join(
        codes, on="country_id", how="left", maintain_order="left"
    )
    return placed.select(
        pl.lit(f"challenge:{name}").alias("model"),
        pl.lit(window, pl.Int16).alias("window"),
        "country_gwcode",
        pl.lit("sb").alias("violence_type"),
        pl.col("month_id").cast(pl.Int32),
        pl.col("outcome"),
        *(pl.Series(score, scores[score]) for score in SCORES),
    )
