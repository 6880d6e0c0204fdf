"""Whatever the data: valid drawings, nothing run, nothing lost, tables that say what is drawn."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from avert.figures import (
    Figure,
    Measure,
    Threshold,
    contributions,
    deaths_by_year,
    ranked_risks,
    sparkline,
    world_map,
)
from avert.figures.markup import safe
from avert.figures.measure import classes_of

SVG = "{http://www.w3.org/2000/svg}"
KEYS = ["gw:530", "gw:625", "gw:2", "iso3:PSE", "gw:51", "avert:crimea", "gw:365"]

hostile = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "</title><script>alert(1)</script>",
            '" onload="alert(1)',
            "<svg/onload=alert(1)>",
            "&lt;b&gt;",
            "]]><!--",
            "{key}{0}{__class__}",
            "\x00\x1b\u202e",
        ]
    ),
)
deaths = st.one_of(st.none(), st.integers(0, 1_000_000))
shares = st.floats(0, 1)


def roots(figure: Figure) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in (figure.svg, figure.narrow) if svg]  # noqa: S314


def assert_harmless(figure: Figure) -> None:
    for root in roots(figure):
        for node in root.iter():
            assert node.tag.removeprefix(SVG) not in {"script", "foreignObject", "image", "style", "b"}
            assert not any(name.lower().startswith("on") or name == "style" for name in node.attrib)


@settings(deadline=None)
@given(hostile, hostile, hostile)
def test_words_from_data_never_become_markup(title, name, unit):
    measure = Measure(name, unit, breaks=(0.5,), words=(name, unit), zero_word=title or None)
    rows = pl.DataFrame({"name": [name, f"{name} 2"], "value": [0.3, 0.9]})
    parts = pl.DataFrame({"name": [name, f"{name} 2"], "contribution": [0.3, -0.9]})
    years = pl.DataFrame({"year": [2020], "fatalities_sb_best": [3], "fatalities_sb_source": [name]})
    figures = [
        ranked_risks(rows, measure=measure, title=title, thresholds=[Threshold(0.5, unit)], interval=name),
        contributions(parts, title=title, unit=unit, rises=name, falls=unit),
        sparkline([1.0, 2.0], measure=measure, title=title, names=[name, unit]),
        deaths_by_year(years, kinds=["sb"], title=title),
    ]
    for figure in figures:
        assert_harmless(figure)
        titles = {root[0].text or "" for root in roots(figure)}
        assert titles == {ET.fromstring(f"<a>{safe(title)}</a>").text or ""}  # noqa: S314


@settings(deadline=None, max_examples=25)
@given(hostile, hostile)
def test_words_on_a_map_never_become_markup(title, word):
    measure = Measure(word, word, breaks=(5.0,), words=(word, word), zero_word=word)
    values = pl.DataFrame({"place_key": ["gw:530", "gw:2"], "value": [0.0, 7.0]})
    assert_harmless(world_map(values, measure=measure, year=2020, title=title, href="/{key}"))


@settings(deadline=None, max_examples=25)
@given(
    st.dictionaries(st.sampled_from(KEYS), st.one_of(st.none(), st.floats(0, 1e6))), st.integers(1816, 2030)
)
def test_the_table_of_a_map_says_what_its_places_say(values, year):
    schema = {"place_key": pl.String, "value": pl.Float64}
    frame = pl.DataFrame({"place_key": list(values), "value": list(values.values())}, schema=schema)
    figure = world_map(frame, measure=Measure("Deaths", "deaths"), year=year, title="Where?")
    said = {
        node.text
        for node in roots(figure)[0].iter(SVG + "title")
        if ", counted with " not in (node.text or "")
    }
    table = {f"{place}: {words}" for place, words in figure.table.select("place", "shown_as").rows()}
    assert said - {"Where?"} == table
    known = {key: value for key, value in values.items() if value is not None}
    assert dict(figure.table.drop_nulls("value").select("place_key", "value").rows()) == known


@settings(deadline=None)
@given(st.lists(deaths, min_size=1, max_size=40))
def test_each_year_is_drawn_once_as_column_zero_or_gap(values):
    years = list(range(1980, 1980 + len(values)))
    frame = pl.DataFrame({"year": years, "fatalities_sb_best": pl.Series(values, dtype=pl.Int64)})
    figure = deaths_by_year(frame, kinds=["sb"], title="When?")
    assert figure.table["fatalities_sb_best"].to_list() == values
    for root in roots(figure):
        classes = [name for node in root.iter() for name in (node.get("class") or "").split()]
        assert classes.count("fig-column") == sum(1 for value in values if value)
        assert classes.count("fig-nil") == sum(1 for value in values if value == 0)
        hatched = sum(
            float(node.get("width", "0")) for node in root.iter() if node.get("class") == "fig-unknown"
        )
        assert (hatched > 0) == (None in values)


@given(st.lists(st.floats(0, 1e9, allow_subnormal=False), min_size=1, max_size=60), st.booleans())
def test_every_value_has_a_class_and_no_class_of_fifths_is_empty(values, has_zero):
    measure = Measure("m", zero_word="none" if has_zero else None)
    classes = classes_of(measure, values)
    shown = [value for value in values if value > 0 or not has_zero]
    ranks = [classes.rank(value) for value in shown]
    assert len(classes.words) == len(classes.ranges) == len(classes.limits) + 1
    assert set(ranks) == set(range(len(classes.words))) or not shown
    assert [rank for _, rank in sorted(zip(shown, ranks, strict=True))] == sorted(ranks)


@settings(deadline=None)
@given(st.lists(st.tuples(shares, shares, shares), min_size=1, max_size=30))
def test_intervals_hold_their_dots(rows):
    ordered = [sorted(row) for row in rows]
    frame = pl.DataFrame(
        [(f"p{index}", value, low, high) for index, (low, value, high) in enumerate(ordered)],
        schema=["name", "value", "low", "high"],
        orient="row",
    )
    figure = ranked_risks(frame, measure=Measure("Risk", style="percent"), title="Which?")
    assert figure.table["value"].is_sorted(descending=True)
    for root in roots(figure):
        dots = [node for node in root.iter(SVG + "circle") if node.get("r") == "5"]
        lines = [node for node in root.iter(SVG + "line") if "fig-interval" in (node.get("class") or "")]
        for dot, line in zip(dots, lines, strict=True):
            low, high = float(line.get("x1", "0")), float(line.get("x2", "0"))
            assert low - 0.11 <= float(dot.get("cx", "0")) <= high + 0.11
