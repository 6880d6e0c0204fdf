"""What names single actors: only the custodian of a network may see it, and never security actors.

Everything comes back as positions, so that names are looked up only where somebody may read them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from avert.society.hops import HOPS
from avert.society.measures.arcs import Positions, either, incoming
from avert.society.measures.flow import capacity_of
from avert.society.measures.integration import is_grassroots
from avert.society.measures.kernels import reach
from avert.society.network import Network
from avert.society.vocabulary import ALERT_LAYERS, Layer


@dataclass(frozen=True, eq=False)
class CustodianView:
    """Whose loss cuts what.

    ``cut``: a smallest set whose loss leaves no warning a way; ``lost`` (n,): how many grassroots actors no longer
    reach a decision within the steps if this one is lost; ``single_points``: whose loss splits what is connected.
    """

    cut: tuple[int, ...]
    lost: Positions
    single_points: tuple[int, ...]

    @property
    def relied_on(self) -> tuple[int, ...]:
        """Those without whom others lose their way to a decision, the most relied on first."""
        order = np.argsort(-self.lost, kind="stable")
        return tuple(int(one) for one in order if self.lost[one])


def custodian_view(
    network: Network, *, layers: Collection[Layer] = ALERT_LAYERS, hops: int = HOPS
) -> CustodianView:
    """Return whose loss cuts the way of warnings: positions of actors, for the custodian of the network only.

    Parameters
    ----------
    network, layers, hops
        As for ``vertical_integration``.

    >>> from avert.society import actors, network
    >>> from avert.society.vocabulary import Level
    >>> there = [actors.Actor("village", "", level=Level.GRASSROOTS), actors.Actor("broker", "")]
    >>> there += [actors.Actor("pc", "", is_decision_maker=True)]
    >>> ties = [actors.Tie("village", "broker", Layer.INFORMATION), actors.Tie("broker", "pc", Layer.INFORMATION)]
    >>> found = custodian_view(network.create_network(there, ties))
    >>> found.cut, found.relied_on, found.single_points
    ((1,), (1,), (1,))
    """
    return CustodianView(
        cuts(network, layers=layers),
        lost_without(network, layers=layers, hops=hops),
        single_points(network, layers=layers),
    )


def cuts(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS) -> tuple[int, ...]:
    """Return the positions of a smallest set whose loss would leave no warning a way.

    As many as ``separate_ways`` counts. Where several sets are as small, the one nearest to the decision-makers.
    Empty where nobody has a way, or there is nobody to warn or to decide.
    """
    capacity = capacity_of(network, layers, is_answer=False)
    if capacity is None:
        return ()
    sink = 2 * network.n + 1
    left = capacity - maximum_flow(capacity, sink - 1, sink).flow
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    reaches = np.zeros(sink + 1, dtype=bool)
    reaches[breadth_first_order(left.T.tocsr(), sink, return_predecessors=False)] = True
    came, left_again = reaches[: sink - 1 : 2], reaches[1 : sink - 1 : 2]
    return tuple(np.flatnonzero(left_again & ~came).tolist())


def lost_without(
    network: Network, *, layers: Collection[Layer] = ALERT_LAYERS, hops: int = HOPS
) -> Positions:
    """Return (n,) how many other grassroots actors lose their way to a decision without each actor.

    Decision-makers are not asked about: their loss is another question.
    """
    back = incoming(network, layers)
    lost: Positions = reach.lost_without(
        back.first, back.head, network.is_decision_maker, is_grassroots(network), hops
    )
    return lost


def single_points(network: Network, *, layers: Collection[Layer] = ALERT_LAYERS) -> tuple[int, ...]:
    """Return the positions of actors whose loss would split what is connected.

    Source: Hopcroft and Tarjan (1973), Algorithm 447, Communications of the ACM 16(6), 372-378.
    """
    arcs = either(network, layers)
    return tuple(np.flatnonzero(reach.articulation(arcs.first, arcs.head)).tolist())
