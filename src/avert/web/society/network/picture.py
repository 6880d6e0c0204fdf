"""What a picture of the network holds: actors and ties of one day, or of two days compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from avert.society.actors import Actor
from avert.society.network import LAYERS, Network
from avert.society.vocabulary import Layer, Level, Sector
from avert.web.society import vocabulary

Numbers = NDArray[np.int64]
Ties = tuple[Numbers, Numbers, Numbers, NDArray[np.bool_]]
DRAWN_ONE_BY_ONE = 120  # more actors than this are drawn by level and sector where nothing can be zoomed into


class Change(StrEnum):
    """What became of something between two days."""

    SAME = ""
    NEW = "new"
    ENDED = "ended"


CHANGES = (Change.NEW, Change.ENDED, Change.SAME)  # what changed first


@dataclass(frozen=True)
class Line:
    """A tie between two places in the list of actors; ``ties`` where it stands for several."""

    source: int
    target: int
    layer: Layer
    is_directed: bool
    change: Change = Change.SAME
    ties: int = 1


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines as columns (n_lines,), ``layer`` by its place in ``LAYERS`` and ``change`` in ``CHANGES``."""

    source: Numbers
    target: Numbers
    layer: Numbers
    is_directed: NDArray[np.bool_]
    change: Numbers
    ties: Numbers

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, chosen: slice | NDArray[Any]) -> Lines:
        """Return some of them, in the order chosen."""
        return Lines(*(column[chosen] for column in vars(self).values()))

    def __iter__(self) -> Iterator[Line]:
        columns = (column.tolist() for column in vars(self).values())
        for source, target, layer, is_directed, change, ties in zip(*columns, strict=True):
            yield Line(source, target, LAYERS[layer], is_directed, CHANGES[change], ties)

    @property
    def layers(self) -> list[Layer]:
        """Return what runs along any of them."""
        return [LAYERS[layer] for layer in np.unique(self.layer)]

    def count(self, change: Change) -> int:
        """Return how many came to this."""
        return int((self.change == CHANGES.index(change)).sum())


@dataclass(frozen=True)
class Picture:
    """Actors, the change of each, and lines between them; ``count`` says for how many each actor stands."""

    actors: tuple[Actor, ...]
    changes: tuple[Change, ...]
    lines: Lines
    counts: tuple[int, ...] = ()

    @property
    def is_by_blocks(self) -> bool:
        """Say whether actors stand for all of their level and sector."""
        return bool(self.counts)


def picture_of(network: Network, before: Network | None, layers: Collection[Layer]) -> Picture:
    """Return what is drawn of a network, beside what it was."""
    if before is None:
        ties = _ties(network, layers)
        same = np.full(len(ties[0]), CHANGES.index(Change.SAME))
        return Picture(network.actors, (Change.SAME,) * network.n, Lines(*ties, same, np.ones_like(same)))
    ended = tuple(actor for actor in before.actors if actor.id not in network.position)
    actors = network.actors + ended
    place = {actor.id: number for number, actor in enumerate(actors)}
    changes = [Change.SAME if actor.id in before.position else Change.NEW for actor in network.actors]
    now = _numbered(_ties(network, layers), np.arange(network.n), len(actors))
    then = _numbered(
        _ties(before, layers), np.array([place[one.id] for one in before.actors], int), len(actors)
    )
    lines = _lines(now, then, len(actors))
    return Picture(actors, (*changes, *[Change.ENDED] * len(ended)), lines)


def by_blocks(picture: Picture) -> Picture:
    """Return a picture in which all actors of a level and sector stand as one."""
    keys = [(actor.level, actor.sector) for actor in picture.actors]
    counts = Counter(keys)
    blocks = sorted(counts, key=str)
    number = {key: at for at, key in enumerate(blocks)}
    place, lines = np.array([number[key] for key in keys], int), picture.lines
    ends = np.sort([place[lines.source], place[lines.target]], axis=0)
    columns = np.array([*ends, lines.layer, lines.change])[:, ends[0] != ends[1]]
    (one, other, layer, change), ties = np.unique(columns, axis=1, return_counts=True)
    actors = tuple(Actor(f"{level}-{sector}", sector_word(sector), sector, level) for level, sector in blocks)
    joined = Lines(one, other, layer, np.zeros(len(one), bool), change, ties)
    return Picture(actors, (Change.SAME,) * len(actors), joined, tuple(counts[key] for key in blocks))


def level_word(level: Level | None) -> str:
    """Return a level in words."""
    return str(vocabulary.LEVELS[level]) if level else _("Level not known")


def sector_word(sector: Sector | None) -> str:
    """Return a sector in words."""
    return str(vocabulary.SECTORS[sector]) if sector else _("Sector not known")


def layer_word(layer: Layer) -> str:
    """Return what runs along a tie in words."""
    return str(vocabulary.LAYERS[layer])


def change_word(change: Change) -> str:
    """Return in words what became of something between two days."""
    words = {Change.SAME: _("as before"), Change.NEW: _("new"), Change.ENDED: _("ended")}
    return words[change]


def _numbered(ties: Ties, place: Numbers, n: int) -> Numbers:
    """Return ties between places as numbers, each once, in order; those both ways from the lower place."""
    source, target, layer, is_directed = ties
    one, other = place[source], place[target]
    first = np.where(is_directed, one, np.minimum(one, other))
    last = np.where(is_directed, other, np.maximum(one, other))
    numbers = ((first * n + last) * len(LAYERS) + layer) * 2 + is_directed
    return numbers[np.sort(np.unique(numbers, return_index=True)[1])]


def _lines(now: Numbers, then: Numbers, n: int) -> Lines:
    ended = then[~np.isin(then, now)]
    is_same = np.isin(now, then)
    change = np.where(is_same, CHANGES.index(Change.SAME), CHANGES.index(Change.NEW))
    rest, is_directed = np.divmod(np.concatenate([now, ended]), 2)
    rest, layer = np.divmod(rest, len(LAYERS))
    source, target = np.divmod(rest, n)
    change = np.concatenate([change, np.full(len(ended), CHANGES.index(Change.ENDED))])
    return Lines(source, target, layer, is_directed.astype(bool), change, np.ones_like(source))


def _ties(network: Network, layers: Collection[Layer]) -> Ties:
    """Return source, target, layer and whether it runs one way of each tie."""
    asked = np.isin(network.layer, [LAYERS.index(layer) for layer in layers])
    _numbers, first, arcs = np.unique(network.tie[asked], return_index=True, return_counts=True)
    at = np.flatnonzero(asked)[first]
    return network.source[at], network.target[at], network.layer[at].astype(np.int64), arcs == 1
