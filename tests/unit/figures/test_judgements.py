from __future__ import annotations

import polars as pl
import pytest
from tests.unit.figures.conftest import JUDGED

from avert.errors import InputError
from avert.figures import judged_intervals


def test_every_expert_has_a_dot_and_whoever_gave_an_interval_its_line(read):
    figure = judged_intervals(JUDGED, title="How likely?")
    for svg in (figure.svg, figure.narrow):
        drawing = read(svg)
        assert len(drawing.all("line", "fig-interval")) == 2
        assert drawing.titles() == [
            "M7: 10.0\u202f%",
            "K4: 20.0\u202f% (10.0\u202f%–40.0\u202f%)",
            "T9: 60.0\u202f% (30.0\u202f%–90.0\u202f%)",
        ]


def test_the_table_holds_what_is_drawn():
    figure = judged_intervals(JUDGED, title="How likely?")
    assert figure.table.sort("expert").equals(JUDGED.sort("expert"))
    assert figure.description == "3 experts; best estimates from 10.0\u202f% to 60.0\u202f%."


def test_certainty_and_none_at_all_stay_inside_the_drawing(read):
    frame = pl.DataFrame({"expert": ["A", "B"], "lo": [0.0, 1.0], "best": [0.0, 1.0], "hi": [0.0, 1.0]})
    for svg in (judged_intervals(frame, title="?").svg, judged_intervals(frame.head(1), title="?").svg):
        root = read(svg)
        width = float(root.root.get("width", "0"))
        assert all(0 <= float(dot.get("cx", "-1")) <= width for dot in root.all("circle"))


def test_nothing_to_draw_is_refused():
    with pytest.raises(InputError):
        judged_intervals(JUDGED.clear(), title="How likely?")
