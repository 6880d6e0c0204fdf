from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from avert.web.signals.watch.dates import is_over, next_date, to_be_raised


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass
class Watch:
    on: dt.date | None
    until: dt.date | None = None
    is_yearly: bool = False
    raise_before: dt.timedelta = dt.timedelta(days=30)


def test_a_date_without_repeats_stays_where_it_is_and_is_over_after_its_last_day() -> None:
    watch = Watch(day("2024-03-20"), day("2024-03-22"))
    for today, is_behind in (("2024-03-01", False), ("2024-03-22", False), ("2024-03-23", True)):
        assert next_date(watch, day(today)) == watch.on
        assert is_over(watch, day(today)) is is_behind


@pytest.mark.parametrize(
    ("on", "until", "today", "expected"),
    [
        ("1994-04-07", None, "2024-04-06", "2024-04-07"),
        ("1994-04-07", None, "2024-04-07", "2024-04-07"),
        ("1994-04-07", None, "2024-04-08", "2025-04-07"),
        ("2030-04-07", None, "2024-04-08", "2030-04-07"),
        ("2020-12-28", "2021-01-03", "2024-01-02", "2023-12-28"),
        ("2020-12-28", "2021-01-03", "2024-01-04", "2024-12-28"),
        ("2020-02-29", None, "2023-02-01", "2023-02-28"),
        ("2020-02-29", None, "2024-02-01", "2024-02-29"),
    ],
)
def test_what_comes_every_year_comes_next_when_it_is_not_over(
    on: str, until: str | None, today: str, expected: str
) -> None:
    watch = Watch(day(on), day(until) if until else None, is_yearly=True)
    assert next_date(watch, day(today)) == day(expected)
    assert not is_over(watch, day(today))


def test_a_signal_is_due_from_so_many_days_before_until_the_last_day() -> None:
    watch = Watch(day("2024-03-20"), day("2024-03-22"), raise_before=dt.timedelta(days=10))
    due = [day("2024-03-01") + dt.timedelta(days=number) for number in range(31)]
    assert [each for each in due if to_be_raised(watch, each)] == due[9:22]
    assert to_be_raised(watch, day("2024-03-10")) == day("2024-03-20")
    assert to_be_raised(Watch(None), day("2024-03-10")) is None
