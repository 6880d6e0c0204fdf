"""The peace network of one day, as arrays that measures are computed from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from avert.society.actors import Actor, Tie, check_ties, in_force
from avert.society.vocabulary import Layer, Level

LEVELS = tuple(Level)
LAYERS = tuple(Layer)
PEACEFUL = tuple(layer for layer in LAYERS if layer is not Layer.HOSTILITY)
UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class Network:
    """Actors in order, and arcs between their positions; a tie that is not directed is two arcs.

    ``source``, ``target``: (n_arcs,) positions; ``layer``: (n_arcs,) positions in ``LAYERS``;
    ``tie``: (n_arcs,) the number of the tie an arc belongs to.
    """

    actors: tuple[Actor, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    layer: NDArray[np.int8]
    tie: NDArray[np.int64]

    @property
    def n(self) -> int:
        """How many actors there are."""
        return len(self.actors)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each actor stands, by id."""
        return {actor.id: number for number, actor in enumerate(self.actors)}

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """(n,) position of each actor's level in ``LEVELS``, or -1 where unknown."""
        found = [LEVELS.index(one.level) if one.level else UNKNOWN for one in self.actors]
        return np.array(found, dtype=np.int8)

    @cached_property
    def is_decision_maker(self) -> NDArray[np.bool_]:
        """(n,) who can decide on a response."""
        return np.array([actor.is_decision_maker for actor in self.actors], dtype=bool)

    def arcs(self, layers: Collection[Layer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return sources and targets of the arcs of these layers."""
        kept = np.isin(self.layer, [LAYERS.index(layer) for layer in layers])
        return self.source[kept], self.target[kept]

    def adjacency(self, layers: Collection[Layer]) -> csr_array:
        """Return (n, n): 1 where an arc of any of these layers runs from row to column, without doubles."""
        source, target = self.arcs(layers)
        pairs = np.unique(source * max(self.n, 1) + target)
        rows, columns = np.divmod(pairs, max(self.n, 1))
        return csr_array((np.ones(len(pairs)), (rows, columns)), shape=(self.n, self.n))

    def with_arcs(
        self,
        source: NDArray[np.int64],
        target: NDArray[np.int64],
        layer: NDArray[np.int8],
        tie: NDArray[np.int64],
    ) -> Network:
        """Return other arcs between the same actors; what was worked out about actors is kept."""
        other = Network(self.actors, source, target, layer, tie)
        kept = ("position", "levels", "is_decision_maker")
        vars(other).update({name: vars(self)[name] for name in kept if name in vars(self)})
        return other

    def without(self, positions: Collection[int]) -> Network:
        """Return the network without some actors and all that ties them."""
        kept = np.setdiff1d(np.arange(self.n), list(positions))
        new = np.full(self.n, UNKNOWN, dtype=np.int64)
        new[kept] = np.arange(len(kept))
        stays = (new[self.source] >= 0) & (new[self.target] >= 0)
        actors = tuple(self.actors[number] for number in kept)
        return Network(
            actors, new[self.source[stays]], new[self.target[stays]], self.layer[stays], self.tie[stays]
        )


def create_network(actors: Sequence[Actor], ties: Sequence[Tie], *, on: dt.date | None = None) -> Network:
    """Return the network of a day, or of all times.

    Parameters
    ----------
    actors, ties
        Whom there is and what ties them. A tie to an actor who was not there on the day is left out.
    on
        The day; without one, whatever ever held.

    Raises
    ------
    InputError
        If two actors share an id, or a tie names an unknown actor or joins one to itself.

    >>> from avert.society.vocabulary import Layer
    >>> there = [Actor("elders", "Council of elders"), Actor("district", "District officer")]
    >>> create_network(there, [Tie("elders", "district", Layer.INFORMATION)]).source.tolist()
    [0, 1]
    """
    check_ties(actors, ties)
    there = tuple(actors if on is None else in_force(actors, on))
    position = {actor.id: number for number, actor in enumerate(there)}
    held = [
        (number, tie)
        for number, tie in enumerate(ties)
        if (on is None or in_force([tie], on)) and tie.source in position and tie.target in position
    ]
    both_ways = [(tie.source, tie.target, tie.layer, number) for number, tie in held]
    both_ways += [(tie.target, tie.source, tie.layer, number) for number, tie in held if not tie.is_directed]
    arcs = [(position[a], position[b], LAYERS.index(layer), tie) for a, b, layer, tie in both_ways]
    columns = np.array(arcs, dtype=np.int64).reshape(-1, 4).T
    return Network(there, columns[0], columns[1], columns[2].astype(np.int8), columns[3])
