"""What must hold for every source, merely by its being listed."""

from __future__ import annotations

import pytest

from avert.sources.declaration import TYPES, load_declarations
from avert.sources.registry import SOURCES

LAYOUTS = [layout for source in SOURCES for layout in load_declarations(source)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.source}-{layout.layout}")
class TestEverySource:
    def test_says_who_published_it_and_on_what_terms(self, layout) -> None:
        for said in (layout.title, layout.publisher, layout.licence, layout.citation):
            assert len(said) > 3
        assert layout.url.startswith("https://")

    def test_is_identified_by_columns_that_it_declares(self, layout) -> None:
        declared = {column.name for column in layout.columns} | set(layout.ignored)
        assert set(layout.signature) <= declared
        assert not set(layout.signature) & set(layout.excludes)

    def test_has_a_key_of_its_own_columns(self, layout) -> None:
        assert layout.key
        assert set(layout.key) <= {column.becomes for column in layout.columns}

    def test_declares_types_that_exist_and_bounds_in_order(self, layout) -> None:
        for column in layout.columns:
            assert column.type in TYPES
            assert column.least is None or column.least < column.most

    def test_gives_a_reason_for_every_column_left_out(self, layout) -> None:
        assert all(len(reason) > 3 for reason in layout.ignored.values())


def test_no_two_layouts_are_told_apart_by_the_same_columns_except_annual_and_candidate_events() -> None:
    signatures = [(x.header_line, x.signature) for x in LAYOUTS if x.source != "ucdp_candidate"]
    assert len(set(signatures)) == len(signatures)
