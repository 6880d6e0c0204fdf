"""Reporting blackouts: a record that falls silent against its own past.

Silence is not calm. Where deaths were recorded in most months and then in none, either the violence stopped or
the reporting did, and the record alone cannot tell which.
"""

from __future__ import annotations

import polars as pl

from avert.panel.panels import Panel

PAST_MONTHS = 24
USUALLY_ACTIVE = 0.5
"""Share of the past months with deaths from which silence is worth a question."""
LONGEST = 24
"""Months after which silence has become the record's new past."""
MOST_UNLIKELY = 0.01
"""A silence is flagged when the past would produce one as long less often than this."""


def mark_silence(panel: Panel) -> pl.DataFrame:
    """Return the states whose record has fallen silent, as of its newest month.

    The newest known months without any recorded death are compared with the 24 known months before them, of
    which at least half must have had deaths. If a share p of them had, k silent months in a row would occur
    with probability (1 - p)^k, months taken as independent; p is (active + 1) / (24 + 2), Laplace's rule, so
    that it is never quite one. Deaths come in spells, so the true probability is higher: the flag asks for a
    second look, no more. Silence of more than two years is not flagged: by then it is the record's own past.

    Parameters
    ----------
    panel: country-month panel with deaths; months that are not known for all three types are passed over.

    Returns
    -------
    One row per flagged state: ``country_gwcode``, ``silent_since`` (month_id), ``silent_months_count``,
    ``past_active_share`` (of the 24 months), ``probability`` (of such a silence).
    """
    panel.require_kind(["country-month"], "mark_silence")
    totals = [f"fatalities_{kind}_best" for kind in ("sb", "ns", "os")]
    for column in totals:
        panel.require(column, "mark_silence", "add_fatalities(panel, tables)")
    is_active = pl.any_horizontal(pl.col(column) > 0 for column in totals)
    known = (
        panel.frame.drop_nulls(totals)
        .sort("country_gwcode", "month_id")
        .select("country_gwcode", "month_id", is_active.alias("is_active"))
    )
    state = pl.col("is_active")
    # Months since the newest active one, counted back from the newest known.
    silent_now = state.cast(pl.Int32).reverse().cum_sum().reverse().over("country_gwcode") == 0
    marked = known.with_columns(silent_now.alias("is_silent"))
    silence = (
        marked.filter("is_silent")
        .group_by("country_gwcode")
        .agg(
            pl.col("month_id").min().alias("silent_since"),
            pl.len().cast(pl.Int32).alias("silent_months_count"),
        )
    )
    past = (
        marked.filter(~pl.col("is_silent"))
        .group_by("country_gwcode", maintain_order=True)
        .tail(PAST_MONTHS)
        .group_by("country_gwcode")
        .agg(pl.len().alias("months"), state.sum().alias("active"))
        .filter(pl.col("months") == PAST_MONTHS)
    )
    share = (pl.col("active") + 1) / (PAST_MONTHS + 2)
    return (
        silence.join(past, on="country_gwcode")
        .with_columns(
            (pl.col("active") / PAST_MONTHS).alias("past_active_share"),
            ((1 - share) ** pl.col("silent_months_count")).alias("probability"),
        )
        .filter(
            pl.col("probability") < MOST_UNLIKELY,
            pl.col("past_active_share") >= USUALLY_ACTIVE,
            pl.col("silent_months_count") <= LONGEST,
        )
        .drop("months", "active")
        .sort("country_gwcode")
    )
