"""Count the onsets inside and outside what a definition names, with the intervals and the exceptions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from avert.risk.claims.content import Claim, Definition
from avert.risk.claims.proportions import LEVEL, Estimate, relative_risk, share

Floats = NDArray[np.float64]
REPLICATES = 1000

CELL_SCHEMA: dict[str, pl.DataType] = {
    "claim": pl.String(), "definition": pl.String(), "is_main": pl.Boolean(), "holds": pl.String(),
    "onsets": pl.Int64(), "onsets_inside": pl.Int64(), "onsets_unknown": pl.Int64(),
    "share": pl.Float64(), "share_low": pl.Float64(), "share_high": pl.Float64(),
    "share_low_by_country": pl.Float64(), "share_high_by_country": pl.Float64(),
    "country_years": pl.Int64(), "base_share": pl.Float64(), "rate_inside": pl.Float64(),
    "rate_outside": pl.Float64(), "relative_risk": pl.Float64(), "relative_risk_low": pl.Float64(),
    "relative_risk_high": pl.Float64(), "relative_risk_low_by_country": pl.Float64(),
    "relative_risk_high_by_country": pl.Float64(),
}  # fmt: skip
EXCEPTION_SCHEMA: dict[str, pl.DataType] = {
    "claim": pl.String(), "definition": pl.String(), "country_gwcode": pl.Int32(), "year": pl.Int32(),
    "onsets": pl.Int64(),
}  # fmt: skip


@dataclass(frozen=True)
class CountryDraws:
    """Countries drawn with replacement, all their years together: (replicates, countries) how often each was."""

    countries: pl.DataFrame
    times: Floats


@dataclass(frozen=True)
class Tally:
    """What one definition says: a row of figures, and the onsets outside."""

    row: dict[str, object]
    exceptions: pl.DataFrame


def tally(
    claim: Claim,
    definition: Definition,
    rows: pl.DataFrame,
    is_inside: pl.Expr | pl.Series,
    draws: CountryDraws,
) -> Tally:
    """Count a definition over country-years.

    Parameters
    ----------
    claim, definition: what is tested, and under which definition.
    rows: ``country_gwcode``, ``year``, ``onsets`` (how many began there that year). Country-years that cannot be
        told to be inside or outside are left out and their onsets counted as unknown.
    is_inside: true, false or null for each row.
    draws: of countries, those of ``rows`` among them.
    """
    coded = rows.select("country_gwcode", "year", "onsets", is_inside=is_inside)
    known = coded.drop_nulls("is_inside")
    by_country = _by_country(coded, draws.countries)
    inside_n, inside_hits, outside_n, outside_hits, onsets_inside, onsets_outside = (
        int(total) for total in by_country.sum(axis=0)
    )
    part = share(onsets_inside, onsets_inside + onsets_outside)
    ratio = relative_risk(inside_hits, inside_n, outside_hits, outside_n)
    part_drawn, ratio_drawn = _drawn(by_country, draws.times)
    row = {
        "claim": claim.name, "definition": "/".join(definition), "is_main": definition == claim.main,
        "holds": holds(claim.quantifier, part, ratio),
        "onsets": onsets_inside + onsets_outside, "onsets_inside": onsets_inside,
        "onsets_unknown": int(coded.filter(pl.col("is_inside").is_null())["onsets"].sum()),
        "share": part.value, "share_low": part.low, "share_high": part.high,
        "share_low_by_country": part_drawn[0], "share_high_by_country": part_drawn[1],
        "country_years": known.height, "base_share": inside_n / known.height if known.height else None,
        "rate_inside": inside_hits / inside_n if inside_n else None,
        "rate_outside": outside_hits / outside_n if outside_n else None,
        "relative_risk": ratio.value, "relative_risk_low": ratio.low, "relative_risk_high": ratio.high,
        "relative_risk_low_by_country": ratio_drawn[0], "relative_risk_high_by_country": ratio_drawn[1],
    }  # fmt: skip
    outside = known.filter(~pl.col("is_inside"), pl.col("onsets") > 0).select(
        pl.lit(claim.name).alias("claim"), pl.lit("/".join(definition)).alias("definition"),
        pl.col("country_gwcode", "year").cast(pl.Int32), pl.col("onsets").cast(pl.Int64),
    )  # fmt: skip
    return Tally(row, outside.sort("year", "country_gwcode"))


def holds(quantifier: str, part: Estimate, ratio: Estimate) -> str:
    """Say whether a claim holds under a definition: ``yes``, ``no``, or ``open`` where the interval allows both."""
    if part.value is None or part.low is None or part.high is None:
        return "open"
    if quantifier == "all":
        return "yes" if part.value == 1.0 else "no"
    if quantifier == "most":
        return _beyond(part.low, part.high, 0.5)
    return _beyond(ratio.low, ratio.high, 1.0)


def country_draws(rows: pl.DataFrame, rng: np.random.Generator, replicates: int = REPLICATES) -> CountryDraws:
    """Draw the countries of the rows with replacement."""
    countries = rows.select(pl.col("country_gwcode").unique().sort())
    count = countries.height
    times = rng.multinomial(count, np.full(count, 1 / count), size=replicates)
    return CountryDraws(countries, times.astype(np.float64))


def _beyond(low: float | None, high: float | None, bar: float) -> str:
    if low is not None and low > bar:
        return "yes"
    return "no" if high is not None and high < bar else "open"


def _by_country(coded: pl.DataFrame, countries: pl.DataFrame) -> Floats:
    """Return per country: rows and rows with an onset, inside and outside, then onsets inside and outside."""
    inside, outside = pl.col("is_inside").eq_missing(True), pl.col("is_inside").eq_missing(False)
    hit = pl.col("onsets") > 0
    counted = coded.group_by("country_gwcode").agg(
        inside.sum().alias("inside"),
        (hit & inside).sum().alias("inside_hits"),
        outside.sum().alias("outside"),
        (hit & outside).sum().alias("outside_hits"),
        pl.col("onsets").filter(inside).sum().alias("onsets_inside"),
        pl.col("onsets").filter(outside).sum().alias("onsets_outside"),
    )
    aligned = countries.join(counted, on="country_gwcode", how="left", maintain_order="left")
    return aligned.drop("country_gwcode").fill_null(0).to_numpy().astype(np.float64)


def _drawn(by_country: Floats, draws: Floats) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Return the intervals of share and ratio when countries, not single onsets, are drawn."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inside, inside_hits, outside, outside_hits, onsets_in, onsets_out = (draws @ by_country).T
        part = onsets_in / (onsets_in + onsets_out)
        ratio = (inside_hits / inside) / (outside_hits / outside)
    return _bounds(part), _bounds(ratio)


def _bounds(values: Floats) -> tuple[float | None, ...]:
    """Return the interval of replicates; None for an end that is not finite."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return None, None
    ends = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="inverted_cdf")
    return tuple(float(end) if np.isfinite(end) else None for end in ends)
