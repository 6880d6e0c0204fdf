from __future__ import annotations

import datetime as dt

import pytest

from avert.brief.quantities import Quantity, name_text, written

VINTAGE = dt.date(2025, 9, 3)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0483, "probability", "4.8\u202f%"),
        (0.0001, "probability", "0.01\u202f%"),
        (0.81, "share", "81\u202f%"),
        (101076, "deaths", "101,076"),
        (0, "deaths", "0"),
        (1.62, "odds ratio", "×\u202f1.6"),
        (0.5, "odds ratio", "÷\u202f2.0"),
        (None, "probability", "unknown"),
    ],
)
def test_numbers_are_written_by_their_unit(value: float | None, unit: str, text: str) -> None:
    assert written(value, unit) == text


def test_an_interval_is_written_with_what_it_means_or_its_absence_is_said() -> None:
    known = Quantity("risk", "Risk", "2025", "probability", 0.05, 0.02, 0.09, "90 % interval", "x 1", VINTAGE)
    bare = Quantity("deaths", "Deaths", "2025", "deaths", 5, interval="this release gives no interval")
    assert known.interval_text == "2.0 to 9.0\u202f%, 90 % interval"
    assert known.source_text == "x 1, as known on 3 September 2025"
    assert bare.interval_text == "this release gives no interval"


def test_a_name_stays_in_its_line_and_turns_nothing_round() -> None:
    assert name_text("Front\n\x00of \u202eall\u202c ") == "Front of all"
