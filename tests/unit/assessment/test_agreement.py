"""How far people agree, what explains it, and when agreement should worry."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from avert.assessment.agreement import (
    agreement_table,
    by_perspective,
    effective_origins,
    krippendorff_alpha,
    share_between_perspectives,
)
from avert.assessment.pooling import check_judgements
from avert.errors import InputError, MissingColumnError

NO = float("nan")


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_that_of_krippendorffs_own_example(level: str, alpha: float) -> None:
    """Four observers, twelve units, some not seen by all: Krippendorff 2011, section D."""
    values = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
        [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
    ]
    units = np.tile(np.arange(12), 4)
    assert krippendorff_alpha(units, np.ravel(values), level) == pytest.approx(alpha, abs=5e-4)


def test_where_nothing_could_differ_alpha_is_unknown() -> None:
    assert np.isnan(krippendorff_alpha(["a", "b"], [1, 2]))
    assert np.isnan(krippendorff_alpha(["a", "a", "b", "b"], [0.1, 0.1, 0.1, 0.1]))
    with pytest.raises(InputError, match="nominal, ordinal or interval"):
        krippendorff_alpha(["a", "a"], [1, 2], "ratio")  # type: ignore[arg-type]


def judgements(best: list[list[float | None]], perspectives: str = "", origins: str = "") -> pl.DataFrame:
    """Return judgements of questions (rows) by experts (columns), one letter of perspective and origin for each."""
    rows = [
        {"question": f"q{q}", "round": 1, "expert": f"e{e}", "lo": None, "best": p, "hi": None}
        | ({"perspective": perspectives[e]} if perspectives else {})
        | ({"origin": origins[e].strip()} if origins else {})
        for q, row in enumerate(best)
        for e, p in enumerate(row)
    ]
    return check_judgements(pl.DataFrame(rows, infer_schema_length=None))


def test_disagreement_between_perspectives_is_told_from_disagreement_within() -> None:
    apart = judgements([[0.1, 0.12, 0.8, 0.82], [0.3, 0.32, 0.9, 0.92]], "ggcc")
    mixed = judgements([[0.1, 0.8, 0.12, 0.82], [0.3, 0.9, 0.32, 0.92]], "ggcc")
    assert share_between_perspectives(apart) == pytest.approx(0.9992, abs=2e-4)
    assert share_between_perspectives(mixed) == 0.0


def test_the_share_between_perspectives_follows_the_analysis_of_variance() -> None:
    # One question, groups (.1, .3) and (.5, .9): MS between .25, within (.02 + .08) / 2 = .05, n0 = 2.
    frame = judgements([[0.1, 0.3, 0.5, 0.9]], "ggcc")
    assert share_between_perspectives(frame) == pytest.approx(0.1 / 0.15)


@pytest.mark.parametrize(
    "frame",
    [
        judgements([[0.1, 0.9]], "gc"),
        judgements([[0.1, 0.9]], "gg"),
        judgements([[0.4, 0.4, 0.4, 0.4]], "ggcc"),
        judgements([[0.1, 0.9]]),
    ],
)
def test_without_two_perspectives_of_two_people_who_differ_the_share_is_unknown(frame: pl.DataFrame) -> None:
    assert share_between_perspectives(frame) is None


def test_ten_judgements_on_one_report_are_hardly_more_than_one_origin() -> None:
    frame = judgements([[0.1] * 11], origins="r" * 10 + "c")
    assert effective_origins(frame) == pytest.approx(121 / 101)
    assert effective_origins(judgements([[0.1, 0.2]], origins="  ")) is None
    assert effective_origins(judgements([[0.1, 0.2]])) is None


@pytest.mark.parametrize(
    ("before", "after", "alarm"),
    [("rcm", "rrr", True), ("rrr", "rcm", False), ("rcm", "rcm", False), ("   ", "rrr", None)],
)
def test_more_agreement_on_fewer_origins_raises_the_alarm(
    before: str, after: str, alarm: bool | None
) -> None:
    first = judgements([[0.1, 0.4, 0.3], [0.9, 0.5, 0.6]], origins=before)
    second = judgements([[0.2, 0.25, 0.2], [0.8, 0.75, 0.8]], origins=after)
    table = agreement_table(pl.concat([first, second.with_columns(round=pl.lit(2, pl.Int64))]))
    assert table.columns == ["round", "alpha", "share_between_perspectives", "alarm"]
    assert table["alpha"][1] > table["alpha"][0]
    assert table["alarm"].to_list() == [None, alarm]


def test_each_perspective_stands_beside_the_whole_and_a_small_one_is_withheld() -> None:
    frame = judgements([[0.1, 0.1, 0.1, 0.7, 0.7]], "ggghh")
    rows = by_perspective(frame, "mean").rows(named=True)
    assert [(row["perspective"], row["experts"], row["is_withheld"]) for row in rows] == [
        ("g", 3, False),
        ("h", 2, True),
    ]
    assert rows[0]["p"] == pytest.approx(0.1)
    assert rows[1]["p"] is None
    assert [row["p_of_all"] for row in rows] == pytest.approx([0.34, 0.34])
    with pytest.raises(MissingColumnError, match="perspective"):
        by_perspective(frame.drop("perspective"))
