"""Everything a page or a report shows of a network: numbers only, nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from avert.society.hops import HOPS
from avert.society.measures.arcs import Vector
from avert.society.measures.brokerage import By, MiddleOut, betweenness, brokerage, middle_out, partition
from avert.society.measures.flow import separate_ways
from avert.society.measures.holes import constraint, effective_size
from avert.society.measures.integration import VerticalIntegration, vertical_integration
from avert.society.measures.layers import Overlap, overlap, participation
from avert.society.measures.linkage import Linkage, linkage
from avert.society.measures.redundancy import (
    Fragility,
    Redundancy,
    articulation_count,
    fragility,
    redundancy,
)
from avert.society.network import PEACEFUL, Network
from avert.society.vocabulary import ALERT_LAYERS, Layer


@dataclass(frozen=True)
class Spread:
    """The median and the middle half of something over ``actors``; None of nobody. ``left_out`` have none."""

    median: float | None
    lower: float | None
    upper: float | None
    actors: int
    left_out: int


@dataclass(frozen=True)
class Roles:
    """How often each role of brokerage stands in the network, by what parts it.

    ``actors`` have a known part, ``left_out`` none; ``unknown``: chains of three in which a part is unknown.
    """

    by: By
    totals: dict[str, int]
    unknown: int
    actors: int
    left_out: int


@dataclass(frozen=True)
class Row:
    """One number, on how many it rests, and how many were left out because something of them is unknown."""

    measure: str
    value: float | None
    rests_on: int
    left_out: int = 0


@dataclass(frozen=True)
class NetworkProfile:
    """The measures of a network; each says on how many actors it rests and how many it leaves out."""

    actors: int
    ties: int
    decision_makers: int
    layers: tuple[Layer, ...]
    integration: VerticalIntegration
    ways_up: int | None
    ways_down: int | None
    linkage: Linkage
    roles: tuple[Roles, ...]
    middle: MiddleOut
    constraint: Spread
    effective_size: Spread
    redundancy: Redundancy
    redundancy_by_layer: dict[Layer, Redundancy]
    fragility: Fragility
    single_points: int
    overlap: Overlap
    participation: Spread

    def rows(self) -> list[Row]:
        """Return all of it as a table."""
        return [
            *_integration_rows(self),
            *_redundancy_rows(self),
            *_linkage_rows(self.linkage),
            *_brokerage_rows(self),
            *_layer_rows(self),
        ]


def measure(
    network: Network,
    *,
    layers: Sequence[Layer] = ALERT_LAYERS,
    peaceful: Sequence[Layer] = PEACEFUL,
    hops: int = HOPS,
    removed: int | None = None,
    draws: int = 100,
    rng: np.random.Generator | None = None,
) -> NetworkProfile:
    """Return all measures of a network.

    Parameters
    ----------
    network
        The network of a day. What is unknown of actors is left out and counted, never read as no or zero.
    layers
        Along which warnings and answers go: for integration, redundancy, brokerage and structural holes.
    peaceful
        The layers, at least two, of linkage across groups and of layer dependence.
    hops, removed, draws, rng
        As for ``vertical_integration`` and ``fragility``; without ``rng`` no losses at random are drawn.

    Raises
    ------
    InputError
        If any of these cannot be used.

    Source: each measure's own; see docs/methods/peace-network.md.

    >>> from avert.society import actors, network
    >>> from avert.society.vocabulary import Level
    >>> there = [actors.Actor("village", "", level=Level.GRASSROOTS), actors.Actor("pc", "", is_decision_maker=True)]
    >>> profile = measure(network.create_network(there, [actors.Tie("village", "pc", Layer.INFORMATION)]))
    >>> profile.integration.both_share, profile.ways_up, profile.linkage.ei_index
    (1.0, 1, None)
    """
    passing = betweenness(network, layers=layers)
    return NetworkProfile(
        actors=network.n,
        ties=len(np.unique(network.tie)),
        decision_makers=int(network.is_decision_maker.sum()),
        layers=tuple(layers),
        integration=vertical_integration(network, layers=layers, hops=hops),
        ways_up=separate_ways(network, layers=layers),
        ways_down=separate_ways(network, layers=layers, is_answer=True),
        linkage=linkage(network, layers=peaceful),
        roles=tuple(_roles(network, by, layers) for by in By),
        middle=middle_out(network, passing),
        constraint=_spread(constraint(network, layers=layers)),
        effective_size=_spread(effective_size(network, layers=layers)),
        redundancy=redundancy(network, layers=layers),
        redundancy_by_layer={layer: redundancy(network, layers=[layer]) for layer in layers},
        fragility=fragility(
            network, passing, layers=layers, hops=hops, removed=removed, draws=draws, rng=rng
        ),
        single_points=articulation_count(network, layers=layers),
        overlap=overlap(network, layers=peaceful),
        participation=_spread(participation(network, layers=peaceful)),
    )


def _roles(network: Network, by: By, layers: Sequence[Layer]) -> Roles:
    parts = partition(network, by)
    found = brokerage(network, parts, layers=layers)
    return Roles(by, found.totals, int(found.unknown.sum()), int((parts >= 0).sum()), int((parts < 0).sum()))


def _spread(values: Vector) -> Spread:
    known = values[~np.isnan(values)]
    left_out = len(values) - len(known)
    if not len(known):
        return Spread(None, None, None, 0, left_out)
    lower, median, upper = (float(value) for value in np.quantile(known, [0.25, 0.5, 0.75]))
    return Spread(median, lower, upper, len(known), left_out)


def _integration_rows(of: NetworkProfile) -> Iterator[Row]:
    found = of.integration
    low, unknown = found.grassroots, found.level_unknown
    yield Row("actors", of.actors, of.actors)
    yield Row("ties", of.ties, of.actors)
    yield Row("decision_makers", of.decision_makers, of.actors)
    yield Row("grassroots_with_way_up_share", found.up_share, low, unknown)
    yield Row("grassroots_with_way_back_share", found.down_share, low, unknown)
    yield Row("grassroots_with_both_share", found.both_share, low, unknown)
    yield Row("alert_hops_median", found.median_alert_hops, found.with_any_way_up, unknown)
    yield Row("separate_ways_up", of.ways_up, low, unknown)
    yield Row("separate_ways_back", of.ways_down, low, unknown)


def _redundancy_rows(of: NetworkProfile) -> Iterator[Row]:
    unknown, lost = of.integration.level_unknown, of.fragility
    each = {"all_layers": of.redundancy, **{str(one): found for one, found in of.redundancy_by_layer.items()}}
    for name, found in each.items():
        yield Row(f"several_ways_share_{name}", found.several_share, found.actors, unknown)
        yield Row(f"fewest_ways_{name}", found.fewest, found.actors, unknown)
    yield Row("single_points_of_failure", of.single_points, of.actors)
    yield Row("lost_actors", lost.removed, of.actors)
    for what in ("component", "integration"):
        low, out = (of.integration.grassroots, unknown) if what == "integration" else (of.actors, 0)
        for when in ("before", "without_brokers", "at_random"):
            yield Row(f"{what}_share_{when}", getattr(lost, f"{what}_{when}"), low, out)


def _linkage_rows(of: Linkage) -> Iterator[Row]:
    left_out = of.level_unknown + of.group_unknown
    yield Row("pairs_across_groups", of.across, of.actors, left_out)
    yield Row("pairs_within_groups", of.within, of.actors, left_out)
    yield Row("ei_index", of.ei_index, of.actors, left_out)
    yield Row("across_groups_to_expected", of.across_to_expected, of.actors, left_out)


def _brokerage_rows(of: NetworkProfile) -> Iterator[Row]:
    middle = of.middle
    yield Row("middle_level_betweenness_share", middle.share, middle.actors, middle.level_unknown)
    yield Row("unknown_level_betweenness_share", middle.unknown_share, of.actors)
    for roles in of.roles:
        for role, count in roles.totals.items():
            yield Row(f"{role}_by_{roles.by}", count, roles.actors, roles.left_out)
        yield Row(f"role_unknown_by_{roles.by}", roles.unknown, roles.actors, roles.left_out)
    yield from _spread_rows("constraint", of.constraint)
    yield from _spread_rows("effective_size", of.effective_size)


def _layer_rows(of: NetworkProfile) -> Iterator[Row]:
    for layer, count, elsewhere in zip(
        of.overlap.layers, of.overlap.pairs.tolist(), of.overlap.elsewhere.tolist(), strict=True
    ):
        yield Row(f"pairs_{layer}", count, of.actors)
        yield Row(f"pairs_tied_elsewhere_too_share_{layer}", elsewhere if count else None, of.actors)
    yield from _spread_rows("layer_participation", of.participation)


def _spread_rows(name: str, spread: Spread) -> Iterator[Row]:
    yield Row(f"{name}_median", spread.median, spread.actors, spread.left_out)
    yield Row(f"{name}_lower_quartile", spread.lower, spread.actors, spread.left_out)
    yield Row(f"{name}_upper_quartile", spread.upper, spread.actors, spread.left_out)
