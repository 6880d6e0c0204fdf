"""The peace network of one day, as arrays that measures are computed from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from avert.society.actors import Actor, Tie, check_ties, in_force
from avert.society.vocabulary import Layer, Level

LEVELS = tuple(Level)
LAYERS = tuple(Layer)
PEACEFUL = tuple(layer for layer in LAYERS if layer is not Layer.HOSTILITY)
UNKNOWN = -1
EPOCH = dt.date(1970, 1, 1).toordinal()


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


@dataclass(frozen=True, eq=False)
class DatedTies:
    """Ties as columns (n_ties,): positions of both ends and in ``LAYERS``; days, NaT where not known."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    layer: NDArray[np.int8]
    is_directed: NDArray[np.bool_]
    begins: NDArray[np.datetime64]
    ends: NDArray[np.datetime64]

    def __len__(self) -> int:
        return len(self.source)

    @classmethod
    def of(
        cls,
        *,
        source: Iterable[int],
        target: Iterable[int],
        layer: Iterable[str],
        is_directed: Sequence[bool],
        begins: Iterable[int],
        ends: Iterable[int],
    ) -> Self:
        """Return columns of plain values as arrays; a tie with an end below 0, to itself or of no layer is left out.

        Days are numbers as ``ordinal`` gives them."""
        number: dict[str, int] = {str(one): at for at, one in enumerate(LAYERS)}
        count = len(is_directed)
        one, other = (np.fromiter(ends_of, np.int64, count) for ends_of in (source, target))
        columns = (
            one,
            other,
            np.fromiter(map(number.get, layer, repeat(UNKNOWN)), np.int8, count),
            np.array(is_directed, bool),
            _days(np.fromiter(begins, np.int64, count)),
            _days(np.fromiter(ends, np.int64, count)),
        )
        is_tie = (one >= 0) & (other >= 0) & (one != other) & (columns[2] >= 0)
        return cls(*(column[is_tie] for column in columns))

    def in_force(self, on: dt.date | None) -> NDArray[np.bool_]:
        """Return (n_ties,) which held on a day; without one, all."""
        if on is None:
            return np.ones(len(self), dtype=bool)
        day = np.datetime64(on)
        # A day that is not known is neither later nor earlier.
        return ~(self.begins > day) & ~(self.ends < day)


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
    place = {actor.id: number for number, actor in enumerate(actors)}
    dated = DatedTies.of(
        source=[place[one.source] for one in ties],
        target=[place[one.target] for one in ties],
        layer=[one.layer for one in ties],
        is_directed=[one.is_directed for one in ties],
        begins=[ordinal(one.begins) for one in ties],
        ends=[ordinal(one.ends) for one in ties],
    )
    return network_on(actors, dated, on=on)


def ordinal(day: dt.date | None) -> int:
    """Return a day as a number, 0 where it is not known: dates themselves take long to become an array."""
    return day.toordinal() if day else 0


def network_on(actors: Sequence[Actor], ties: DatedTies, *, on: dt.date | None = None) -> Network:
    """Return the network of a day, or of all times, from ties as columns: tens of thousands in a few milliseconds."""
    there = tuple(actors if on is None else in_force(actors, on))
    ids = {actor.id for actor in there}
    is_there = np.array([actor.id in ids for actor in actors], dtype=bool)
    held = np.flatnonzero(is_there[ties.source] & is_there[ties.target] & ties.in_force(on))
    both = held[~ties.is_directed[held]]
    number, place = np.concatenate([held, both]), np.cumsum(is_there) - 1
    source = np.concatenate([ties.source[held], ties.target[both]])
    target = np.concatenate([ties.target[held], ties.source[both]])
    return Network(there, place[source], place[target], ties.layer[number], number)


def _days(ordinals: NDArray[np.int64]) -> NDArray[np.datetime64]:
    days = (ordinals - EPOCH).astype("datetime64[D]")
    days[ordinals == 0] = np.datetime64("NaT")
    return days
