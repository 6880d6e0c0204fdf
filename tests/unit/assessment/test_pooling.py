"""What the pools make of judgements, and which tables of judgements they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import yaml

from avert.assessment import pooling
from avert.assessment.pooling import POOLS, check_judgements, pool_table, read_judgements, shared_evidence
from avert.errors import InputError, MalformedFileError, MissingColumnError

GOLDEN = Path(__file__).parents[2] / "golden/assessment/pools.yaml"
CASES = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
HEADER = "question,round,expert,lo,best,hi\n"


def judgements(case: dict[str, Any]) -> pl.DataFrame:
    rows = []
    for expert, said in case["says"].items():
        lo, best, hi = said if isinstance(said, list) else (None, said, None)
        row = {"question": "q", "round": 1, "expert": expert, "lo": lo, "best": best, "hi": hi}
        rows.append(row | ({"origin": case["rests_on"][expert]} if "rests_on" in case else {}))
    return pl.DataFrame(rows, infer_schema_length=None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_pools_give_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    pooled = dict(pool_table(judgements(case)).select("pool", "p").iter_rows())
    for pool, expected in case["pools"].items():
        assert pooled[pool] == (None if expected is None else pytest.approx(expected, abs=5e-5)), pool


def test_every_pool_stands_in_a_golden_case() -> None:
    assert set(POOLS) == {pool for case in CASES for pool in case["pools"]}


def test_pools_that_need_an_interval_and_no_others_are_unknown_without_one() -> None:
    pooled = pool_table(judgements({"says": {"a": 0.2, "b": 0.4}}))
    unknown = set(pooled.filter(pl.col("p").is_null())["pool"])
    assert unknown == {name for name, pool in POOLS.items() if pool.needs}


def test_the_table_has_a_row_for_every_question_round_and_pool() -> None:
    frame = pl.DataFrame(
        {"question": ["b", "a", "a"], "round": [1, 2, 1], "expert": "x", "lo": 0.1, "best": [0.1, None, 0.3]}
    ).with_columns(hi=pl.col("best"))
    table = pool_table(frame, ["median", "mean"])
    assert table.columns == ["question", "round", "pool", "p"]
    assert table.rows() == [
        ("a", 1, "mean", 0.3),
        ("a", 1, "median", 0.3),
        ("a", 2, "mean", None),
        ("a", 2, "median", None),
        ("b", 1, "mean", 0.1),
        ("b", 1, "median", 0.1),
    ]


def test_one_missing_interval_makes_the_interval_pools_unknown_for_that_question_alone() -> None:
    frame = pl.DataFrame(
        {
            "question": ["p", "p", "q", "q"],
            "round": 1,
            "expert": ["a", "b", "a", "b"],
            "lo": [0.1, None, 0.1, 0.1],
            "best": 0.2,
            "hi": 0.3,
        }
    )
    pooled = pool_table(frame, ["interval_width"])
    assert pooled["p"].to_list() == [None, pytest.approx(0.2)]


def test_the_widest_interval_is_sought_over_all_questions_of_the_same_round() -> None:
    frame = pl.DataFrame(
        {
            "question": ["p", "p", "q", "q", "q"],
            "round": [1, 1, 1, 1, 2],
            "expert": ["a", "b", "a", "b", "a"],
            "lo": [0.1, 0.0, 0.0, 0.0, 0.0],
            "best": [0.2, 0.8, 0.5, 0.5, 0.5],
            "hi": [0.3, 1.0, 0.8, 1.0, 1.0],
        }
    )
    pooled = pool_table(frame, ["individual_interval_width"])
    assert pooled["p"][0] == pytest.approx((4 * 0.2 + 1 * 0.8) / 5)


def test_public_functions_give_what_the_table_gives() -> None:
    best, lo, hi = [0.3, 0.6, 0.7], [0.2, 0.1, 0.6], [0.5, 0.9, 0.8]
    frame = pl.DataFrame(
        {"question": "q", "round": 1, "expert": ["a", "b", "c"], "lo": lo, "best": best, "hi": hi}
    )
    widest = np.subtract(hi, lo)
    for pool, p in pool_table(frame).select("pool", "p").iter_rows():
        more = (lo, hi, widest)[: {"interval_width": 2, "individual_interval_width": 3}.get(pool, 0)]
        assert float(getattr(pooling, pool)(best, *more)) == pytest.approx(p), pool


def test_a_matrix_is_pooled_by_its_last_axis_with_gaps_left_out() -> None:
    best = [[[0.2, 0.4, np.nan], [np.nan, np.nan, np.nan]]]
    assert pooling.mean(best).shape == (1, 2)
    np.testing.assert_allclose(pooling.log_odds(best)[0, 0], pooling.log_odds([0.2, 0.4]))
    assert np.isnan(pooling.median(best)[0, 1])


def test_a_rare_event_is_extremised_from_its_base_rate_and_not_from_one_half() -> None:
    assert float(pooling.extremised([0.02, 0.02])) < 0.001
    assert float(pooling.extremised([0.02, 0.02], base_rate=0.013)) > 0.02
    assert float(pooling.extremised([0.013, 0.013], base_rate=0.013)) == pytest.approx(0.013)


def test_half_shared_evidence_moves_half_as_far() -> None:
    halfway = pooling.extremised([0.6, 0.8], 2.5, shared=0.5)
    assert float(halfway) == pytest.approx(float(pooling.extremised([0.6, 0.8], 1.75)))


@pytest.mark.parametrize(
    ("origins", "shared"),
    [
        ({"a": ["x"], "b": ["x"], "c": ["x"]}, 1.0),
        ({"a": ["x"], "b": ["x", "y"], "c": ["y"]}, 1.0),  # a chain joins them
        ({"a": ["x"], "b": ["y"], "c": []}, 0.5),  # nobody knows whether c adds anything
        ({"a": ["x"]}, 1.0),
    ],
)
def test_evidence_is_shared_as_far_as_origins_join_experts(
    origins: dict[str, list[str]], shared: float
) -> None:
    assert shared_evidence(origins) == shared


def test_shared_evidence_is_reckoned_question_by_question() -> None:
    frame = pl.DataFrame(
        {
            "question": ["p", "p", "q", "q"],
            "round": 1,
            "expert": ["a", "b", "a", "b"],
            "lo": None,
            "best": [0.6, 0.8, 0.6, 0.8],
            "hi": None,
            "origin": ["x", "y", "x", " x "],
        }
    )
    assert pool_table(frame, ["extremised"])["p"].to_list() == pytest.approx([0.90376, 0.71010], abs=1e-5)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("q,1,a,0.1,0.2,0.3\nq,1,b,10,40,60\n", "line 3: lo is above 1 and looks like percent"),
        ("q,1,a,0.1,0.2,0.3\nq,1,b,,-0.1,\n", "line 3: best is not between 0 and 1"),
        ("q,1,a,0.1,0.2,300\n", "line 2: hi is not between 0 and 1"),
        ("q,1,a,0.3,0.2,0.4\n", "line 2: lo is above best"),
        ("q,1,a,0.1,0.5,0.4\n", "line 2: best is above hi"),
        ("q,1,a,0.5,,0.4\n", "line 2: lo is above hi"),
        ("q,1,a,,0.2,\nq,1,a,,0.3,\n", "line 3: the same question, round and expert as in line 2"),
        ("q,1,a,,half,\n", "line 2: best is no number"),
        ("q,1,a,,40%,\n", "line 2: best is no number"),
        ("q,1,a,,NaN,\n", "line 2: best is NaN"),
        ("q,1,,,0.2,\n", "line 2: expert is empty"),
        (" ,1,a,,0.2,\n", "line 2: question is empty"),
        ('q,1,a,,0.2,\nq,1,b,,"0,5",\nq,1,c,,0,5,\n', "line 4: more cells than the first line has columns"),
    ],
)
def test_what_is_no_judgement_is_refused_with_its_line(tmp_path: Path, rows: str, says: str) -> None:
    path = tmp_path / "judgements.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(MalformedFileError, match=says):
        read_judgements(path)


@pytest.mark.parametrize("header", ["question,round,expert,lo,hi", "question;round;expert;lo;best;hi"])
def test_a_missing_column_is_named(tmp_path: Path, header: str) -> None:
    path = tmp_path / "judgements.csv"
    path.write_text(header + "\n", encoding="utf-8")
    with pytest.raises(MissingColumnError, match=r"no column '(best|question)'.*with commas between"):
        read_judgements(path)


@pytest.mark.parametrize("content", [b"", b"question,\xff\xfe\n", b"PK\x03\x04\x00\xff"])
def test_what_is_no_csv_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "judgements.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_judgements(path)


def test_a_file_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    path.write_bytes(b"\xef\xbb\xbfquestion, round ,expert,lo,best,hi,notes\r\n1, 2 , a ,, 0.25 ,,x\r\n")
    assert read_judgements(path).row(0, named=True) == {
        "question": "1", "round": 2, "expert": "a", "lo": None, "best": 0.25, "hi": None,
    }  # fmt: skip


def test_a_file_without_judgements_gives_an_empty_table(tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    path.write_text(HEADER, encoding="utf-8")
    table = pool_table(read_judgements(path))
    assert (table.columns, table.height) == (["question", "round", "pool", "p"], 0)


def test_checked_judgements_pass_the_check_again_unchanged() -> None:
    once = check_judgements(judgements(CASES[0]))
    assert check_judgements(once).equals(once)


def test_an_unknown_pool_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"no pool oracle\. There are mean, median"):
        pool_table(judgements(CASES[0]), ["oracle"])


@pytest.mark.parametrize("best", [[0.2, 40], [-0.1, 0.2]])
def test_functions_refuse_what_is_no_probability(best: list[float]) -> None:
    with pytest.raises(InputError, match="no probability"):
        pooling.mean(best)


def test_every_pool_says_what_it_does_and_where_it_comes_from() -> None:
    assert all(pool.says and pool.source and pool.name in pooling.__all__ for pool in POOLS.values())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: pooling.extremised([0.2], shared=1.2),
        lambda: pooling.trimmed_mean([0.2], 0.5),
        lambda: pooling.relative_to(0.0, 0.1),
        lambda: pooling.natural_frequency(0.0),
        lambda: pooling.from_frequency("500 in 1"),
        lambda: pooling.from_frequency("1 in 0"),
        lambda: pooling.from_frequency("often"),
    ],
)
def test_options_that_make_no_sense_are_refused(wrong: Any) -> None:
    with pytest.raises(InputError):
        wrong()
