"""The measures that are compared with chance: one number of a network each, and what a high or low one says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from avert.errors import InputError
from avert.society.hops import HOPS
from avert.society.measures.arcs import outgoing
from avert.society.measures.brokerage import ROLES, By, brokerage, middle_out, partition
from avert.society.measures.integration import VerticalIntegration, vertical_integration
from avert.society.measures.kernels import brokers
from avert.society.measures.layers import overlap
from avert.society.measures.linkage import linkage
from avert.society.measures.redundancy import redundancy
from avert.society.network import Network
from avert.society.vocabulary import ALERT_LAYERS, Layer

SOURCES = 100  # of shortest paths: enough for a share, and the same ones in every draw


@dataclass(frozen=True)
class Setting:
    """Along which ties warnings and answers go, and in how many steps at most."""

    layers: tuple[Layer, ...] = ALERT_LAYERS
    hops: int = HOPS


@dataclass(frozen=True)
class Statistic:
    """A number of a network, None where unknown, and what it says when chance seldom gives one so high or low."""

    name: str
    measure: Callable[[Network, Setting], float | None]
    high: str
    low: str


# Several statistics read the same measure of the same draw.
@lru_cache(maxsize=1)
def _integration(network: Network, setting: Setting) -> VerticalIntegration:
    return vertical_integration(network, layers=setting.layers, hops=setting.hops)


@lru_cache(maxsize=1)
def _roles(network: Network, layers: tuple[Layer, ...]) -> dict[str, int]:
    return brokerage(network, partition(network, By.GROUP), layers=layers).totals


def _integrated(part: str, network: Network, setting: Setting) -> float | None:
    found: float | None = getattr(_integration(network, setting), part)
    return found


def _several_ways(network: Network, setting: Setting) -> float | None:
    return redundancy(network, layers=setting.layers, most=2).several_share


def _ei_index(network: Network, _: Setting) -> float | None:
    return linkage(network).ei_index


def _middle(network: Network, setting: Setting) -> float | None:
    arcs = outgoing(network, setting.layers)
    sources = np.unique(np.linspace(0, network.n - 1, min(SOURCES, network.n)).astype(np.int64))
    return middle_out(network, brokers.betweenness(arcs.first, arcs.head, sources)).share


def _role(role: str, network: Network, setting: Setting) -> float | None:
    is_unsaid = not any(actor.groups for actor in network.actors)
    return None if is_unsaid else float(_roles(network, setting.layers)[role])


def _overlap(network: Network, _: Setting) -> float | None:
    found = overlap(network)
    if not found.pairs.sum():
        return None
    return float(np.nansum(found.elsewhere * found.pairs) / found.pairs.sum())


# What a count of a role says when it is high and when it is low.
_ROLES = {
    "coordinator": ("more stand between members of their own group", "fewer stand between their own"),
    "itinerant": (
        "more groups lean on outsiders to reach their own members",
        "fewer groups lean on outsiders to reach their own members",
    ),
    "gatekeeper": ("what comes into a group passes a few of its members", "groups are entered more directly"),
    "representative": ("what leaves a group passes a few of its members", "groups are left more directly"),
    "liaison": ("more stand between two groups that are not theirs", "fewer stand between two other groups"),
}

_ALL = (
    Statistic(
        "up_share",
        partial(_integrated, "up_share"),
        "the grassroots reach those who decide more often than their number of ties explains",
        "warnings get stuck: there are ties enough, but they do not lead up to those who decide",
    ),
    Statistic(
        "down_share",
        partial(_integrated, "down_share"),
        "answers reach the grassroots more often than the number of ties explains",
        "answers get stuck: there are ties enough, but they do not lead down to the grassroots",
    ),
    Statistic(
        "both_share",
        partial(_integrated, "both_share"),
        "more grassroots actors are joined to decisions both ways than the number of ties explains",
        "fewer grassroots actors are joined to decisions both ways than the number of ties explains",
    ),
    Statistic(
        "alert_hops",
        partial(_integrated, "median_alert_hops"),
        "warnings take more steps than the number of ties explains",
        "warnings take fewer steps than the number of ties explains",
    ),
    Statistic(
        "several_ways_share",
        _several_ways,
        "more warnings would still come through when one actor is lost",
        "more warnings hang on one actor than the number of ties explains",
    ),
    Statistic(
        "ei_index",
        _ei_index,
        "ties cross groups more often than chance: what joins groups is more than numbers",
        "ties stay within groups more often than chance",
    ),
    Statistic(
        "middle_share",
        _middle,
        "more passes through the middle level than its number of ties explains",
        "less passes through the middle level than its number of ties explains",
    ),
    *(Statistic(role, partial(_role, role), *_ROLES[role]) for role in ROLES),
    Statistic(
        "layer_overlap",
        _overlap,
        "the same pairs are tied in several ways more often than chance: losing one pair loses several ties",
        "kinds of ties lie apart more often than chance",
    ),
)

STATISTICS = {statistic.name: statistic for statistic in _ALL}


def measures(names: Sequence[str], setting: Setting) -> tuple[Callable[[Network], float], ...]:
    """Return the functions of these names, which give nan where a value is unknown."""
    if unknown := set(names) - set(STATISTICS):
        raise InputError(f"No statistic is called {min(unknown)!r}. There are: {', '.join(STATISTICS)}.")
    return tuple(partial(_value, STATISTICS[name], setting) for name in names)


def _value(statistic: Statistic, setting: Setting, network: Network) -> float:
    found = statistic.measure(network, setting)
    return float("nan") if found is None else float(found)
