"""Horizontal linkage: whether actors of one level are tied across the identity groups they belong to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from avert.society.measures.arcs import Mask, Positions, pairs, share
from avert.society.network import LEVELS, PEACEFUL, Network
from avert.society.vocabulary import Layer

Levels = NDArray[np.int8]


@dataclass(frozen=True)
class Linkage:
    """Pairs of tied actors of one level: across groups, within, and how many across if ties fell at random.

    ``actors`` have a known level and group; the others are left out: ``level_unknown``, and of known level
    ``group_unknown``. ``pairs_unknown``: tied pairs that cannot be placed for that reason. ``pairs_between_levels`` are
    no matter of this measure.
    """

    across: int
    within: int
    expected_across: float
    actors: int
    level_unknown: int
    group_unknown: int
    pairs_unknown: int
    pairs_between_levels: int

    @property
    def ei_index(self) -> float | None:
        """The E-I index, -1 (all ties within groups) to 1 (all across), None without ties."""
        return share(self.across - self.within, self.across + self.within)

    @property
    def across_to_expected(self) -> float | None:
        """How many times as many pairs across groups as by chance, None where chance gives none."""
        return share(self.across, self.expected_across)


def linkage(network: Network, *, layers: Collection[Layer] = PEACEFUL) -> Linkage:
    """Return how far actors of one level are tied across identity groups.

    Parameters
    ----------
    network
        An actor of several groups stands within each: a tie is across only if the two share no group. Actors of no
        known group, or of unknown level, are left out and counted.
    layers
        A pair tied in several of these layers, or in both directions, counts once.

    Returns
    -------
    Counts, the E-I index and the ratio to what group sizes alone would give: the ties of each level spread at random
    over its pairs of actors.

    Source: Krackhardt and Stern (1988), Informal networks and organizational crises, Social Psychology Quarterly
    51(2), 123-140.

    >>> from avert.society import actors, network
    >>> there = [actors.Actor(one, "", level=LEVELS[1], groups=frozenset(one[0])) for one in ("a1", "a2", "b1")]
    >>> ties = [actors.Tie("a1", "a2", Layer.TRUST), actors.Tie("a1", "b1", Layer.TRUST)]
    >>> found = linkage(network.create_network(there, ties))
    >>> found.ei_index, found.across_to_expected
    (0.0, 0.75)
    """
    one, other = pairs(network, layers)
    levels, member = network.levels, _memberships(network)
    has_group = np.array([bool(actor.groups) for actor in network.actors], dtype=bool)
    has_both = has_group & (levels >= 0)
    is_placed = has_both[one] & has_both[other]
    same = levels[one] == levels[other]
    known = levels[one][is_placed & same]
    is_across = ~_share_a_group(member, one[is_placed & same], other[is_placed & same])
    between = ~same & (levels[one] >= 0) & (levels[other] >= 0)
    return Linkage(
        across=int(is_across.sum()),
        within=int((~is_across).sum()),
        expected_across=_expected(member, levels, has_both, known),
        actors=int(has_both.sum()),
        level_unknown=int((levels < 0).sum()),
        group_unknown=int(((levels >= 0) & ~has_group).sum()),
        pairs_unknown=int((~between & ~is_placed).sum()),
        pairs_between_levels=int(between.sum()),
    )


def _memberships(network: Network) -> csr_array:
    """Return (n, groups): 1 where an actor is of a group."""
    groups = sorted({group for actor in network.actors for group in actor.groups})
    column = {group: number for number, group in enumerate(groups)}
    cells = [(row, column[group]) for row, actor in enumerate(network.actors) for group in actor.groups]
    rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return csr_array((np.ones(len(cells)), (rows, columns)), shape=(network.n, len(groups)))


def _share_a_group(member: csr_array, one: Positions, other: Positions) -> Mask:
    if not len(one):
        return np.zeros(0, dtype=bool)
    return np.asarray(member[one].multiply(member[other]).sum(axis=1)).ravel() > 0


def _expected(member: csr_array, levels: Levels, is_known: Mask, level_of_pair: Levels) -> float:
    """Return how many of each level's ties would be across, if they fell at random on its pairs."""
    expected = 0.0
    for level in range(len(LEVELS)):
        ties = int((level_of_pair == level).sum())
        if ties:
            expected += ties * _share_across(member[np.flatnonzero(is_known & (levels == level))])
    return expected


def _share_across(member: csr_array) -> float:
    """Return the share of pairs of these actors that share no group."""
    sets, count = np.unique(member.toarray(), axis=0, return_counts=True)
    shared = int(count @ (sets @ sets.T > 0) @ count)  # in either order, each actor with itself too
    n = member.shape[0]
    return float((n * n - shared) / (n * (n - 1)))
