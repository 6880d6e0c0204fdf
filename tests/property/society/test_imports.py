"""Laws of imports: reading twice is reading once, order does not matter, and no row makes a reader fall over."""

from __future__ import annotations

import random
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from avert.errors import InputError
from avert.society.imports import read_iati, read_structures, read_three_w
from avert.society.imports.hxl import write_tagged
from avert.society.imports.tables import read_rows
from avert.society.same_name import Named, suggest_duplicates
from society_files import iati, three_w_csv, three_w_rows

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
COLUMNS = [
    ("who", "#org+name"),
    ("what", "#sector"),
    ("where", "#adm1+name"),
    ("from", "#date+start"),
    ("to", "#date+end"),
    ("status", "#status"),
]


@given(st.integers(0, 10_000), st.integers(0, 40))
@settings(max_examples=30, deadline=None)
def test_a_table_read_twice_or_in_another_order_gives_the_same_rows(seed: int, count: int) -> None:
    rows = three_w_rows(count + 1, seed)
    first = read_three_w(three_w_csv(rows))
    assert read_three_w(three_w_csv(rows)) == first
    random.Random(seed).shuffle(rows)  # noqa: S311
    again = read_three_w(three_w_csv(rows + rows, has_tags=False, separator=";"))
    assert (again.structures, again.activities, again.ties) == (
        first.structures,
        first.activities,
        first.ties,
    )
    assert [one.digest for one in again.activities] == [one.digest for one in first.activities]


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_activities_read_twice_are_equal_and_keys_stand_once(seed: int) -> None:
    content = iati(12, seed)
    found = read_iati(content)
    assert found == read_iati(content)
    for rows in (found.structures, found.activities, found.ties):
        assert len({row.key for row in rows}) == len(rows)


@given(st.lists(st.lists(TEXT, min_size=6, max_size=6), min_size=1, max_size=6))
@settings(deadline=None)
def test_whatever_stands_in_cells_each_row_is_kept_or_named(rows: list[list[str]]) -> None:
    found = read_three_w(write_tagged(COLUMNS, rows).encode())
    fatal = {one.row for one in found.problems if one.is_fatal}
    assert len(found.activities) + len(fatal - {0}) <= found.rows_read
    assert found.activities or fatal or not found.rows_read
    assert all(row.key and row.name for row in found.structures)


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused_as_input(content: bytes) -> None:
    for read in (read_three_w, read_iati, read_structures):
        with suppress(InputError):  # anything else would be shown as a fault of ours
            assert read(content).rows_read >= 0


@given(st.lists(TEXT.map(lambda text: " ".join(text.split())), min_size=1, max_size=5))
@settings(deadline=None)
def test_what_is_written_reads_back_and_begins_with_no_formula(cells: list[str]) -> None:
    text = write_tagged(
        [(f"c{n}", "#meta") for n, _ in enumerate(cells)] + [("end", "#meta+end")], [[*cells, "x"]]
    )
    row = read_rows(text.encode()).rows[2]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in text.splitlines()[2].split(","))
    seen = [cell for cell in cells if cell.isprintable() and not cell.startswith("'")]
    assert set(seen) <= {*row.cells, ""}


@given(st.lists(TEXT, min_size=2, max_size=8))
@settings(deadline=None)
def test_suggestions_do_not_depend_on_the_order_of_names(texts: list[str]) -> None:
    names = [Named(str(n), (text,)) for n, text in enumerate(texts)]
    pairs = [
        {(frozenset((one.a, one.b)), one.score, one.why) for one in suggest_duplicates(some)}
        for some in (names, names[::-1])
    ]
    assert pairs[0] == pairs[1]
