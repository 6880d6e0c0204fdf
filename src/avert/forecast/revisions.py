"""How much early counts of deaths are revised: what a release said at first, and what the releases after it say.

Nothing is learnt from a release that was not known yet, and a month that a release does not cover is no pair.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl

from avert import periods
from avert.panel import Panel, add_fatalities, create_country_months
from avert.panel.arrays import Floats, Ints
from avert.panel.fatalities import TYPES
from avert.sources.tables import Table

CANDIDATE = "ucdp_candidate"
EARLY_MONTHS = 24
"""A count is early while its month is at most so many months older than its release."""
SIZES = ("0", "1–5", "6–25", "26–100", ">100")
_ABOVE = (0, 5, 25, 100)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
LEVEL = 0.9
FEWEST_COUNTRIES = 10
"""With fewer, drawing countries anew says nothing of countries not seen, and there is no interval."""
_CELL = ["country_gwcode", "month_id", "violence_type"]
_PAIR = {
    "early_source": pl.String,
    "country_gwcode": pl.Int32,
    "month_id": pl.Int32,
    "violence_type": pl.String,
    "early_release": pl.String,
    "later_release": pl.String,
    "early": pl.Int64,
    "later": pl.Int64,
}


def revision_pairs(tables: Sequence[Table], as_of: dt.date | None = None) -> pl.DataFrame:
    """Return what early releases said of deaths beside what the newest releases after them say.

    Early is a release of the whole world, for months up to two years old at its vintage: candidate events, and
    totals or annual events when they were new. An extract of some countries is not early, because somebody
    picked them. Later is what counts, by the rule of ``add_fatalities``, among the releases of a later vintage
    that are not candidate events themselves. Where several early releases of a dataset cover a month the first counts.

    Parameters
    ----------
    tables: releases of the datasets in ``avert.panel.fatalities.RANKS``.
    as_of: learn only from releases known by that day.

    Returns
    -------
    One row per dataset (``early_source``), country, month and type of violence (also ``total``, where all three are
    known in both): ``early_release``, ``later_release``, ``early`` and ``later`` (deaths, best estimates).
    """
    known = [table for table in tables if as_of is None or table.source.vintage <= as_of]
    early: dict[tuple[str, dt.date], list[Table]] = {}
    for table in known:
        if table.coverage.countries is None:
            early.setdefault((table.source.dataset, table.source.vintage), []).append(table)
    found = [_pairs_of(early[key], known) for key in sorted(early)]
    pairs = pl.concat([pl.DataFrame(schema=_PAIR), *found])
    return pairs.unique(["early_source", *_CELL], keep="first", maintain_order=True).sort(
        ["early_source", *_CELL]
    )


def _pairs_of(early: Sequence[Table], known: Sequence[Table]) -> pl.DataFrame:
    """Return the pairs of the files of one release."""
    source = early[0].source
    first = max(
        min(table.coverage.first_month for table in early),
        periods.month_id(source.vintage.year, source.vintage.month) - EARLY_MONTHS,
    )
    last = max(table.coverage.last_month for table in early)
    later = [
        table
        for table in known
        if table.source.vintage > source.vintage
        and table.source.dataset != CANDIDATE
        and table.coverage.first_month <= last
        and table.coverage.last_month >= first
    ]
    if first > last or not later:
        return pl.DataFrame(schema=_PAIR)
    spine = create_country_months(first, last)
    both = _counts(add_fatalities(spine, early), "early").join(
        _counts(add_fatalities(spine, later), "later"), on=_CELL
    )
    return both.with_columns(pl.lit(source.dataset).alias("early_source")).select(
        pl.col(name).cast(dtype) for name, dtype in _PAIR.items()
    )


def _counts(panel: Panel, name: str) -> pl.DataFrame:
    """Return the known counts of a panel, a row for each type, and their total where all types are known."""
    kinds = {kind: pl.col(f"fatalities_{kind}_best") for kind in TYPES}
    kinds["total"] = pl.sum_horizontal(kinds.values(), ignore_nulls=False)
    sources = {kind: pl.col(f"fatalities_{kind}_source") for kind in TYPES}
    sources["total"] = pl.concat_str(
        pl.concat_list(sources.values()).list.unique().list.sort().list.join(" + ")
    )
    parts = [
        panel.frame.select(
            "country_gwcode",
            "month_id",
            pl.lit(kind).alias("violence_type"),
            deaths.alias(name),
            sources[kind].alias(f"{name}_release"),
        )
        for kind, deaths in kinds.items()
    ]
    return pl.concat(parts).drop_nulls(name)


def summarise_revisions(pairs: pl.DataFrame, *, draws: int = 400, seed: int = 0) -> pl.DataFrame:
    """Return how early counts were revised, by dataset, type of violence and size of the early count.

    Parameters
    ----------
    pairs: from ``revision_pairs``. draws: of countries, for intervals. seed: of the draws.

    Returns
    -------
    One row per ``early_source``, ``violence_type`` and ``size`` that occurs: ``pairs_count``, ``countries_count``;
    ``share_same``, ``share_up`` and ``share_down`` of the pairs (of a count of 0, ``share_up`` is the share of months
    that later had deaths); ``ratio_q05`` … ``ratio_q95`` of later to early (null for a count of 0);
    ``early_sum`` and ``later_sum``. 90 % intervals, ``share_up_low``, ``share_up_high``, ``ratio_median_low`` and
    ``ratio_median_high``, from whole countries drawn with replacement, are null with fewer than ten countries.
    """
    early, later = pl.col("early"), pl.col("later")
    sized = pairs.with_columns(
        pl.sum_horizontal(early > above for above in _ABOVE)
        .replace_strict(dict(enumerate(SIZES)), return_dtype=pl.String)
        .alias("size"),
        pl.when(early > 0).then(later / early).alias("ratio"),
    )
    keys = ["early_source", "violence_type", "size"]
    groups = sized.sort(keys + _CELL[:2]).group_by(keys, maintain_order=True)
    summary = groups.agg(
        pl.len().alias("pairs_count"),
        pl.col("country_gwcode").n_unique().alias("countries_count"),
        (later == early).mean().alias("share_same"),
        (later > early).mean().alias("share_up"),
        (later < early).mean().alias("share_down"),
        *(pl.col("ratio").quantile(q, "linear").alias(f"ratio_q{round(100 * q):02d}") for q in QUANTILES),
        early.sum().alias("early_sum"),
        later.sum().alias("later_sum"),
    )
    ends = pl.DataFrame(
        [dict(zip(keys, key, strict=True)) | _intervals(group, draws, seed) for key, group in groups],
        schema=dict.fromkeys(keys, pl.String) | dict.fromkeys(_ENDS, pl.Float64),
    )
    order = pl.col("size").replace_strict({size: i for i, size in enumerate(SIZES)}, return_dtype=pl.Int32)
    return summary.join(ends, on=keys, maintain_order="left").sort("early_source", "violence_type", order)


_ENDS = ("share_up_low", "share_up_high", "ratio_median_low", "ratio_median_high")


def _intervals(pairs: pl.DataFrame, draws: int, seed: int) -> dict[str, float | None]:
    """Return the ends of the intervals of a group."""
    codes, row = np.unique(pairs["country_gwcode"].to_numpy(), return_inverse=True)
    if codes.size < FEWEST_COUNTRIES:
        return dict.fromkeys(_ENDS)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(codes.size, np.full(codes.size, 1 / codes.size), size=draws)[:, row]
    went_up = (pairs["later"] > pairs["early"]).to_numpy()
    levels = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    ends = list(np.quantile(weights @ went_up / weights.sum(axis=1), levels))
    if pairs["early"].max() == 0:
        return dict(zip(_ENDS, [*map(float, ends), None, None], strict=True))
    ends += list(np.quantile(_weighted_medians(pairs["ratio"].to_numpy(), weights), levels))
    return dict(zip(_ENDS, map(float, ends), strict=True))


def _weighted_medians(values: Floats, weights: Ints) -> Floats:
    """Return the lower median of the values under each row of weights (draws, values)."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[:, order], axis=1)
    return np.asarray(values[order][np.argmax(2 * reached >= reached[:, -1:], axis=1)])


def months_on_candidates(panel: Panel, origin: int) -> pl.DataFrame:
    """Return for each state how many of its newest months rest on candidate events, up to an origin.

    Returns
    -------
    One row per state of the newest month: ``country_gwcode``, ``newest_source`` (dataset and release of its newest
    known month; null when none is known) and ``candidate_months_count`` (known months after the newest one that does
    not rest on candidate events).
    """
    panel.require_kind(["country-month"], "months_on_candidates")
    source = pl.coalesce(f"fatalities_{kind}_source" for kind in TYPES)
    is_candidate = pl.any_horizontal(
        pl.col(f"fatalities_{kind}_source").str.starts_with(CANDIDATE).fill_null(value=False)
        for kind in TYPES
    )
    until = panel.frame.filter(pl.col("month_id") <= origin)
    counted = (
        until.select("country_gwcode", "month_id", source.alias("source"), is_candidate.alias("is_candidate"))
        .drop_nulls("source")
        .sort("month_id")
        .group_by("country_gwcode")
        .agg(
            pl.col("source").last().alias("newest_source"),
            pl.col("is_candidate").reverse().cast(pl.Int32).cum_min().sum().alias("candidate_months_count"),
        )
    )
    states = until.filter(pl.col("month_id") == pl.col("month_id").max()).select("country_gwcode")
    return (
        states.join(counted, on="country_gwcode", how="left")
        .with_columns(pl.col("candidate_months_count").fill_null(0))
        .sort("country_gwcode")
    )
