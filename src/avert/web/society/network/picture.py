"""What a picture of the network holds: actors and ties of one day, or of two days compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from django.utils.translation import gettext as _

from avert.society.actors import Actor
from avert.society.network import LAYERS, Network
from avert.society.vocabulary import Layer, Level, Sector
from avert.web.society import vocabulary

DRAWN_ONE_BY_ONE = 120  # more actors than this are drawn by level and sector where nothing can be zoomed into


class Change(StrEnum):
    """What became of something between two days."""

    SAME = ""
    NEW = "new"
    ENDED = "ended"


@dataclass(frozen=True)
class Line:
    """A tie between two places in the list of actors; ``ties`` where it stands for several."""

    source: int
    target: int
    layer: Layer
    is_directed: bool
    change: Change = Change.SAME
    ties: int = 1


@dataclass(frozen=True)
class Picture:
    """Actors, the change of each, and lines between them; ``count`` says for how many each actor stands."""

    actors: tuple[Actor, ...]
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]
    counts: tuple[int, ...] = ()

    @property
    def is_by_blocks(self) -> bool:
        """Say whether actors stand for all of their level and sector."""
        return bool(self.counts)


def picture_of(network: Network, before: Network | None, layers: Collection[Layer]) -> Picture:
    """Return what is drawn of a network, beside what it was."""
    if before is None:
        every = tuple(Line(*one) for one in _ties(network, layers))
        return Picture(network.actors, (Change.SAME,) * network.n, every)
    ended = tuple(actor for actor in before.actors if actor.id not in network.position)
    actors = network.actors + ended
    place = {actor.id: number for number, actor in enumerate(actors)}
    changes = [Change.SAME if actor.id in before.position else Change.NEW for actor in network.actors]
    now, then = _counted(network, layers, place), _counted(before, layers, place)
    lines = [Line(*tie, Change.NEW if tie not in then else Change.SAME) for tie in now]
    lines += [Line(*tie, Change.ENDED) for tie in then if tie not in now]
    return Picture(actors, (*changes, *[Change.ENDED] * len(ended)), tuple(lines))


def by_blocks(picture: Picture) -> Picture:
    """Return a picture in which all actors of a level and sector stand as one."""
    keys = [(actor.level, actor.sector) for actor in picture.actors]
    counts = Counter(keys)
    blocks = sorted(counts, key=str)
    place = {key: number for number, key in enumerate(blocks)}
    found: Counter[Line] = Counter()
    for line in picture.lines:
        ends = place[keys[line.source]], place[keys[line.target]]
        found[replace(line, source=min(ends), target=max(ends), is_directed=False)] += 1
    actors = tuple(Actor(f"{level}-{sector}", sector_word(sector), sector, level) for level, sector in blocks)
    lines = tuple(replace(line, ties=ties) for line, ties in found.items() if line.source != line.target)
    return Picture(actors, (Change.SAME,) * len(actors), lines, tuple(counts[key] for key in blocks))


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


def _counted(
    network: Network, layers: Collection[Layer], place: dict[str, int]
) -> dict[tuple[int, int, Layer, bool], None]:
    """Return ties by place in a list of actors, each once, in order; those both ways from the lower place."""
    found: dict[tuple[int, int, Layer, bool], None] = {}
    for source, target, layer, is_directed in _ties(network, layers):
        ends = place[network.actors[source].id], place[network.actors[target].id]
        first, last = ends if is_directed else sorted(ends)
        found[first, last, layer, is_directed] = None
    return found


def _ties(network: Network, layers: Collection[Layer]) -> Iterator[tuple[int, int, Layer, bool]]:
    asked = np.isin(network.layer, [LAYERS.index(layer) for layer in layers])
    _numbers, first, arcs = np.unique(network.tie[asked], return_index=True, return_counts=True)
    columns = (network.source[asked][first], network.target[asked][first], network.layer[asked][first], arcs)
    for source, target, layer, ways in zip(*(column.tolist() for column in columns), strict=True):
        yield source, target, LAYERS[layer], ways == 1
