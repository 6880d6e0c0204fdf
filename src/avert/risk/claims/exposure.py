"""Which states were in armed conflict in which year, and in the years around it."""

from __future__ import annotations

import polars as pl

KINDS = ("any", "intrastate", "war")
_INTRASTATE = ["intrastate", "internationalised_intrastate"]
_WAR = 2
"""UCDP's second level of intensity: at least 1,000 battle-related deaths in the year."""
OFFSETS = {"before": -1, "same": 0, "after": 1}
WINDOWS = {
    "same": ("same",),
    "same_or_before": ("same", "before"),
    "before": ("before",),
    "around": ("before", "same", "after"),
}
"""The years, seen from the onset's, in which a conflict counts."""


def add_conflict(rows: pl.DataFrame, acd: pl.DataFrame) -> pl.DataFrame:
    """Add to country-years, for each kind of conflict, whether the state was a party before, then and after.

    Parameters
    ----------
    rows: ``country_gwcode``, ``year``.
    acd: UCDP/PRIO's conflicts by year, with the codes of both sides.

    Returns
    -------
    The rows with ``any_before``, ``any_same``, ``any_after`` and the same for ``intrastate`` and ``war``. A party is
    a primary party, wherever the conflict was fought.
    """
    parties = _parties(acd)
    for name, offset in OFFSETS.items():
        then = parties.with_columns(pl.col("year") - offset).rename(
            {kind: f"{kind}_{name}" for kind in KINDS}
        )
        rows = rows.join(then, on=["country_gwcode", "year"], how="left", maintain_order="left")
    return rows.with_columns(
        pl.col(f"{kind}_{name}").fill_null(value=False) for kind in KINDS for name in OFFSETS
    )


def in_conflict(kind: str, window: str) -> pl.Expr:
    """Return whether the state was in a conflict of this kind in any year of the window."""
    return pl.any_horizontal(f"{kind}_{when}" for when in WINDOWS[window])


def _parties(acd: pl.DataFrame) -> pl.DataFrame:
    return (
        acd.select(
            pl.col("year").cast(pl.Int32),
            country_gwcode=pl.concat_list("side_a_gwcodes", "side_b_gwcodes"),
            any=pl.lit(value=True),
            intrastate=pl.col("conflict_type").is_in(_INTRASTATE),
            war=pl.col("intensity_level") == _WAR,
        )
        .explode("country_gwcode")
        .drop_nulls("country_gwcode")
        .group_by(pl.col("country_gwcode").cast(pl.Int32), "year")
        .agg(pl.col(*KINDS).any())
    )
