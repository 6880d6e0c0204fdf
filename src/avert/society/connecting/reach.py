"""How much of the risk has somebody at the grassroots whose warning is heard, and who is answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avert.society.hops import HOPS, heard_and_answered
from avert.society.measures.integration import is_grassroots
from avert.society.network import UNKNOWN, Network
from avert.society.presence import KnownRisk, Presence
from avert.society.vocabulary import ALERT_LAYERS, Layer


@dataclass(frozen=True)
class Reach:
    """Shares of risk, of areas of known risk, and of grassroots actors; None where there is nothing to share.

    ``nobody_there``: areas of known risk without any grassroots actor; they count as not reached, and no tie mends
    that. Areas of unknown risk stand apart and are in no share of risk or areas. ``level_unknown`` actors may be
    of the grassroots and are in no share of actors.
    """

    of_risk: float | None
    of_areas: float | None
    of_actors: float | None
    reached: tuple[str, ...]
    not_reached: tuple[str, ...]
    nobody_there: tuple[str, ...]
    risk_unknown_reached: tuple[str, ...]
    risk_unknown: tuple[str, ...]
    level_unknown: int


def members(network: Network, presence: Presence) -> dict[str, tuple[int, ...]]:
    """Return for each area the positions of the grassroots actors that are active there."""
    low = is_grassroots(network)
    return {area: tuple(sorted(one for one in there if low[one])) for area, there in presence.items()}


def reach(
    network: Network,
    presence: Presence,
    risk: KnownRisk,
    *,
    hops: int = HOPS,
    layers: Collection[Layer] = ALERT_LAYERS,
) -> Reach:
    """Return how far warnings are heard and answered.

    An area is reached if one grassroots actor active there has a way of at most ``hops`` arcs to a decision-maker, and
    some decision-maker has a way of at most as many back to it.
    """
    return reach_of(network, presence, risk, heard_and_answered(network, hops, layers))


def reach_of(network: Network, presence: Presence, risk: KnownRisk, joined: NDArray[np.bool_]) -> Reach:
    """Return the reach if these actors (n,) are heard and answered."""
    low, there = is_grassroots(network), members(network, presence)
    reached = tuple(area for area in risk.of if _any(joined, there.get(area, ())))
    apart = tuple(area for area in risk.unknown if _any(joined, there.get(area, ())))
    return Reach(
        share_of_risk(risk.of, reached),
        len(reached) / len(risk.of) if risk.of else None,
        float(joined[low].mean()) if low.any() else None,
        reached,
        tuple(area for area in risk.of if area not in reached),
        tuple(area for area in risk.of if not there.get(area)),
        apart,
        tuple(area for area in risk.unknown if area not in apart),
        int((network.levels == UNKNOWN).sum()),
    )


def share_of_risk(risk: Mapping[str, float], reached: Collection[str]) -> float | None:
    """Return which share of the known risk lies in these areas, None where there is none."""
    total = sum(risk.values())
    return sum(risk[area] for area in reached) / total if total else None


def _any(joined: NDArray[np.bool_], positions: Collection[int]) -> bool:
    return any(bool(joined[one]) for one in positions)
