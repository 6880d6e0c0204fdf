from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from avert.errors import InputError, MissingColumnError
from avert.figures import deaths_by_month, deaths_by_year


def one_kind(values: dict[int, int | None], **more: list[object]) -> pl.DataFrame:
    return pl.DataFrame({"year": list(values), "fatalities_sb_best": list(values.values()), **more})


def test_unknown_is_a_hatched_gap_and_zero_a_mark_on_the_base_line(read):
    drawing = read(deaths_by_year(one_kind({2019: 5, 2020: None, 2021: 0}), kinds=["sb"], title="When?").svg)
    assert len(drawing.all("rect", "fig-column")) == 1
    assert len(drawing.all("rect", "fig-unknown")) == 1
    assert len(drawing.all("circle", "fig-nil")) == 1
    assert {"unknown", "none recorded"} <= set(drawing.words())


def test_a_year_without_a_row_is_unknown_too(read):
    figure = deaths_by_year(one_kind({2018: 5, 2021: 6}), kinds=["sb"], title="When?")
    assert "2019–2020: unknown" in read(figure.svg).titles()
    assert figure.table["fatalities_sb_best"].to_list() == [5, None, None, 6]


def test_one_death_among_thousands_is_still_a_column(read):
    drawing = read(deaths_by_year(one_kind({2020: 1, 2021: 100_000}), kinds=["sb"], title="When?").svg)
    assert all(float(node.get("height", "0")) >= 2 for node in drawing.all("rect", "fig-column"))


def test_columns_are_as_high_as_the_table_says(read):
    values = {2018: 40, 2019: 200, 2020: 90, 2021: 133}
    figure = deaths_by_year(one_kind(values), kinds=["sb"], title="When?")
    for svg in (figure.svg, figure.narrow):
        heights = [float(node.get("height", "0")) for node in read(svg).all("rect", "fig-column")]
        shares = [height / max(heights) for height in heights]
        wanted = [value / 200 for value in figure.table["fatalities_sb_best"]]
        assert shares == pytest.approx(wanted, abs=0.002)


def test_stacked_columns_add_up(read):
    frame = pl.DataFrame(
        {"year": [2021], "fatalities_sb_best": [60], "fatalities_ns_best": [30], "fatalities_os_best": [10]}
    )
    drawing = read(deaths_by_year(frame, title="When?", layout="stacked").svg)
    heights = [float(node.get("height", "0")) for node in drawing.all("rect", "fig-column")]
    assert [height / sum(heights) for height in heights] == pytest.approx([0.6, 0.3, 0.1], abs=0.002)
    assert "2021: 100" in drawing.titles()


def test_one_unknown_type_makes_a_stack_unknown(years, read):
    titles = read(deaths_by_year(years, title="When?", layout="stacked").svg).titles()
    assert "2018–2019: unknown" in titles


def test_whiskers_reach_from_low_to_high_and_are_left_out_where_there_is_nothing_between(years, read):
    drawing = read(deaths_by_year(years, kinds=["sb"], title="When?").svg)
    assert len(drawing.all("path", "fig-whisker")) == 2
    assert "2021: 9,073 (8,000–46,000)" in drawing.titles()
    assert "2017: 120 (120–120)" in drawing.titles()


def test_a_change_of_release_is_marked_and_named(years, read):
    drawing = read(deaths_by_year(years, kinds=["sb"], title="When?").svg)
    assert len(drawing.all("line", "fig-break")) == 1
    assert "Numbers from ged 22.1 (2016–2018); ged 23.1 (2020–2021)." in drawing.words()


def test_one_release_needs_no_mark(read):
    frame = one_kind({2020: 1, 2021: 2}, fatalities_sb_source=["ged 23.1", "ged 23.1"])
    drawing = read(deaths_by_year(frame, kinds=["sb"], title="When?").svg)
    assert not drawing.all("line", "fig-break")


def test_each_type_has_its_own_panel_and_says_that_scales_differ(years, read):
    words = read(deaths_by_year(years, title="When?").svg).words()
    for heading in (
        "State-based conflict, deaths",
        "Non-state conflict, deaths",
        "One-sided violence, deaths",
    ):
        assert heading in words
    assert "Each panel has its own scale." in words


def test_the_table_has_the_columns_shown_and_no_others(years):
    table = deaths_by_year(years.with_columns(gdp=pl.lit(1)), kinds=["sb"], title="When?").table
    assert table.columns == [
        "year",
        "fatalities_sb_best",
        "fatalities_sb_low",
        "fatalities_sb_high",
        "fatalities_sb_source",
    ]
    assert table["year"].to_list() == list(range(2016, 2022))


def test_the_description_says_highest_latest_and_gaps(years):
    text = deaths_by_year(years, title="When?").description
    assert text.startswith("Deaths by year, 2016–2021. State-based conflict: highest 9,073 in 2021")
    assert "Non-state conflict: highest 40 in 2021, latest 40 in 2021; unknown for 2018–2019." in text


def test_all_unknown_is_said_and_drawn(read):
    figure = deaths_by_year(one_kind({2020: None, 2021: None}), kinds=["sb"], title="When?")
    assert "unknown throughout" in figure.description
    assert read(figure.svg).all("rect", "fig-unknown")


def test_months_are_named_in_table_and_description(read):
    frame = pl.DataFrame({"month_id": [493, 494, 496], "fatalities_sb_best": [2, 0, 9]})
    figure = deaths_by_month(frame, title="When?")
    assert figure.table["month"].to_list() == ["Jan 2021", "Feb 2021", "Mar 2021", "Apr 2021"]
    assert "highest 9 in Apr 2021" in figure.description
    assert "2021" in read(figure.svg).words()


def test_names_on_the_axis_do_not_touch(read):
    frame = one_kind({year: year - 1900 for year in range(1946, 2025)})
    figure = deaths_by_year(frame, kinds=["sb"], title="When?")
    for svg in (figure.svg, figure.narrow):
        named = [
            node
            for node in read(svg).all("text")
            if (node.text or "").isdigit() and len(node.text or "") == 4
        ]
        at = sorted(float(node.get("x", "0")) for node in named if node.get("text-anchor") == "middle")
        assert len(at) >= 3
        assert all(after - before >= 30 for before, after in pairwise(at))


@pytest.mark.parametrize(
    ("frame", "error", "message"),
    [
        (pl.DataFrame({"year": [2020]}), MissingColumnError, "fatalities_sb_best"),
        (pl.DataFrame({"fatalities_sb_best": [1]}), MissingColumnError, "year"),
        (pl.DataFrame({"year": [2020, 2020], "fatalities_sb_best": [1, 2]}), InputError, "one place"),
        (pl.DataFrame({"year": [2020, None], "fatalities_sb_best": [1, 2]}), InputError, "one place"),
        (pl.DataFrame({"year": [2020], "fatalities_sb_best": [1]}).clear(), InputError, "no rows"),
    ],
)  # fmt: skip
def test_frames_that_cannot_be_drawn_are_refused(frame, error, message):
    with pytest.raises(error, match=message):
        deaths_by_year(frame, kinds=["sb"], title="When?")
