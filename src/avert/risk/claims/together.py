"""What armed conflict and structural violence say together: four quadrants, and where every country stands."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl

from avert.risk.claims.composite import composite, placed, random_weights
from avert.risk.claims.content import Claim
from avert.risk.claims.discrimination import area_under_curve, joint_score
from avert.risk.claims.exposure import in_conflict
from avert.risk.claims.measured import Measured, measured
from avert.risk.claims.proportions import share
from avert.risk.claims.structured import AGAINST, Structured
from avert.risk.claims.tallies import country_draws, tally

WINDOWS = ("same_or_before", "before")
BAR = 0.5


def measure_together(claim: Claim, data: Structured, rng: np.random.Generator) -> Measured:
    """Return whether structural violence tells onsets apart within peace and within conflict."""
    draws = country_draws(data.rows, rng)
    tallies = []
    for definition in claim.grid:
        chosen = claim.chosen(definition)
        among = in_conflict("any", chosen["window"])
        inside = data.is_above(chosen["against"], chosen["bar"], "year_before")
        rows = data.rows.with_columns(inside=inside).filter(
            among if chosen["among"] == "conflict" else ~among
        )
        tallies.append(tally(claim, definition, rows, rows["inside"], draws))
    structure = data.at(data.composites["all_years"], "year_before")
    conflict = data.rows.select(in_conflict("any", "before")).to_series().to_numpy().astype(float)
    joint = joint_score(np.column_stack([structure, conflict]), data.onset)
    scores = {"auc_structure": structure, "auc_conflict": conflict, "auc_joint": joint}
    figures = {name: area_under_curve(values, data, draws) for name, values in scores.items()}
    return measured(
        claim, tallies, figures, {"quadrants": quadrants(data), "places": places_of_newest_year(data, rng)}
    )


def quadrants(data: Structured) -> pl.DataFrame:
    """Return how often mass killings began in each quadrant, with Wilson's interval.

    A row per yardstick (``against``), years in which a conflict counts (``window``), ``is_structure_high`` (above
    the median the year before) and ``is_in_conflict``: ``onsets``, ``country_years``, ``rate`` and its bounds.
    """
    rows = []
    for against, window in product(AGAINST, WINDOWS):
        coded = data.rows.select(
            "onsets",
            is_high=data.is_above(against, "p50", "year_before"),
            is_in=in_conflict("any", window),
        )
        for is_high, is_in in product((True, False), repeat=2):
            cell = coded.filter(is_high=is_high, is_in=is_in)
            hits, of = int((cell["onsets"] > 0).sum()), cell.height
            rate = share(hits, of)
            rows.append((against, window, is_high, is_in, hits, of, rate.value, rate.low, rate.high))
    schema = {
        "against": pl.String, "window": pl.String, "is_structure_high": pl.Boolean, "is_in_conflict": pl.Boolean,
        "onsets": pl.Int64, "country_years": pl.Int64, "rate": pl.Float64, "rate_low": pl.Float64,
        "rate_high": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def places_of_newest_year(data: Structured, rng: np.random.Generator) -> pl.DataFrame:
    """Return the quadrant of every state in the newest year: a side of the median, never a place on a list.

    ``is_structure_high``: above the median of all country-years; ``weightings_agree``: the share of random
    weightings that put the state on the same side. ``is_in_conflict`` and ``is_war``: in that year.
    """
    places = data.places["all_years"]
    last = int(data.rows["year"].max())  # type: ignore[arg-type]
    newest = (data.rows["year"] == last).to_numpy()
    is_high = data.composites["all_years"] > BAR
    agree = np.zeros(int(newest.sum()))
    weightings = random_weights(places, rng)
    for weights in weightings:
        at = placed(data.rows, composite(places, weights), "all_years")
        agree += (at > BAR)[newest] == is_high[newest]
    return data.rows.filter(newest).select(
        "country_gwcode",
        "year",
        pl.Series("is_structure_high", is_high[newest]),
        pl.Series("weightings_agree", agree / len(weightings)),
        is_in_conflict=in_conflict("any", "same"),
        is_war=in_conflict("war", "same"),
    )
