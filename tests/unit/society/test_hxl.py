"""The tag row of HXL: found, matched, written, and refused where a column would be lost."""

from __future__ import annotations

import pytest

from avert.errors import MalformedFileError
from avert.society.imports.hxl import Tag, column_of, find_tags, parse_tag, write_tagged
from avert.society.imports.tables import Row, read_rows


def rows(*lines: list[str]) -> list[Row]:
    return [Row(number, tuple(line)) for number, line in enumerate(lines, start=1)]


def test_attributes_may_stand_in_any_order_and_spacing() -> None:
    assert (
        parse_tag("#Org +i_fr+NAME")
        == parse_tag(" #org+name +i_fr ")
        == Tag("org", frozenset({"name", "i_fr"}))
    )
    assert parse_tag("#org+name+i_fr").language == "fr"
    assert [parse_tag(text) for text in ("", "#", "#1", "org", "#org name", "#org++name")] == [None] * 6


def test_a_pattern_asks_for_attributes_and_refuses_others() -> None:
    tag = Tag("adm1", frozenset({"code", "alt"}))
    assert tag.matches("#adm1")
    assert tag.matches("#adm1+code")
    assert not tag.matches("#adm1-alt")
    assert not tag.matches("#adm1+name")
    assert not tag.matches("#adm2+code")


def test_earlier_patterns_win_over_earlier_columns() -> None:
    tags = [parse_tag("#org"), parse_tag("#org+name")]
    assert column_of(tags, ("#org+name", "#org")) == 1


def test_tags_are_found_below_titles_and_the_heading_above_names_the_column() -> None:
    found = find_tags(rows(["A title"], ["Who", "Where"], ["#org", "#adm1+name"], ["Elders", "Wajir"]))
    assert found.headings == ("Who", "Where")
    assert [row.number for row in found.rows] == [4]


def test_tags_below_the_25th_row_are_not_looked_for() -> None:
    lines = [["text"]] * 25 + [["#org"]]
    assert find_tags(rows(*lines)) is None
    assert find_tags(rows(*lines[1:])) is not None


def test_a_malformed_tag_among_tags_is_named_by_row_and_column() -> None:
    with pytest.raises(MalformedFileError, match="Row 1, column 3"):
        find_tags(rows(["#org", "#adm1", "sector"]))


def test_what_is_written_can_be_read_and_cannot_compute() -> None:
    text = write_tagged([("=name", "#org+name")], [["=HYPERLINK(1)"], ["@x"], ["plain"]])
    assert "'=HYPERLINK(1)" in text
    assert "'@x" in text
    assert [row.cells[0] for row in read_rows(text.encode()).rows] == [
        "=name",
        "#org+name",
        "=HYPERLINK(1)",
        "@x",
        "plain",
    ]
