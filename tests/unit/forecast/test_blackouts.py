"""Records that fell silent or ended before an origin."""

from __future__ import annotations

import polars as pl
import pytest
from tests.death_tables import events_table

from avert.forecast.blackouts import blackouts_at
from avert.panel import Panel, add_fatalities, create_country_months
from avert.periods import month_id

COUNTRIES = (500, 530, 625)
FIRST, LAST = month_id(2019, 1), month_id(2021, 6)


def world_in_which(country: int, falls_silent: int) -> Panel:
    """Candidate events of every month in three countries, of which one has none after a month."""
    rows = [
        (code, month, "sb", 3)
        for code in COUNTRIES
        for month in range(FIRST, LAST + 1)
        if code != country or month <= falls_silent
    ]
    table = events_table("ucdp_candidate", "2021-07-31", rows, months=(FIRST, LAST))
    return add_fatalities(create_country_months(FIRST, LAST), [table])


def test_candidate_events_that_end_for_one_country_only_flag_that_country() -> None:
    panel = world_in_which(530, LAST - 4)
    [row] = blackouts_at(panel, LAST).to_dicts()
    assert (row["country_gwcode"], row["kind"], row["since"], row["months_count"]) == (
        530,
        "silent",
        LAST - 3,
        4,
    )
    assert row["probability"] == pytest.approx((1 / 26) ** 4)
    assert blackouts_at(panel, LAST - 4).is_empty()  # the record had not fallen silent by then


def test_a_record_that_is_unknown_while_others_go_on_has_ended() -> None:
    panel = world_in_which(500, LAST)
    gone = (pl.col("country_gwcode") == 625) & (pl.col("month_id") > LAST - 2)
    unknown = [
        pl.when(~gone).then(f"fatalities_{kind}_best").alias(f"fatalities_{kind}_best")
        for kind in ("sb", "ns", "os")
    ]
    calm = pl.col("country_gwcode") == 2  # nothing was ever recorded there: nothing is missed
    frame = panel.frame.with_columns(unknown).filter(~(calm & (pl.col("month_id") > LAST - 2)))
    panel = panel.extended(frame, panel.provenance)
    [row] = blackouts_at(panel, LAST).to_dicts()
    assert (row["country_gwcode"], row["kind"], row["since"], row["months_count"]) == (
        625,
        "ended",
        LAST - 1,
        2,
    )
    assert (row["past_active_share"], row["probability"]) == (1.0, None)
    assert blackouts_at(panel, LAST - 2).is_empty()


def test_a_state_that_is_no_more_is_not_flagged() -> None:
    first, end = month_id(1988, 1), month_id(1990, 10)  # East Germany's last month: 1990-10
    rows = [(265, month, "os", 1) for month in range(first, end - 3)]
    table = events_table("ucdp_ged", "1995-06-30", rows, months=(first, end + 12))
    panel = add_fatalities(create_country_months(first, end + 12), [table])
    assert blackouts_at(panel, end - 1)["country_gwcode"].to_list() == [265]
    assert blackouts_at(panel, end + 12).is_empty()


def test_months_that_nobody_knows_yet_end_no_record() -> None:
    panel = world_in_which(500, LAST)
    later = add_fatalities(create_country_months(FIRST, LAST + 3), [])
    unknown = later.frame.filter(pl.col("month_id") > LAST)
    longer = panel.extended(pl.concat([panel.frame, unknown.select(panel.frame.columns)]), panel.provenance)
    assert blackouts_at(longer, LAST + 3).is_empty()
    silent = world_in_which(530, LAST - 4)
    assert blackouts_at(silent, LAST + 3)["country_gwcode"].to_list() == [530]  # an origin beyond the panel
