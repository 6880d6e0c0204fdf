"""What may not be connected, and why: it could do harm."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from avert.errors import InputError
from avert.society.network import LAYERS, Network
from avert.society.presence import Presence
from avert.society.vocabulary import Layer, Sector, Trust

HOSTILE = "The two are hostile to each other."
DISTRUSTED = "One of the two is of a group that distrusts the other."
DISTRUSTED_THERE = "A group that lives there distrusts this actor."
SURVIVORS = "Security actors are not tied to organisations of survivors."
PROTECTED = "A protected actor is not tied unless its custodian lifts this: a tie makes it visible."
REASONS = (HOSTILE, DISTRUSTED, DISTRUSTED_THERE, SURVIVORS, PROTECTED)


@dataclass(frozen=True)
class Veto:
    """What may not be tied, with the reason; it bars a tie that fits all that is said.

    ``actors``: one, or the two of a pair. ``sector``: of the other end. ``layer``: of the tie. ``area``: where an end
    is active; with one actor, the other end. Of a new activity the actor and the area are asked.
    """

    reason: str
    actors: frozenset[str] = frozenset()
    sector: Sector | None = None
    layer: Layer | None = None
    area: str | None = None

    def __post_init__(self) -> None:
        if not self.reason:
            raise InputError("A veto without a reason cannot be judged or lifted. Say why.")
        if len(self.actors) > 2 or not (self.actors or self.sector or self.layer or self.area):
            raise InputError("A veto names one actor or two, a sector, a layer or an area. Say what it bars.")


@dataclass(frozen=True)
class Ends:
    """What vetoes ask of actors, by position: who they are and where they are active."""

    network: Network
    areas: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, network: Network, presence: Presence) -> Ends:
        """Gather the areas of every actor."""
        areas: list[set[str]] = [set() for _ in network.actors]
        for area, there in presence.items():
            for one in there:
                areas[one].add(area)
        return cls(network, tuple(frozenset(one) for one in areas))

    def bars_tie(self, veto: Veto, source: str, target: str, layer: Layer) -> bool:
        """Say whether a veto bars a tie."""
        if not veto.actors <= {source, target} or veto.layer not in {None, layer}:
            return False
        others = {source, target} - veto.actors if len(veto.actors) == 1 else {source, target}
        positions = [self.network.position[one] for one in others]
        of_sector = veto.sector is None or any(
            self.network.actors[one].sector is veto.sector for one in positions
        )
        there = veto.area is None or any(veto.area in self.areas[one] for one in positions)
        return of_sector and there


class Vetoes:
    """Vetoes, found by the actors they name, so that many are asked quickly."""

    def __init__(self, vetoes: Iterable[Veto], ends: Ends) -> None:
        self.all = tuple(dict.fromkeys(vetoes))
        self._ends = ends
        self._by_actors: dict[frozenset[str], list[Veto]] = {}
        for veto in self.all:
            self._by_actors.setdefault(veto.actors, []).append(veto)

    def barring(self, source: str, target: str, layer: Layer) -> tuple[Veto, ...]:
        """Return the vetoes that bar a tie."""
        named = [frozenset(one) for one in ((), (source,), (target,), (source, target))]
        asked = [veto for one in named for veto in self._by_actors.get(one, ())]
        return tuple(veto for veto in asked if self._ends.bars_tie(veto, source, target, layer))


def bars_activity(veto: Veto, actor: str, sector: Sector | None, area: str) -> bool:
    """Say whether a veto bars an actor from an area; a pair or a layer is about ties only."""
    if len(veto.actors) > 1 or veto.layer is not None:
        return False
    if veto.sector is not None and (veto.actors or veto.sector is not sector):
        return False
    if veto.area is None:
        return actor in veto.actors or (not veto.actors and veto.sector is not None)
    return veto.area == area and (not veto.actors or actor in veto.actors)


def default_vetoes(
    network: Network,
    *,
    living_in: Mapping[str, Collection[str]] | None = None,
    survivors: Collection[str] = (),
) -> tuple[Veto, ...]:
    """Return the vetoes that follow from what is known; what is unknown bars nothing, so that people look as well.

    Parameters
    ----------
    network
        Hostility bars the pair. Distrust by a group bars ties with actors of that group. A protected actor is barred.
    living_in
        For each area the groups that live there; an actor one of them distrusts is barred from the area.
    survivors
        Ids of organisations of survivors, which are not tied to security actors.
    """
    found = [*_hostile(network), *_distrusted(network), *_distrusted_there(network, living_in or {})]
    found += [Veto(PROTECTED, frozenset({one.id})) for one in network.actors if one.is_protected]
    found += [Veto(SURVIVORS, frozenset({one}), sector=Sector.SECURITY) for one in survivors]
    return tuple(
        sorted(dict.fromkeys(found), key=lambda one: (one.reason, sorted(one.actors), one.area or ""))
    )


def _hostile(network: Network) -> list[Veto]:
    hostile = network.layer == LAYERS.index(Layer.HOSTILITY)
    ends = zip(network.source[hostile].tolist(), network.target[hostile].tolist(), strict=True)
    ids = [actor.id for actor in network.actors]
    return [Veto(HOSTILE, frozenset({ids[a], ids[b]})) for a, b in ends]


def _distrusting(network: Network) -> Iterable[tuple[str, str]]:
    for actor in network.actors:
        for group, trust in actor.trust.items():
            if trust is Trust.DISTRUSTED:
                yield actor.id, group


def _distrusted(network: Network) -> list[Veto]:
    of: dict[str, list[str]] = {}
    for actor in network.actors:
        for group in actor.groups:
            of.setdefault(group, []).append(actor.id)
    return [
        Veto(DISTRUSTED, frozenset({actor, other}))
        for actor, group in _distrusting(network)
        for other in of.get(group, ())
        if other != actor
    ]


def _distrusted_there(network: Network, living_in: Mapping[str, Collection[str]]) -> list[Veto]:
    return [
        Veto(DISTRUSTED_THERE, frozenset({actor}), area=area)
        for actor, group in _distrusting(network)
        for area, living in living_in.items()
        if group in living
    ]
