"""Grades, independence and ageing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from avert.assessment.ageing import TABLE, Kind, freshness, half_lives, is_stale
from avert.assessment.grading import Grade, Report, Stance, weigh
from avert.errors import InputError, MalformedFileError

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def report(number: int, origin: str | None, grade: str = "F6", stance: Stance = Stance.SUPPORTS) -> Report:
    return Report(str(number), stance, Grade.parse(grade), origin)


def test_ten_reposts_of_one_report_count_once() -> None:
    weighed = weigh(report(n, "one post") for n in range(10))
    assert (weighed.supporting, weighed.is_corroborated) == (1, False)
    assert "10 reports go back to one origin and count once." in weighed.notes


def test_two_origins_corroborate() -> None:
    assert weigh([report(1, "nurse"), report(2, "priest")]).is_corroborated


def test_reports_of_unknown_origin_corroborate_nothing() -> None:
    weighed = weigh([report(1, "nurse"), report(2, None), report(3, None)])
    assert (weighed.supporting, weighed.unknown_supporting, weighed.is_corroborated) == (1, 2, False)


def test_an_origin_that_says_both_counts_for_neither_but_shows() -> None:
    weighed = weigh([report(1, "nurse"), report(2, "nurse", stance=Stance.CONTRADICTS)])
    assert (weighed.supporting, weighed.contradicting, weighed.of_both_minds) == (0, 0, 1)
    assert weighed.is_contradicted


def test_what_nobody_could_judge_stays_unknown_and_is_not_the_lowest_grade() -> None:
    assert weigh([report(1, "a"), report(2, "b", "A6"), report(3, "c", "F1")]).best_supporting is None
    weighed = weigh([report(1, "a"), report(2, "b", "E5"), report(3, "c", "B3"), report(4, "d", "B2")])
    assert str(weighed.best_supporting) == "B2"
    assert any("unknown, not low" in note for note in weighed.notes)


def test_each_side_has_its_own_best_grade() -> None:
    weighed = weigh([report(1, "a", "C3"), report(2, "b", "A1", Stance.CONTRADICTS)])
    assert (str(weighed.best_supporting), str(weighed.best_contradicting)) == ("C3", "A1")


@pytest.mark.parametrize("text", ["", "B", "G1", "B7", "2B", "B22", "B²"])
def test_what_is_no_grade_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="Admiralty"):
        Grade.parse(text)


def test_a_trigger_ages_faster_than_a_structure() -> None:
    month_ago = NOW - dt.timedelta(days=29)
    weights = [freshness(kind, month_ago, NOW) for kind in (Kind.TRIGGER, Kind.DYNAMIC, Kind.STRUCTURAL)]
    assert weights == sorted(weights)
    assert [is_stale(kind, month_ago, NOW) for kind in Kind] == [False, False, True]
    assert freshness(Kind.TRIGGER, NOW + dt.timedelta(days=5), NOW) == 1


@pytest.mark.parametrize("wrong", ["0", "four", "-3"])
def test_a_half_life_is_a_whole_number_of_days(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "half_lives.yaml"
    path.write_text(TABLE.read_text(encoding="utf-8").replace("1826", wrong), encoding="utf-8")
    with pytest.raises(MalformedFileError, match=r"half_lives\.yaml, line 4: 'half_life_days'"):
        half_lives(path)
