"""Write forecasts in the layout of the VIEWS prediction challenge, and the tables of an evaluation."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl

from avert.errors import InputError
from avert.forecast.bins import DRAWS
from avert.forecast.scenarios import WorldForecast
from avert.forecast.summaries import described, odds
from avert.panel.panels import write_whole
from avert.places import views_countries
from avert.sources.results import Issued


def write_draws(world: WorldForecast, kind: str, path: Path) -> int:
    """Write ``month_id``, ``country_id`` (VIEWS'), ``draw``, ``outcome`` as Parquet, whole or not at all.

    Returns how many rows. A draw of one number belongs to the same course of events in every month and country.
    """
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {path.parent.name or path.parent}. Make it first.")
    ids = dict(_views_ids().iter_rows())
    steps = world.steps.size
    parts = [
        pl.DataFrame(
            {
                "month_id": np.repeat(world.origin + world.steps, DRAWS).astype(np.int64),
                "country_id": np.full(steps * DRAWS, ids[code]),
                "draw": np.tile(np.arange(DRAWS), steps),
                "outcome": draws[kind].ravel(),
            }
        )
        for row, draws in world.countries()
        if (code := int(world.country_gwcode[row])) in ids
    ]
    frame = pl.concat(parts)
    write_whole(path, frame.write_parquet)
    return frame.height


def sums_table(world: WorldForecast, kind: str, countries: pl.DataFrame) -> pl.DataFrame:
    """Return a row per country with the sum over all months forecast, the likeliest to see 25 deaths first."""
    rows = []
    for row, draws in world.countries():
        summed = draws[kind].sum(axis=0)[None, :]
        said = {name: value[0] for name, value in (described(summed) | odds(summed)).items()}
        rows.append({"country_gwcode": int(world.country_gwcode[row]), "violence_type": kind} | said)
    named = countries.select("country_gwcode", "iso3", "name", "deaths_12_months", "is_reporting_blackout")
    table = pl.DataFrame(rows).cast({"country_gwcode": pl.Int32}).join(named, on="country_gwcode", how="left")
    first = ("country_gwcode", "iso3", "name")
    return table.select(*first, pl.exclude(first)).sort("p_25", "mean", descending=True)


def write_evaluation(issued: Issued, folder: Path) -> list[str]:
    """Write the tables into a folder, made when absent, each whole or not at all; last what they come from."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name, frame in issued.frames.items():
        is_large = name in {"rows", "past"}
        path = folder / f"{name}.{'parquet' if is_large else 'csv'}"
        write_whole(path, frame.write_parquet if is_large else frame.write_csv)
        names.append(path.name)
    result = issued.result
    said = {
        "result_id": result.result_id,
        "made_by": f"avert {result.code_version}",
        **result.specification,
        "seed": result.seed,
        "data_as_of": result.data_as_of and result.data_as_of.isoformat(),
        "sources": [f"{source.label}: {source.citation} ({source.licence})" for source in result.sources],
    }
    text = json.dumps(said, indent=2, ensure_ascii=False) + "\n"
    write_whole(folder / "evaluation.json", lambda part: part.write_text(text, encoding="utf-8"))
    return [*names, "evaluation.json"]


def _views_ids() -> pl.DataFrame:
    """Return each state's VIEWS number: the first, which country-month tables use for all months."""
    return (
        views_countries()
        .unique("country_gwcode", keep="first", maintain_order=True)
        .select("country_gwcode", "views_country_id")
    )
