from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from avert.brief.changes import changes_of
from avert.brief.lenses import Risk
from avert.brief.words import RISK_WORDS, Word, risk_word
from avert.errors import InputError

RISK = Risk(2024, "ewp2025", 0.05, 0.03, 0.08, 13, 4, 24, 168, risk_word(0.05))


@pytest.mark.parametrize(
    ("risk", "word"),
    [
        (0.0, "lower"),
        (0.0099, "lower"),
        (0.01, "raised"),
        (0.025, "high"),
        (0.04, "highest"),
        (1.0, "highest"),
    ],
)
def test_a_risk_has_one_word(risk: float, word: str) -> None:
    assert risk_word(risk) == Word(word, RISK_WORDS.index(word) + 1, 4)


def test_an_unknown_risk_has_no_word() -> None:
    assert risk_word(None) is None


@pytest.mark.parametrize("risk", [-0.1, 1.1])
def test_what_is_no_probability_is_refused(risk: float) -> None:
    with pytest.raises(InputError):
        risk_word(risk)


def years(*rows: tuple[int, int | None, str | None]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["year", "fatalities_sb_best", "fatalities_sb_source"], orient="row")
    return frame.with_columns(
        pl.lit(None, pl.Int64).alias(f"fatalities_{kind}_best") for kind in ("ns", "os")
    ).with_columns(pl.lit(None, pl.String).alias(f"fatalities_{kind}_source") for kind in ("ns", "os"))


def test_the_last_two_known_years_are_compared_and_a_change_of_release_is_said() -> None:
    [change] = changes_of(years((2020, 5, "a"), (2021, 9, "b"), (2022, None, None)), None, None)
    assert (change.what, change.period, change.value, change.before) == ("deaths_sb", "2021", 9, 5)
    assert not change.is_same_release


def test_years_that_do_not_follow_each_other_are_not_compared() -> None:
    assert changes_of(years((2018, 5, "a"), (2021, 9, "a")), None, None) == ()


def test_risks_are_compared_when_both_are_known() -> None:
    before = replace(RISK, year=2023, risk=0.02, rank=40)
    assert [(c.what, c.value, c.before) for c in changes_of(None, RISK, before)] == [
        ("risk", 0.05, 0.02),
        ("rank", 13, 40),
    ]
    assert changes_of(None, RISK, replace(before, risk=None)) == ()
    assert changes_of(None, RISK, None) == ()
