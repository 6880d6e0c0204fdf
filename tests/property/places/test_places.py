"""What holds for any place, day, spelling and cell."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from avert.errors import UnknownPlaceError
from avert.places import (
    LANGUAGES,
    Place,
    all_places,
    centroid_of,
    find_place,
    gid_of,
    gid_of_row_col,
    neighbours,
    row_col_of,
    search_places,
)
from avert.places.names import Name, fold

PLACES = st.sampled_from(all_places())
DAYS = st.dates(dt.date(1816, 1, 1), dt.date(2030, 12, 31))
GIDS = st.integers(1, 259_200)
NAMES = PLACES.flatmap(lambda place: st.tuples(st.just(place), st.sampled_from(place.names)))


@given(place=PLACES, lang=st.sampled_from(LANGUAGES), year=st.integers(1816, 2030) | st.none())
def test_a_place_has_a_name_in_every_language_and_year(place: Place, lang: str, year: int | None) -> None:
    assert place.name(lang, year).strip()


@given(place=PLACES, day=DAYS)
def test_a_key_means_the_same_place_on_any_day(place: Place, day: dt.date) -> None:
    assert find_place(place.key, on=day) == place


def found_or_refused(text: str, day: dt.date) -> Place | str:
    try:
        return find_place(text, on=day)
    except UnknownPlaceError as refusal:
        return str(refusal)


@given(pair=NAMES, day=DAYS)
def test_a_name_never_means_a_place_that_does_not_bear_it(pair: tuple[Place, Name], day: dt.date) -> None:
    text, found = pair[1].text, found_or_refused(pair[1].text, day)
    if isinstance(found, Place):
        assert fold(text) in {fold(name.text) for name in found.names}
    else:
        assert "may mean" in found


@given(pair=NAMES)
def test_spelling_without_case_and_marks_changes_nothing(pair: tuple[Place, Name]) -> None:
    text = pair[1].text
    assert fold(text.upper()) == fold(text) == fold(f"  {text}. ") == fold(fold(text))


@given(pair=NAMES)
def test_search_finds_a_place_by_any_of_its_names(pair: tuple[Place, Name]) -> None:
    place, name = pair
    assert place in search_places(name.text, limit=400)


@given(text=st.text(max_size=30), day=DAYS)
def test_any_text_is_a_place_or_a_clear_refusal(text: str, day: dt.date) -> None:
    found = found_or_refused(text, day)
    assert found in all_places() if isinstance(found, Place) else found.endswith((".", "?"))
    assert len(search_places(text)) <= 10


@given(gid=GIDS)
def test_a_cell_survives_the_way_to_its_middle_and_back(gid: int) -> None:
    assert gid_of(*centroid_of(gid)) == gid
    assert gid_of_row_col(*row_col_of(gid)) == gid


@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_a_point_lies_within_a_quarter_degree_of_the_middle_of_its_cell(lon: float, lat: float) -> None:
    x, y = centroid_of(gid_of(lon, lat))
    assert min(abs(lon - x), 360 - abs(lon - x)) <= 0.25
    assert abs(lat - y) <= 0.25


@given(gid=GIDS, order=st.integers(1, 5), contiguity=st.sampled_from(["queen", "rook"]))
def test_neighbours_are_mutual_and_never_the_cell_itself(gid: int, order: int, contiguity: str) -> None:
    around = neighbours(gid, order=order, contiguity=contiguity)  # type: ignore[arg-type]
    assert gid not in around
    assert len(np.unique(around)) == len(around)
    assert gid in neighbours(int(around[0]), order=order, contiguity=contiguity)  # type: ignore[arg-type]


@given(gids=st.lists(GIDS, min_size=1, max_size=20))
def test_many_cells_at_once_give_what_each_gives_alone(gids: list[int]) -> None:
    cells = np.array(gids)
    assert list(zip(*(part.tolist() for part in centroid_of(cells)), strict=True)) == [
        centroid_of(gid) for gid in gids
    ]
    for row, gid in zip(neighbours(cells), gids, strict=True):
        assert np.sort(row[row > 0]).tolist() == neighbours(gid).tolist()
