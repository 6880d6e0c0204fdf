"""Do mass killings begin where there is structural violence, and could one have known where that is?"""

from __future__ import annotations

import numpy as np
import polars as pl

from avert.risk.claims.composite import Floats, composite, placed, random_weights
from avert.risk.claims.content import Claim
from avert.risk.claims.discrimination import area_under_curve
from avert.risk.claims.measured import Measured, measured
from avert.risk.claims.proportions import Estimate
from avert.risk.claims.structured import AGAINST, Structured
from avert.risk.claims.tallies import country_draws, tally

PERIODS = {"all": (None, None), "to_1991": (None, 1991), "from_1992": (1992, None)}


def measure_structure(claim: Claim, data: Structured, rng: np.random.Generator) -> Measured:
    """Return the share of onsets above each bar and with each sign, and how far random weights move it."""
    draws = country_draws(data.rows, rng)
    tallies = []
    for definition in claim.grid:
        chosen = claim.chosen(definition)
        when, measure = chosen["when"], chosen["measure"]
        inside = (
            data.is_above(chosen["against"], chosen["bar"], when)
            if measure == "composite"
            else data.has(measure, when)
        )
        tallies.append(tally(claim, definition, data.rows, inside, draws))
    weightings = pl.concat([_weightings(data, against, rng) for against in AGAINST])
    figures = {**_spread(weightings), **_necessity(data)}
    return measured(claim, tallies, figures, {"weightings": weightings})


def measure_known_before(claim: Claim, data: Structured, rng: np.random.Generator) -> Measured:
    """Return how much more often onsets came where structural violence had been high the year before."""
    draws = country_draws(data.rows, rng)
    tallies = []
    for definition in claim.grid:
        chosen = claim.chosen(definition)
        first, last = PERIODS[chosen["period"]]
        in_period = pl.col("year").is_between(first or 0, last or 9999)
        inside = data.is_above(chosen["against"], chosen["bar"], "year_before")
        rows = data.rows.select("country_gwcode", "year", "onsets", inside=inside).filter(in_period)
        tallies.append(tally(claim, definition, rows, rows["inside"], draws))
    figures = {
        f"auc_{against}": area_under_curve(data.at(data.composites[against], "year_before"), data, draws)
        for against in AGAINST
    }
    return measured(claim, tallies, figures)


def _weightings(data: Structured, against: str, rng: np.random.Generator) -> pl.DataFrame:
    """Return, per set of random weights, where the onsets then lie."""
    places = data.places[against]
    drawn = []
    for weights in random_weights(places, rng):
        at = data.at(placed(data.rows, composite(places, weights), against), "year_before")[data.onset]
        drawn.append((float((at > 0.25).mean()), float((at > 0.5).mean()), float(np.nanmin(at))))
    return pl.DataFrame(
        drawn, schema=["share_above_p25", "share_above_p50", "lowest_percentile"], orient="row"
    ).select(pl.lit(against).alias("against"), pl.all())


def _spread(weightings: pl.DataFrame) -> dict[str, Estimate]:
    """Return the median over the weightings of each figure, with the lowest and the highest."""
    found = {}
    for against in AGAINST:
        of = weightings.filter(against=against)
        for name in ("share_above_p25", "share_above_p50", "lowest_percentile"):
            values: Floats = of[name].to_numpy()
            found[f"{name}_{against}"] = Estimate(
                float(np.median(values)), float(values.min()), float(values.max())
            )
    return found


def _necessity(data: Structured) -> dict[str, Estimate]:
    """Return how consistent structural violence is as a necessary condition, and how relevant.

    Consistency is the mean membership of onsets; relevance (RoN) tells it from a condition that holds everywhere.
    Source: Ragin 2006, Political Analysis 14(3), 291–310; Schneider and Wagemann 2012, Set-Theoretic Methods.
    """
    found = {}
    for against in AGAINST:
        x = data.at(data.composites[against], "year_before")
        known = ~np.isnan(x)
        x, y = x[known], data.onset[known].astype(float)
        both = np.minimum(x, y)
        found[f"consistency_{against}"] = Estimate(float(both.sum() / y.sum()), None, None)
        found[f"relevance_{against}"] = Estimate(float((1 - x).sum() / (1 - both).sum()), None, None)
    return found
