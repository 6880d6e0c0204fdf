"""Where each actor stands in a picture of the network: levels above one another, groups or areas side by side."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from avert.society.actors import Actor
from avert.society.vocabulary import Level

MOST_COLUMNS = 8  # more groups or areas share the last column
STRETCH = 2.4  # a block of actors is that many times as wide as it is high
GAP = 1.0  # between columns and between bands, in steps
SWAY = 0.22  # neighbours stand a little above and below one another, so that ties between them show

BANDS: tuple[Level | None, ...] = (*Level, None)


@dataclass(frozen=True)
class Band:
    """A level with the actors of it, from ``top`` to ``bottom``; None is the level that is not known."""

    level: Level | None
    top: float
    bottom: float


@dataclass(frozen=True)
class Column:
    """What stands below one another: a group, an area; empty where there is neither, None for all others."""

    name: str | None
    left: float
    right: float


@dataclass(frozen=True)
class Layout:
    """Places in steps from the upper corner; one step is the distance between neighbours."""

    at: tuple[tuple[float, float], ...]
    bands: tuple[Band, ...]
    columns: tuple[Column, ...]
    width: float
    height: float


def lay_out(actors: Sequence[Actor]) -> Layout:
    """Return where actors stand: the same actors always at the same places, whatever their order.

    >>> from avert.society.vocabulary import Level
    >>> there = [Actor("b", "", level=Level.GRASSROOTS), Actor("a", "", level=Level.TOP)]
    >>> [y for _x, y in lay_out(there).at]
    [2.5, 0.5]
    """
    names = _column_names(actors)
    cells: dict[tuple[str | None, Level | None], list[int]] = {}
    for number in sorted(range(len(actors)), key=lambda one: (actors[one].name, actors[one].id)):
        cells.setdefault((names[number], actors[number].level), []).append(number)
    columns, slots = _columns(cells)
    bands = _bands(cells, slots)
    at = [(0.0, 0.0)] * len(actors)
    for (name, level), members in cells.items():
        column = next(one for one in columns if one.name == name)
        band = next(one for one in bands if one.level == level)
        for place, number in enumerate(members):
            at[number] = _place(place, len(members), slots[name], column, band)
    return Layout(
        tuple(at),
        bands,
        columns,
        columns[-1].right if columns else 0.0,
        bands[-1].bottom if bands else 0.0,
    )


def _column_names(actors: Sequence[Actor]) -> list[str | None]:
    own = [min(one.groups, default="") or min(one.areas, default="") for one in actors]
    counts = Counter(own)
    kept = {name for name, _count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_COLUMNS]}
    # One column more than there is room for is not worth a column of others.
    return [name if name in kept or len(counts) <= MOST_COLUMNS + 1 else None for name in own]


def _columns(
    cells: dict[tuple[str | None, Level | None], list[int]],
) -> tuple[tuple[Column, ...], dict[str | None, int]]:
    slots: dict[str | None, int] = {}
    for (name, _level), members in cells.items():
        slots[name] = max(slots.get(name, 1), math.ceil(math.sqrt(len(members) * STRETCH)))
    columns, left = [], 0.0
    for name in _in_order(slots):
        columns.append(Column(name, left, left + slots[name]))
        left += slots[name] + GAP
    return tuple(columns), slots


def _in_order(slots: dict[str | None, int]) -> list[str | None]:
    """Order columns by name, what is others last, the widest in the middle: most ties run to it."""
    widest = max(slots, key=lambda one: (slots[one], one or ""), default="")
    others = sorted(slots.keys() - {widest}, key=lambda one: (one is None, one or ""))
    middle = (len(others) + 1) // 2
    return [*others[:middle], widest, *others[middle:]] if slots else []


def _bands(
    cells: dict[tuple[str | None, Level | None], list[int]], slots: dict[str | None, int]
) -> tuple[Band, ...]:
    rows: dict[Level | None, int] = {}
    for (name, level), members in cells.items():
        rows[level] = max(rows.get(level, 1), math.ceil(len(members) / slots[name]))
    bands, top = [], 0.0
    for level in BANDS:
        if level in rows:
            bands.append(Band(level, top, top + rows[level]))
            top += rows[level] + GAP
    return tuple(bands)


def _place(place: int, of: int, slots: int, column: Column, band: Band) -> tuple[float, float]:
    row, across = divmod(place, slots)
    in_row = min(slots, of - row * slots)
    x = (column.left + column.right) / 2 + across - (in_row - 1) / 2
    rows = math.ceil(of / slots)
    y = (band.top + band.bottom) / 2 + row - (rows - 1) / 2
    return x, y + (SWAY if across % 2 else -SWAY) * (in_row > 1)
