"""Two faults in EWP's 2025 panel, mended unless the panel is wanted as it was published.

**Targeting.** ``widetargeting`` and ``narrowtargeting`` say whether a mass killing that is going on targets many groups
or one. Where several go on at once, the published panel takes only the one listed last. Mended, each is 1 when any of
them is of its kind, by EWP's own list of events.

**Repression of civil society.** EWP's text says that ``repress_civilsoc`` is 1 when V-Dem's *civil society repression*
(``v2csreprss`` on its ordinal scale, 0 severe to 4 none) is 0, 1 or 2, moderate or worse. In the published panel it is
1 only when that is 0. Mended, it follows the text where V-Dem's ordinal is given; without it the column stays as
published.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from avert.errors import MissingColumnError

PANEL, EVENTS, VDEM = "ewp_panel", "ewp_events", "vdem"
"""The sources of the panel, of what mends targeting, and of what mends repression."""
MENDED, AS_PUBLISHED = "mended", "as-published"
TARGETING, REPRESSION = "targeting", "repression"
"""How the specification of a result names the faults that were mended."""
UNMENDED: Mapping[str, str] = {
    TARGETING: "Targeting stays as published: EWP's list of mass killings is not loaded (avert data add PATH).",
    REPRESSION: (
        "Repression of civil society stays as published: V-Dem's full release, which has it on its ordinal scale, "
        "is not loaded (avert data add PATH)."
    ),
}
"""What to say of a fault that is not mended."""
WIDE, NARROW, REPRESSED = "widetargeting", "narrowtargeting", "repress_civilsoc"
ORDINAL = "v2csreprss_ord"
_MODERATE = 2


def mend_targeting(panel: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return the panel with both targeting columns set by every mass killing that is going on in the year.

    Parameters
    ----------
    panel: EWP's panel with ``country_cowcode``, ``year``, ``mk_ongoing_count_log2``, in any order, which is kept.
    events: EWP's list with ``location_cowcode``, ``start_year``, ``end_year`` (null: not ended) and
        ``targeted_ethnic_groups`` (1: one group; 0 and 2: many; null: not known).

    Notes
    -----
    A row is left alone where the list has not as many events going on as the panel counts, because then the two
    speak of different things; in EWP's release of 2025 that is Tanzania 1964, whose one event the list gives to
    Zanzibar.
    """
    for column in ("country_cowcode", "mk_ongoing_count_log2", WIDE, NARROW):
        if column not in panel.columns:
            raise MissingColumnError.of(
                "Panel", column, "mending", "read EWP's panel with avert.sources.ewp_panel"
            )
    known = panel.with_columns(_listed=(2 ** pl.col("mk_ongoing_count_log2") - 1).round(0)).join(
        _ongoing(panel, events), on=["country_cowcode", "year"], how="left", maintain_order="left"
    )
    is_same = (pl.col("_ongoing") == pl.col("_listed")).fill_null(value=False)
    flags = [
        pl.when(is_same).then(pl.col(f"_{column}").cast(panel.schema[column])).otherwise(column).alias(column)
        for column in (WIDE, NARROW)
    ]
    return known.with_columns(flags).select(panel.columns)


def mend_repression(panel: pl.DataFrame, ordinal: pl.DataFrame) -> pl.DataFrame:
    """Return the panel with ``repress_civilsoc`` as EWP's text has it: V-Dem's ordinal is 0, 1 or 2.

    Parameters
    ----------
    panel: EWP's panel. ordinal: ``country_gwcode``, ``year`` and ``v2csreprss_ord``, from 0 (severe) to 4 (none). A row
        whose ordinal is not known keeps what was published.
    """
    keys = {key: panel.schema[key] for key in ("country_gwcode", "year")}
    of_year = ordinal.select(*keys, ORDINAL).cast(keys)  # type: ignore[arg-type]
    flag = (pl.col(ORDINAL) <= _MODERATE).cast(panel.schema[REPRESSED])
    return (
        panel.join(of_year, on=["country_gwcode", "year"], how="left", maintain_order="left", validate="m:1")
        .with_columns(pl.when(pl.col(ORDINAL).is_not_null()).then(flag).otherwise(REPRESSED).alias(REPRESSED))
        .select(panel.columns)
    )


def _ongoing(panel: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return, by COW code and year, how many events go on and whether any is wide or narrow."""
    years = panel.select(pl.col("year").unique())
    groups = pl.col("targeted_ethnic_groups")
    return (
        years.join_where(
            events.select("location_cowcode", "start_year", pl.col("end_year").alias("_end"), groups),
            pl.col("year") >= pl.col("start_year"),
            pl.col("year") <= pl.col("_end").fill_null(pl.lit(9999)),
        )
        .group_by(
            pl.col("location_cowcode").cast(panel.schema["country_cowcode"]).alias("country_cowcode"), "year"
        )
        .agg(
            pl.len().alias("_ongoing"),
            groups.is_in([0, 2]).any().alias(f"_{WIDE}"),
            (groups == 1).any().alias(f"_{NARROW}"),
        )
    )


def changes(published: pl.DataFrame, mended: pl.DataFrame) -> pl.DataFrame:
    """Return the cells that mending changed: ``country_gwcode``, ``year``, ``column``, ``published``, ``mended``.

    Both are the same rows in the same order.
    """
    found = [
        published.select(
            "country_gwcode",
            "year",
            pl.lit(column).alias("column"),
            pl.col(column).cast(pl.Float64).alias("published"),
            mended[column].cast(pl.Float64).alias("mended"),
        )
        for column in (WIDE, NARROW, REPRESSED)
    ]
    return pl.concat(found).filter(pl.col("published").ne_missing(pl.col("mended")))
