"""PRIO-GRID: half-degree cells that cover the globe, numbered from the south-west.

Cell 1 has its south-west corner at 90° S 180° W; numbers run east along a row of 720 cells, then north
through 360 rows. Source: Tollefsen, Strand & Buhaug (2012), *PRIO-GRID: A unified spatial data structure*,
Journal of Peace Research 49(2), 363–374. A point on an edge belongs to the cell to its north or east, as in
UCDP GED; longitude 180 is the same as −180, and the North Pole belongs to the last row.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

from avert.errors import InputError
from avert.places.shipped import rows_of

N_ROWS, N_COLS = 360, 720
N_CELLS = N_ROWS * N_COLS
CELL_DEGREES = 0.5

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating[Any]]
Numbers = npt.NDArray[Any]
Contiguity = Literal["queen", "rook"]


@overload
def gid_of(lon: float, lat: float) -> int: ...
@overload
def gid_of(lon: Numbers, lat: Numbers) -> Ints: ...
def gid_of(lon: float | Numbers, lat: float | Numbers) -> int | Ints:
    """Return the cell in which a point lies.

    Args:
        lon: Longitude in degrees, −180 to 180; a number or an array.
        lat: Latitude in degrees, −90 to 90; a number or an array of the same shape.

    Raises:
        InputError: A coordinate is missing or out of range.

    >>> gid_of(-69.25, -55.75), gid_of(np.array([-180.0, 179.9]), np.array([-90.0, 89.9])).tolist()
    (49182, [1, 259200])
    """
    x, y = _coordinates("Longitude", lon, 180.0), _coordinates("Latitude", lat, 90.0)
    east, north = (np.floor(degrees / CELL_DEGREES).astype(np.int64) for degrees in (x, y))
    col = (east + N_COLS // 2) % N_COLS + 1
    row = np.minimum(north + N_ROWS // 2 + 1, N_ROWS)
    return _as_given((row - 1) * N_COLS + col)


@overload
def centroid_of(gid: int) -> tuple[float, float]: ...
@overload
def centroid_of(gid: Numbers) -> tuple[Floats, Floats]: ...
def centroid_of(gid: int | Numbers) -> tuple[float, float] | tuple[Floats, Floats]:
    """Return longitude and latitude of the middle of a cell.

    >>> centroid_of(49182)
    (-69.25, -55.75)
    """
    row, col = _row_col(_cells(gid))
    lon = (col - 0.5) * CELL_DEGREES - 180.0
    lat = (row - 0.5) * CELL_DEGREES - 90.0
    return (float(lon), float(lat)) if lon.ndim == 0 else (lon, lat)


@overload
def row_col_of(gid: int) -> tuple[int, int]: ...
@overload
def row_col_of(gid: Numbers) -> tuple[Ints, Ints]: ...
def row_col_of(gid: int | Numbers) -> tuple[int, int] | tuple[Ints, Ints]:
    """Return row (1 to 360, from the south) and column (1 to 720, from the west) of a cell.

    >>> row_col_of(49182)
    (69, 222)
    """
    row, col = _row_col(_cells(gid))
    return (int(row), int(col)) if row.ndim == 0 else (row, col)


@overload
def gid_of_row_col(row: int, col: int) -> int: ...
@overload
def gid_of_row_col(row: Numbers, col: Numbers) -> Ints: ...
def gid_of_row_col(row: int | Numbers, col: int | Numbers) -> int | Ints:
    """Return the cell in a row and a column.

    >>> gid_of_row_col(69, 222)
    49182
    """
    return _as_given((_whole("Row", row, N_ROWS) - 1) * N_COLS + _whole("Column", col, N_COLS))


def neighbours(gid: int | Numbers, order: int = 1, contiguity: Contiguity = "queen") -> Ints:
    """Return the cells around a cell, without the cell itself.

    Rows wrap at the antimeridian and stop at the poles. Neighbours of a higher order include the lower ones.

    Args:
        gid: A cell, or an array of n cells.
        order: How many steps away, 1 to 359.
        contiguity: ``queen`` counts edges and corners, ``rook`` edges only.

    Returns:
        For one cell its neighbours, sorted; for n cells an array of n rows, in which 0 stands where a
        neighbour would lie beyond a pole.

    >>> neighbours(1).tolist(), neighbours(1, contiguity="rook").tolist()
    ([2, 720, 721, 722, 1440], [2, 720, 721])
    """
    row, col = _row_col(_cells(gid))
    down, right = _steps(order, contiguity)
    rows, cols = row[..., None] + down, (col[..., None] - 1 + right) % N_COLS + 1
    around = np.where((rows >= 1) & (rows <= N_ROWS), (rows - 1) * N_COLS + cols, 0)
    return np.sort(around[around > 0]) if row.ndim == 0 else around


def land_cells() -> Ints:
    """Return the 64,818 cells with land that VIEWS forecasts for, sorted; the array is read-only.

    >>> len(land_cells()), int(land_cells()[0])
    (64818, 49182)
    """
    return _land()[0]


@overload
def is_land(gid: int) -> bool: ...
@overload
def is_land(gid: Numbers) -> npt.NDArray[np.bool_]: ...
def is_land(gid: int | Numbers) -> bool | npt.NDArray[np.bool_]:
    """Tell which cells are among :func:`land_cells`.

    >>> is_land(49182), is_land(1)
    (True, False)
    """
    found = _land()[1][_cells(gid)]
    return bool(found) if found.ndim == 0 else found


@cache
def _land() -> tuple[Ints, npt.NDArray[np.bool_]]:
    runs = [(int(row["start"]), int(row["length"])) for row in rows_of("land_cells")]
    cells = np.concatenate([np.arange(start, start + length, dtype=np.int64) for start, length in runs])
    has_land = np.zeros(N_CELLS + 1, dtype=np.bool_)
    has_land[cells] = True
    cells.flags.writeable = False
    return cells, has_land


def _steps(order: int, contiguity: Contiguity) -> tuple[Ints, Ints]:
    if contiguity not in ("queen", "rook"):
        raise InputError(f"{contiguity!r} is no contiguity of cells. Choose 'queen' or 'rook'.")
    if not 1 <= order < N_ROWS:
        raise InputError(f"Order {order} is out of range: neighbours lie 1 to {N_ROWS - 1} cells away.")
    steps = np.arange(-order, order + 1, dtype=np.int64)
    down, right = (part.ravel() for part in np.meshgrid(steps, steps, indexing="ij"))
    away = np.abs(down) + np.abs(right) if contiguity == "rook" else np.maximum(np.abs(down), np.abs(right))
    is_near = (away > 0) & (away <= order)
    return down[is_near], right[is_near]


def _row_col(cells: Ints) -> tuple[Ints, Ints]:
    row, col = np.divmod(cells - 1, N_COLS)
    return np.asarray(row + 1), np.asarray(col + 1)


def _cells(gid: int | Numbers) -> Ints:
    return _whole("PRIO-GRID cell", gid, N_CELLS)


def _whole(what: str, given: int | Numbers, most: int) -> Ints:
    """Return whole numbers from 1 to ``most``, or say which one is not."""
    values = np.asarray(given)
    is_bad = ~((values >= 1) & (values <= most) & (values == np.floor(values)))
    if is_bad.any():
        raise InputError(f"{what} {_first(values, is_bad)} does not exist; they run from 1 to {most:,}.")
    return values.astype(np.int64)


def _coordinates(what: str, given: float | Numbers, most: float) -> Floats:
    """Return degrees from −``most`` to ``most``, or say which one is not."""
    values = np.asarray(given, dtype=np.float64)
    is_bad = ~((values >= -most) & (values <= most))
    if is_bad.any():
        raise InputError(
            f"{what} {_first(values, is_bad)} is not between -{most:g} and {most:g} degrees. "
            "Check the order of longitude and latitude, and that none is missing."
        )
    return values


def _first(values: Numbers, is_bad: npt.NDArray[np.bool_]) -> Any:
    return np.atleast_1d(values)[np.atleast_1d(is_bad)][0]


def _as_given(values: Ints) -> int | Ints:
    return int(values) if values.ndim == 0 else values
