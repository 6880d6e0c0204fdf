from __future__ import annotations

import polars as pl
import pytest

from avert.panel import Panel
from avert.panel.silence import mark_silence


def panel(*histories: str) -> Panel:
    """One country per history: x a month with deaths, o one without, ? an unknown one."""
    rows = [
        (country, month, {"x": 3, "o": 0, "?": None}[mark], 0 if mark != "?" else None)
        for country, history in enumerate(histories)
        for month, mark in enumerate(history, start=1)
    ]
    schema = ["country_gwcode", "month_id", "fatalities_sb_best", "fatalities_ns_best"]
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.col("fatalities_ns_best").alias("fatalities_os_best")
    )
    return Panel("country-month", frame, 1, 60)


def flagged(history: str) -> bool:
    return mark_silence(panel(history)).height == 1


@pytest.mark.parametrize(
    ("history", "is_flagged"),
    [
        ("x" * 24 + "oo", True),
        ("x" * 24 + "o", False),  # one month happens
        ("x" * 24, False),
        ("o" * 60, False),  # a calm record is calm
        ("xo" * 12 + "o" * 3, False),
        ("o" + "xo" * 12 + "o" * 7, True),
        ("x" * 23 + "oo", False),  # too short a past to tell
        ("x" * 24 + "o" * 25, False),  # by now the record's own past
        ("xooo" * 6 + "o" * 20, False),  # deaths were the exception
        ("x" * 24 + "oo??", True),  # months not yet known are no silence and no sound
        ("x" * 24 + "??", False),
    ],
)
def test_silence_is_flagged_against_the_records_own_past(history: str, is_flagged: bool) -> None:
    assert flagged(history) is is_flagged


def test_a_flag_says_since_when_and_how_unlikely() -> None:
    # The last month of the pattern is silent too: four months after 24 of which 18 had deaths.
    [row] = mark_silence(panel("o" * 30, "o" + "xxxo" * 6 + "ooo")).to_dicts()
    assert (row["country_gwcode"], row["silent_since"], row["silent_months_count"]) == (1, 25, 4)
    assert row["past_active_share"] == pytest.approx(18 / 24)
    assert row["probability"] == pytest.approx((1 - 19 / 26) ** 4)
