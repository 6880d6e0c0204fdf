from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from avert import periods


@given(st.integers(-1000, 5000))
def test_months_go_there_and_back(month: int) -> None:
    assert periods.month_id(*periods.year_month(month)) == month


@given(st.dates())
def test_a_period_contains_its_days(date: object) -> None:
    text = str(date)
    for part in (text, text[:7], text[:4]):
        assert periods.first_day(part).isoformat() <= text <= periods.last_day(part).isoformat()
