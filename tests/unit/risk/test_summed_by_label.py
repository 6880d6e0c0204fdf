from __future__ import annotations

import polars as pl
import pytest

from avert.risk.explanation import summed_by_label


def test_contributions_under_one_label_are_added_and_lose_their_single_values() -> None:
    explained = pl.DataFrame(
        {
            "predictor": ["reg.na", "popsize", "reg.eur"],
            "label": ["World region", "Population", "World region"],
            "value": [0.0, 26.9, 0.0],
            "reference": [0.2, 23.2, 0.1],
            "contribution": [0.09, -0.4, 0.02],
        }
    )
    rows = summed_by_label(explained).to_dicts()
    assert [row["label"] for row in rows] == ["Population", "World region"]
    assert rows[0]["value"] == 26.9
    assert rows[1]["value"] is None
    assert rows[1]["contribution"] == pytest.approx(0.11)


def test_an_unknown_part_makes_the_sum_unknown_and_last() -> None:
    explained = pl.DataFrame({"label": ["a", "a", "b"], "contribution": [0.5, None, 0.1]})
    assert summed_by_label(explained).rows() == [("b", 0.1), ("a", None)]
