from __future__ import annotations

import polars as pl
import pytest

from avert.errors import InputError
from avert.figures import Quadrant, Threshold, definition_fan, quadrant_chart
from avert.figures.wording import THIN

WORDS = ("holds", "cannot be told", "does not hold")
CELLS = pl.DataFrame(
    {
        "group": ["all", "all", "state", "state"],
        "definition": ["same year", "year before", "same year", "year before"],
        "holds": ["yes", "open", "no", "open"],
        "is_main": [True, False, False, False],
        "value": [0.75, 0.5, 0.25, None],
        "low": [0.6, 0.4, 0.1, None],
        "high": [0.9, 0.6, 0.4, None],
    }
)
BOX = Quadrant(0.03, 0.02, 0.05, "3 of 100", "7 countries")


def fan(cells: pl.DataFrame = CELLS, **changes):
    given = {"title": "Which share?", "compare": Threshold(0.5, "half"), "words": WORDS, "quoted": "quoted",
             "interval": "95 %"}  # fmt: skip
    return definition_fan(cells, **(given | changes))


def test_every_definition_has_a_mark_of_its_own_shape_and_the_quoted_one_a_ring(read) -> None:
    drawing = read(fan().svg)
    rows = [title.replace(THIN, " ") for title in drawing.titles() if ";" in title]
    assert rows == ["all; year before: 50.0 % (40.0 %–60.0 %)", "all; same year: 75.0 % (60.0 %–90.0 %)",
                    "state; same year: 25.0 % (10.0 %–40.0 %)"]  # fmt: skip
    in_rows = {
        node.tag.split("}")[1] for node in drawing.root.iter("{http://www.w3.org/2000/svg}g") for node in node
    }
    assert {"circle", "path", "line"} <= in_rows
    assert {"holds", "cannot be told", "does not hold", "quoted", "half"} <= set(drawing.words())


def test_the_description_counts_outcomes_and_says_the_range(read) -> None:
    said = fan().description.replace(THIN, " ")
    assert "3 definitions. holds: 1; cannot be told: 1; does not hold: 1." in said
    assert "From 25.0 % to 75.0 %, the middle one 50.0 %. quoted: 75.0 %." in said


def test_what_could_not_be_tested_stands_in_the_table_alone() -> None:
    assert fan().table.height == 4
    assert fan().table.filter(pl.col("value").is_null()).height == 1
    with pytest.raises(InputError, match="nothing to draw"):
        fan(CELLS.filter(pl.col("value").is_null()))


def test_a_ratio_beyond_all_measure_lies_at_the_edge_with_its_least_value(read) -> None:
    cells = CELLS.head(2).with_columns(
        value=pl.Series([None, 2.0]), low=pl.Series([10.5, 1.2]), high=pl.Series([None, 3.3])
    )
    drawing = read(fan(cells, is_ratio=True, compare=Threshold(1.0, "as often")).svg)
    titles = drawing.titles()
    assert "all; same year: > 10×" in titles or "all; same year: > 11×" in titles
    assert "all; year before: 2× (1.2×–3.3×)" in titles


def test_a_quadrant_says_its_rate_its_interval_and_from_how_many(read) -> None:
    figure = quadrant_chart(
        [[BOX, BOX], [BOX, BOX]], title="When?", rows=("high", "low"), columns=("peace", "war")
    )
    words = [word.replace(THIN, " ") for word in read(figure.svg).words()]
    assert words.count("3.0 %") == 4
    assert words.count("2.0 %–5.0 %") == 4
    assert "high, peace: 3.0 % (2.0 %–5.0 %), 3 of 100; 7 countries." in figure.description.replace(THIN, " ")
    empty = Quadrant(None, None, None, "0 of 0", "none")
    alone = quadrant_chart(
        [[BOX, empty], [BOX, BOX]], title="When?", rows=("high", "low"), columns=("a", "b")
    )
    assert "high, b: –, 0 of 0; none." in alone.description
    with pytest.raises(InputError, match="two rows of two"):
        quadrant_chart([[BOX, BOX]], title="When?", rows=("a", "b"), columns=("c", "d"))
