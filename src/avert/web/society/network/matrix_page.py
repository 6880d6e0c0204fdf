"""Who is tied with whom, as a matrix: actor by actor where there are few, else by level and sector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from avert.society.actors import Actor
from avert.society.layout import BANDS
from avert.society.network import LAYERS, Network
from avert.society.vocabulary import Layer, Sector
from avert.web.society.network.picture import Numbers, layer_word, level_word, picture_of, sector_word

MOST_BY_ACTOR = 60


@dataclass(frozen=True)
class Square:
    """Where a row and a column meet: how many ties, and which."""

    count: int
    said: str
    is_same: bool


@dataclass(frozen=True)
class MatrixRow:
    """A row with its heading."""

    heading: str
    note: str
    squares: Sequence[Square]
    total: int


@dataclass(frozen=True)
class Matrix:
    """Ties from rows to columns; those both ways stand on both sides of the diagonal."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[MatrixRow]

    def without_empty(self) -> Matrix:
        """Return it without those of whom nothing is in it, neither from them nor to them."""
        kept = [
            number
            for number, row in enumerate(self.rows)
            if row.total or any(other.squares[number].count for other in self.rows)
        ]
        rows = [
            replace(self.rows[number], squares=[self.rows[number].squares[column] for column in kept])
            for number in kept
        ]
        return Matrix(self.caption, [self.headings[number] for number in kept], rows)

    @property
    def total(self) -> int:
        """Return how many squares' ties there are in all."""
        return sum(row.total for row in self.rows)


def matrices_of(network: Network) -> dict[str, Any]:
    """Return the matrix of peaceful ties and that of hostility."""
    is_by_actor = network.n <= MOST_BY_ACTOR
    peaceful = [layer for layer in LAYERS if layer is not Layer.HOSTILITY]
    of = _by_actor if is_by_actor else _by_block
    return {
        "is_by_actor": is_by_actor,
        "most": MOST_BY_ACTOR,
        "matrix": of(network, peaceful, _("Ties from each row to each column")),
        "hostility": of(network, [Layer.HOSTILITY], _("Hostility")).without_empty(),
    }


def _by_actor(network: Network, layers: Sequence[Layer], caption: str) -> Matrix:
    order = sorted(range(network.n), key=lambda one: _rank(network.actors[one]))
    names = [(network.actors[one].name, level_word(network.actors[one].level)) for one in order]
    return _matrix(network, layers, caption, _inverse(order), names)


def _by_block(network: Network, layers: Sequence[Layer], caption: str) -> Matrix:
    keys = [(actor.level, actor.sector) for actor in network.actors]
    blocks = sorted(set(keys), key=lambda key: (BANDS.index(key[0]), _sector_rank(key[1])))
    counts, place = Counter(keys), {key: number for number, key in enumerate(blocks)}
    names = [
        (f"{level_word(level)}, {sector_word(sector).lower()}", _actors(counts[level, sector]))
        for level, sector in blocks
    ]
    return _matrix(network, layers, caption, [place[key] for key in keys], names)


def _matrix(
    network: Network,
    layers: Sequence[Layer],
    caption: str,
    place: Sequence[int],
    names: Sequence[tuple[str, str]],
) -> Matrix:
    found = _counts(network, layers, np.array(place, int), len(names))
    rows = []
    for number, (heading, note) in enumerate(names):
        squares = [_square(found[number, column], is_same=number == column) for column in range(len(names))]
        rows.append(MatrixRow(heading, note, squares, sum(square.count for square in squares)))
    return Matrix(caption, [heading for heading, _note in names], rows)


def _counts(network: Network, layers: Sequence[Layer], place: Numbers, size: int) -> Numbers:
    """Return (size, size, layers) how many ties run from each place to each; those both ways count in both."""
    lines = picture_of(network, None, layers).lines
    one, other = place[lines.source], place[lines.target]
    back = ~lines.is_directed & (one != other)
    counts = np.zeros((size, size, len(LAYERS)), dtype=np.int64)
    np.add.at(counts, (one, other, lines.layer), 1)
    np.add.at(counts, (other[back], one[back], lines.layer[back]), 1)
    return counts


def _square(counts: Numbers, *, is_same: bool) -> Square:
    held = zip(LAYERS, counts.tolist(), strict=True)
    said = ", ".join(f"{layer_word(layer)} {count}" for layer, count in held if count)
    return Square(int(counts.sum()), said, is_same)


def _actors(count: int) -> str:
    return _("one actor") if count == 1 else _("{count} actors").format(count=count)


def _rank(actor: Actor) -> tuple[int, int, str]:
    return BANDS.index(actor.level), _sector_rank(actor.sector), actor.name


def _sector_rank(sector: Sector | None) -> int:
    return list(Sector).index(sector) if sector else len(Sector)


def _inverse(order: Sequence[int]) -> list[int]:
    place = [0] * len(order)
    for number, one in enumerate(order):
        place[one] = number
    return place
