"""Where a forecast rests on a record that has gone quiet or has ended, as of its origin."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from avert.panel import Panel
from avert.panel.death_inputs import MOST_UNKNOWN
from avert.panel.fatalities import TYPES
from avert.panel.silence import PAST_MONTHS, USUALLY_ACTIVE, mark_silence

_SINCE = pl.Int32


def blackouts_at(panel: Panel, origin: int) -> pl.DataFrame:
    """Return the states whose record fell silent or ended before an origin, from what it says up to the origin.

    A record *fell silent* when no death was recorded in its newest months though its own past makes that unlikely, see
    ``mark_silence``. It *ended* when it is unknown in the newest month that is known for most states, and at least half
    of its 24 newest known months had deaths: nobody can say how likely that is. Neither tells calm from a failure to
    report; a forecast from such a record is unreliable, and a low one most of all.

    Parameters
    ----------
    panel: country-month panel with deaths. origin: VIEWS month; it may lie beyond the panel.

    Returns
    -------
    One row per flagged state of the newest month: ``country_gwcode``, ``kind`` (``silent`` or ``ended``), ``since``
    (month_id of the first month silent or unknown), ``months_count``, ``past_active_share`` (of its 24 months before)
    and ``probability`` (of a silence as long; null where the record ended).
    """
    until = panel.frame.filter(pl.col("month_id") <= origin)
    states = until.filter(pl.col("month_id") == pl.col("month_id").max()).select("country_gwcode")
    silent = mark_silence(replace(panel, frame=until, last_month=origin)).select(
        "country_gwcode",
        pl.lit("silent").alias("kind"),
        pl.col("silent_since").cast(_SINCE).alias("since"),
        pl.col("silent_months_count").cast(_SINCE).alias("months_count"),
        "past_active_share",
        "probability",
    )
    ended = _ended(until, origin).join(silent, on="country_gwcode", how="anti")
    return pl.concat([silent, ended]).join(states, on="country_gwcode", how="semi").sort("country_gwcode")


def _ended(until: pl.DataFrame, origin: int) -> pl.DataFrame:
    """Return the states whose newest months are unknown for every type, and which were violent when last known."""
    counts = [pl.col(f"fatalities_{kind}_best") for kind in TYPES]
    is_active = pl.any_horizontal(count.fill_null(0) > 0 for count in counts)
    is_known = ~pl.all_horizontal(count.is_null() for count in counts)
    by_month = until.group_by("month_id").agg(is_known.mean().alias("share"))
    heard = pl.lit(by_month.filter(pl.col("share") > MOST_UNKNOWN)["month_id"].max(), pl.Int32)
    return (
        until.filter(is_known)
        .sort("country_gwcode", "month_id")
        .group_by("country_gwcode", maintain_order=True)
        .agg(
            (pl.col("month_id").last() + 1).cast(_SINCE).alias("since"),
            is_active.tail(PAST_MONTHS).mean().alias("past_active_share"),
            pl.len().alias("known"),
        )
        .filter(
            pl.col("since") <= heard,
            pl.col("past_active_share") >= USUALLY_ACTIVE,
            pl.col("known") >= PAST_MONTHS,
        )
        .select(
            "country_gwcode",
            pl.lit("ended").alias("kind"),
            "since",
            (origin + 1 - pl.col("since")).cast(_SINCE).alias("months_count"),
            "past_active_share",
            pl.lit(None, pl.Float64).alias("probability"),
        )
    )
