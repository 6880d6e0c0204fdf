"""PRIO-GRID arithmetic at the corners, on the edges and with wrong input."""

from __future__ import annotations

import numpy as np
import pytest

from avert.errors import InputError
from avert.places import (
    centroid_of,
    gid_of,
    gid_of_row_col,
    is_land,
    land_cells,
    neighbours,
    row_col_of,
)


def test_cells_run_from_the_south_west_east_and_north() -> None:
    assert [gid_of(-179.75, -89.75), gid_of(179.75, -89.75), gid_of(-179.75, -89.25)] == [1, 720, 721]
    assert gid_of(179.75, 89.75) == 259_200


def test_a_known_cell_lies_in_tierra_del_fuego() -> None:
    assert centroid_of(49_182) == (-69.25, -55.75)
    assert gid_of(-69.25, -55.75) == 49_182


def test_a_point_on_an_edge_belongs_to_the_north_and_east() -> None:
    assert centroid_of(gid_of(38.5, 9.0)) == (38.75, 9.25)
    assert centroid_of(gid_of(-0.5, -0.5)) == (-0.25, -0.25)


def test_the_antimeridian_is_one_line_and_the_pole_belongs_to_the_last_row() -> None:
    assert gid_of(180.0, 0.0) == gid_of(-180.0, 0.0)
    assert row_col_of(gid_of(0.0, 90.0))[0] == 360
    assert row_col_of(gid_of(0.0, -90.0))[0] == 1


def test_arrays_give_arrays_and_numbers_give_numbers() -> None:
    gids = gid_of(np.array([38.7, -69.25]), np.array([9.0, -55.75]))
    assert gids.tolist() == [gid_of(38.7, 9.0), 49_182]
    assert isinstance(gid_of(38.7, 9.0), int)
    assert isinstance(centroid_of(1)[0], float)
    assert isinstance(row_col_of(1)[0], int)
    assert isinstance(is_land(1), bool)
    assert centroid_of(gids)[0].shape == row_col_of(gids)[0].shape == (2,)
    assert gid_of_row_col(np.array([1, 360]), np.array([1, 720])).tolist() == [1, 259_200]


def test_empty_arrays_are_welcome() -> None:
    nothing = np.array([])
    assert gid_of(nothing, nothing).tolist() == is_land(nothing).tolist() == []


@pytest.mark.parametrize("gid", [0, -1, 259_201, np.array([5, 0]), np.array([np.nan]), 1.5])
def test_a_cell_that_does_not_exist_is_refused(gid: int) -> None:
    for use in (centroid_of, row_col_of, neighbours, is_land):
        with pytest.raises(InputError, match="259,200"):
            use(gid)


@pytest.mark.parametrize(
    ("lon", "lat"), [(181.0, 0.0), (0.0, 90.1), (np.nan, 0.0), (np.array([0.0, -200.0]), np.zeros(2))]
)
def test_coordinates_out_of_range_or_missing_are_refused(lon: float, lat: float) -> None:
    with pytest.raises(InputError, match="degrees"):
        gid_of(lon, lat)


def test_rows_and_columns_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="Row 361"):
        gid_of_row_col(361, 1)
    with pytest.raises(InputError, match="Column 0"):
        gid_of_row_col(1, 0)


def test_a_cell_inland_has_eight_or_four_neighbours() -> None:
    gid = gid_of_row_col(100, 100)
    queens = {gid + step for step in (-721, -720, -719, -1, 1, 719, 720, 721)}
    assert set(neighbours(gid).tolist()) == queens
    assert neighbours(gid, contiguity="rook").tolist() == [gid - 720, gid - 1, gid + 1, gid + 720]


def test_neighbours_of_a_higher_order_include_the_lower() -> None:
    gid = gid_of_row_col(100, 100)
    assert len(neighbours(gid, order=2)) == 24
    assert len(neighbours(gid, order=2, contiguity="rook")) == 12
    assert set(neighbours(gid)) < set(neighbours(gid, order=2))


def test_neighbours_wrap_at_the_antimeridian_and_stop_at_the_poles() -> None:
    assert neighbours(gid_of_row_col(100, 1), contiguity="rook").tolist() == [
        gid_of_row_col(99, 1),
        gid_of_row_col(100, 2),
        gid_of_row_col(100, 720),
        gid_of_row_col(101, 1),
    ]
    assert len(neighbours(259_200)) == 5
    assert len(neighbours(1, contiguity="rook")) == 3


def test_neighbours_of_several_cells_have_zeros_beyond_a_pole() -> None:
    around = neighbours(np.array([1, gid_of_row_col(100, 100)]))
    assert around.shape == (2, 8)
    assert (around == 0).sum(axis=1).tolist() == [3, 0]
    assert sorted(set(around[0].tolist()) - {0}) == neighbours(1).tolist()


def test_neighbours_of_an_odd_order_or_contiguity_are_refused() -> None:
    for order in (0, 360):
        with pytest.raises(InputError, match="1 to 359"):
            neighbours(1, order=order)
    with pytest.raises(InputError, match="rook"):
        neighbours(1, contiguity="bishop")  # type: ignore[arg-type]


def test_land_is_the_canonical_grid() -> None:
    land = land_cells()
    assert len(land) == 64_818
    assert (np.diff(land) > 0).all()
    assert is_land(land).all()
    assert is_land(np.arange(1, 259_201)).sum() == 64_818


def test_land_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(ValueError, match="read-only"):
        land_cells()[0] = 1
