"""A country's history of armed conflict since 1946, as predictors: how intense, how recent, over what."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from avert.risk.predictors import read_predictors

PREDICTORS = read_predictors(Path(__file__).with_name("conflict_predictors.csv"))
NAMES = tuple(predictor.name for predictor in PREDICTORS)

QUIET_YEARS = 5
"""A conflict that was quiet for longer counts as new when it breaks out again."""
LONGEST = 80
"""Years since a conflict are counted up to this; a country that never had one gets it."""

_KEY = ["country_gwcode", "year"]


def conflict_history(conflicts: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """Return each state's conflict history at the end of each year.

    Parameters
    ----------
    conflicts: a row per conflict and year, as ``avert.sources`` reads ``ucdp_prio_acd``. A civil conflict counts
        for the state that fights in it as government, an interstate one for the states on both sides.
    last_year: the last one wanted.

    Returns
    -------
    ``country_gwcode``, ``year`` and the columns of ``conflict_predictors.csv``, for every state that ever had a
    conflict and every year since the first of the source. Nothing is said of years after the source's last.

    Source: Davies et al. (2025), UCDP/PRIO Armed Conflict Dataset 25.1.
    """
    first, last = int(conflicts["year"].min()), min(last_year, int(conflicts["year"].max()))  # type: ignore[arg-type]
    civil, interstate = _civil(conflicts), _interstate(conflicts)
    states = pl.concat([civil.select("country_gwcode"), interstate.select("country_gwcode")]).unique()
    years = pl.DataFrame({"year": pl.Series(range(first, last + 1), dtype=pl.Int64)})
    spine = states.join(years, how="cross")
    active = spine.join(civil, on=_KEY, how="left").join(interstate, on=_KEY, how="left")
    return _with_durations(active.with_columns(pl.exclude(_KEY).fill_null(0)).sort(_KEY))


def add_conflict_history(panel: pl.DataFrame, conflicts: pl.DataFrame) -> pl.DataFrame:
    """Add the conflict history of each country-year to a panel, keeping its rows and their order.

    A state that the source never names had no conflict; years that the source does not reach are null.
    """
    history = conflict_history(conflicts, int(panel["year"].max()))  # type: ignore[arg-type]
    joined = panel.with_columns(pl.col("year").cast(pl.Int64)).join(
        history, on=_KEY, how="left", maintain_order="left"
    )
    covered = pl.col("year").is_between(conflicts["year"].min(), conflicts["year"].max())
    absent = pl.col("country_gwcode").is_in(history["country_gwcode"].unique().to_list()).not_()
    calm = {name: 1.0 / (1.0 + LONGEST) if name.endswith("recency") else 0.0 for name in NAMES}
    return joined.with_columns(
        pl.when(covered & absent).then(value).otherwise(pl.col(name)).alias(name)
        for name, value in calm.items()
    )


def _civil(conflicts: pl.DataFrame) -> pl.DataFrame:
    """Return what a state's civil conflicts of a year were like."""
    civil = conflicts.filter(pl.col("conflict_type").is_in(["intrastate", "internationalised_intrastate"]))
    gap = pl.col("year") - pl.col("year").shift(1).over("conflict_id_ucdp")
    dated = civil.sort("conflict_id_ucdp", "year").with_columns(is_new=gap.is_null() | (gap > QUIET_YEARS))
    by_state = dated.explode("side_a_gwcodes").rename({"side_a_gwcodes": "country_gwcode"})
    kind, over = pl.col("conflict_type"), pl.col("incompatibility")
    return (
        by_state.drop_nulls("country_gwcode")
        .group_by(pl.col("country_gwcode").cast(pl.Int32), pl.col("year").cast(pl.Int64))
        .agg(
            acd_intensity=pl.col("intensity_level").max().cast(pl.Float64),
            acd_conflicts=pl.len().cast(pl.Float64),
            acd_new=pl.col("is_new").sum().cast(pl.Float64),
            acd_over_government=(over != "territory").any().cast(pl.Float64),
            acd_over_territory=(over != "government").any().cast(pl.Float64),
            acd_internationalised=(kind == "internationalised_intrastate").any().cast(pl.Float64),
        )
    )


def _interstate(conflicts: pl.DataFrame) -> pl.DataFrame:
    """Return in which years a state was in conflict with another."""
    between = conflicts.filter(pl.col("conflict_type") == "interstate")
    sides = [
        between.select(pl.col("year").cast(pl.Int64), country_gwcode=side).explode("country_gwcode")
        for side in ("side_a_gwcodes", "side_b_gwcodes")
    ]
    states = pl.concat(sides).drop_nulls().with_columns(pl.col("country_gwcode").cast(pl.Int32))
    return states.unique().with_columns(acd_interstate=pl.lit(1.0))


def _with_durations(active: pl.DataFrame) -> pl.DataFrame:
    """Add how recent, how long and how it changes, each from the years up to the row's."""
    intensity = pl.col("acd_intensity")
    marks = {"acd_": intensity > 0, "acd_war_": intensity == 2, "acd_new_": pl.col("acd_new") > 0}
    each = active.with_columns(
        **{f"{mark}recency": _recency(happened) for mark, happened in marks.items()},
        acd_years_of_10=_rolling_sum(intensity > 0, 10),
        acd_war_years_of_10=_rolling_sum(intensity == 2, 10),
        acd_escalation=intensity - intensity.shift(1).over("country_gwcode").fill_null(0),
        acd_highest_of_3=intensity.rolling_max(3, min_samples=1).over("country_gwcode"),
    )
    return each.select(*_KEY, *NAMES)


def _recency(happened: pl.Expr) -> pl.Expr:
    last = pl.when(happened).then(pl.col("year")).forward_fill().over("country_gwcode")
    since = (pl.col("year") - last).fill_null(LONGEST).clip(0, LONGEST)
    return 1.0 / (1.0 + since)


def _rolling_sum(happened: pl.Expr, years: int) -> pl.Expr:
    return happened.cast(pl.Float64).rolling_sum(years, min_samples=1).over("country_gwcode")
