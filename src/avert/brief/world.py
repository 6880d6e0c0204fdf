"""Every place by one measure: what the world map and the ranked list show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from avert.brief.words import risk_word
from avert.errors import InputError, MissingDataError
from avert.places import place_of_gwcode
from avert.provenance import Provenance
from avert.sources.holdings import Library
from avert.sources.results import Issued

DEATHS = {
    "deaths": "all organised violence",
    "deaths_sb": "state-based conflict",
    "deaths_ns": "non-state conflict",
    "deaths_os": "one-sided violence",
}
MEASURES = ("risk", *DEATHS)


@dataclass(frozen=True)
class WorldTable:
    """One measure in one year.

    ``rows``: ``place_key, country_gwcode, name, value, value_low, value_high, rank, word, step, is_silent``,
    highest first, unknown last. ``years`` are those that can be chosen.
    """

    measure: str
    year: int
    years: tuple[int, ...]
    rows: pl.DataFrame
    provenance: Provenance


def world_table(library: Library, measure: str = "risk", year: int | None = None) -> WorldTable:
    """Return every state of a year by a measure; without a year, by the newest that is known.

    Raises InputError for an unknown measure or year, MissingDataError when its results are not at hand.
    """
    if measure not in MEASURES:
        raise InputError(f"{measure!r} is no measure. There are: {', '.join(MEASURES)}.")
    issued = library.newest("risk" if measure == "risk" else "deaths")
    if issued is None:
        raise MissingDataError(
            "No results are at hand for this measure. Add data first: avert data add PATH."
        )
    years = _risk_years(library, issued) if measure == "risk" else _death_years(issued, measure)
    chosen = max(years) if year is None else year
    if chosen not in years:
        raise InputError(
            f"Nothing is known of {chosen} by this measure. Known: {min(years)} to {max(years)}."
        )
    if measure == "risk":
        shown = library.newest("risk", str(chosen))
        rows = _risks(shown) if shown else pl.DataFrame()
    else:
        rows = _deaths(issued, measure, chosen)
    return WorldTable(
        measure,
        chosen,
        tuple(sorted(years)),
        _named(rows, chosen, library),
        Provenance.of(issued.result.sources),
    )


def _risk_years(library: Library, issued: Issued) -> set[int]:
    newest = int(issued.result.origin)
    return {year for year in (newest, newest - 1) if library.newest("risk", str(year))}


def _death_years(issued: Issued, measure: str) -> set[int]:
    """Return the years in which at least half of all states are known; with fewer, a map would mislead."""
    known = issued.frames["years"].with_columns(_total(measure).is_not_null().alias("is_known"))
    shares = known.group_by("year").agg(pl.col("is_known").mean())
    years = set(shares.filter(pl.col("is_known") >= 0.5)["year"].to_list())
    if not years:
        raise MissingDataError("In no year are deaths known for half of all states. Add a world dataset.")
    return years


def _total(measure: str) -> pl.Expr:
    """Return a measure's deaths: one type, or all three where all are known."""
    kinds = ("sb", "ns", "os") if measure == "deaths" else (measure.removeprefix("deaths_"),)
    columns = [pl.col(f"fatalities_{kind}_best") for kind in kinds]
    return pl.sum_horizontal(columns, ignore_nulls=False)


def _deaths(issued: Issued, measure: str, year: int) -> pl.DataFrame:
    frame = issued.frames["years"].filter(pl.col("year") == year)
    bounds: Mapping[str, pl.Expr] = {
        name: pl.sum_horizontal(
            [
                pl.col(f"fatalities_{kind}_{name}")
                for kind in (
                    ("sb", "ns", "os") if measure == "deaths" else (measure.removeprefix("deaths_"),)
                )
            ],
            ignore_nulls=False,
        )
        for name in ("low", "high")
    }
    return frame.select(
        "country_gwcode",
        _total(measure).cast(pl.Float64).alias("value"),
        bounds["low"].cast(pl.Float64).alias("value_low"),
        bounds["high"].cast(pl.Float64).alias("value_high"),
    )


def _risks(issued: Issued) -> pl.DataFrame:
    risks = issued.frames["risks"]
    words = [risk_word(value) for value in risks["risk"]]
    return risks.select(
        "country_gwcode",
        pl.col("risk").alias("value"),
        pl.col("risk_low").alias("value_low"),
        pl.col("risk_high").alias("value_high"),
        pl.Series("word", [word and word.text for word in words], dtype=pl.String),
        pl.Series("step", [word and word.step for word in words], dtype=pl.Int32),
    )


def _named(rows: pl.DataFrame, year: int, library: Library) -> pl.DataFrame:
    places = [place_of_gwcode(code) for code in rows["country_gwcode"]]
    deaths = library.newest("deaths")
    silent = deaths.frames["silence"]["country_gwcode"].to_list() if deaths else []
    for column, dtype in (("word", pl.String), ("step", pl.Int32)):
        if column not in rows.columns:
            rows = rows.with_columns(pl.lit(None, dtype).alias(column))
    return (
        rows.with_columns(
            pl.Series("place_key", [place.key for place in places], dtype=pl.String),
            pl.Series("name", [place.name(year=year) for place in places], dtype=pl.String),
            pl.col("value").rank("min", descending=True).cast(pl.Int32).alias("rank"),
            pl.col("country_gwcode").is_in(silent).alias("is_silent"),
        )
        .sort("value", "name", descending=[True, False], nulls_last=True)
        .select(
            "place_key", "country_gwcode", "name", "value", "value_low", "value_high", "rank", "word", "step",
            "is_silent",
        )
    )  # fmt: skip
