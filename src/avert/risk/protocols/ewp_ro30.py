"""EWP-RO30: forecasts from 30 rolling origins, each by a model that learned only from what was then known.

At the end of each year t from 1993 to 2022, the origin, a model learns from the complete rows of EWP's panel up to
t − 2, because an outcome is known two years later, and gives the rows of t a probability of an onset in t + 1 or
t + 2. Tested are the 4,864 complete rows of these years, 72 of them before an onset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from avert.errors import CheckFailedError, InputError
from avert.execution import map_tasks
from avert.risk.bootstrap import MapTasks
from avert.risk.ewp_rows import NAMES, OUTCOME, OUTCOMES, check_rows, is_complete
from avert.risk.registry import DEFAULT, find_model

NAME = "ewp-ro30"
DATASET = "ewp_panel"
BAR = "ewp2025"
"""The model that the others are compared with."""
ORIGINS = range(1993, 2023)
HALVES: Mapping[str, range] = {"1993–2007": range(1993, 2008), "2008–2022": range(2008, 2023)}
DEVELOPMENT = "1993–2007"
"""Models are developed on these origins; the others are opened once."""
GAP_YEARS = 2
"""The newest training row lies so many years before the origin."""

CAVEAT = (
    "Vintage caveat: every origin is forecast from the panel of {release}, not from the data that were published by "
    "then. Later revisions of V-Dem, WDI and UCDP, inputs carried back over years in which they were not known, and a "
    "list of events written with hindsight make all models look better than they would have been. Comparisons between "
    "models suffer less than the scores."
)


def targets(panel: pl.DataFrame) -> pl.DataFrame:
    """Return what is to be forecast: ``country_gwcode``, ``origin``, ``y``, in the order of origins and codes."""
    check_rows(panel, (*NAMES, *OUTCOMES), needed_by=NAME)
    rows = panel.filter(is_complete(panel)).filter(pl.col("year").is_in(ORIGINS))
    return rows.select(
        pl.col("country_gwcode").cast(pl.Int32),
        pl.col("year").cast(pl.Int32).alias("origin"),
        pl.col(OUTCOME).cast(pl.Int8).alias("y"),
    ).sort("origin", "country_gwcode")


def known_at(panel: pl.DataFrame, origin: int, reach: Mapping[str, int]) -> pl.DataFrame:
    """Return the rows up to an origin, without what their outcomes say of later years.

    Parameters
    ----------
    panel: a model's panel, in any order of rows, which is kept.
    origin: year at whose end the forecast is made.
    reach: columns that look ahead, and by how many years at most.

    >>> panel = pl.DataFrame({"year": [2000, 2001, 2002, 2003], "y": [0, 1, 1, 0]})
    >>> known_at(panel, 2002, {"y": 1})["y"].to_list()
    [0, 1, None]
    """
    hidden = [
        pl.when(pl.col("year") + ahead <= origin).then(pl.col(column)).alias(column)
        for column, ahead in reach.items()
        if column in panel.columns
    ]
    return panel.filter(pl.col("year") <= origin).with_columns(hidden)


@dataclass(frozen=True)
class _Problem:
    """What a worker needs to forecast from one origin."""

    model: str
    panel: pl.DataFrame
    seed: int


def forecast(
    model: str,
    panel: pl.DataFrame,
    wanted: pl.DataFrame,
    *,
    seed: int = 0,
    map_tasks: MapTasks = map_tasks,
) -> pl.DataFrame:
    """Return a model's forecasts, each from what was known at its origin.

    Parameters
    ----------
    model: name in ``avert.risk.registry``.
    panel: what the model's ``build_panel`` returned.
    wanted: rows of :func:`targets`, for instance those of some origins.
    seed: non-negative. A forecast depends on it and its origin only, not on which other origins are forecast.
    map_tasks: runs the origins, for instance on several processes or resumed from a folder.

    Returns
    -------
    ``model``, ``is_default``, ``country_gwcode``, ``origin``, ``y``, ``p``, in the order of wanted.

    Raises
    ------
    CheckFailedError: the model gives a row no probability.
    """
    origins = wanted["origin"].unique().sort().to_list()
    task = partial(_forecast_origin, _Problem(model, panel, seed))
    found = pl.concat(map_tasks(task, origins, seed=seed))
    joined = wanted.join(
        found, on=["country_gwcode", "origin"], how="left", maintain_order="left", validate="1:1"
    )
    without = joined.filter(~pl.col("p").is_between(0.0, 1.0).fill_null(value=False))
    if without.height:
        raise CheckFailedError(
            f"The model {model!r} gives {without.height} of {joined.height} rows no probability, the first of them "
            f"{without['origin'][0]}, country {without['country_gwcode'][0]}. Scores would not compare like with like: "
            "let it forecast every complete row of EWP's panel."
        )
    named = [pl.lit(model).alias("model"), pl.lit(model == DEFAULT).alias("is_default")]
    return joined.select(*named, "country_gwcode", "origin", "y", "p")


def _forecast_origin(problem: _Problem, origin: int, _: np.random.Generator) -> pl.DataFrame:
    """Fit on what was known and forecast the rows of the origin."""
    model = find_model(problem.model)
    known = known_at(problem.panel, origin, model.REACH)
    seed = int(np.random.SeedSequence(problem.seed, spawn_key=(origin,)).generate_state(1)[0])
    fitted = model.fit(known, through_year=origin - GAP_YEARS, replicates=0, seed=seed)
    return model.predict(fitted, known.filter(pl.col("year") == origin)).select(
        pl.col("country_gwcode").cast(pl.Int32),
        pl.lit(origin, pl.Int32).alias("origin"),
        pl.col("risk").cast(pl.Float64).alias("p"),
    )


def chosen_origins(text: str | None) -> Sequence[int]:
    """Return the origins of ``FIRST:LAST``, or all.

    >>> len(chosen_origins("1993:2007")), len(chosen_origins(None))
    (15, 30)
    """
    if text is None:
        return ORIGINS
    first, _, last = text.partition(":")
    if not (first.isdigit() and last.isdigit() and ORIGINS.start <= int(first) <= int(last) < ORIGINS.stop):
        raise InputError(
            f"Origins {text!r} cannot be used. Write FIRST:LAST, from {ORIGINS.start} to {ORIGINS.stop - 1}."
        )
    return range(int(first), int(last) + 1)
