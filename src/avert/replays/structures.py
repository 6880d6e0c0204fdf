"""Which structures for peace were known on a day, and whether a warning came up from them and an answer back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from avert.citing import Source
from avert.replays.replay import Replay
from avert.society.cases import Case, CaseActor, load_case
from avert.society.measures.integration import (
    hops_from_decision,
    hops_to_decision,
    vertical_integration,
)
from avert.society.vocabulary import Level


class Link(StrEnum):
    """What of the way between a warning and a decision is known."""

    BOTH = "both"
    NO_ANSWER = "no_answer"  # a warning comes up, nothing is known to come back
    NO_WARNING = "no_warning"  # orders come down, nothing is known to come up
    NONE = "none"


@dataclass(frozen=True)
class LocalLink:
    """A structure of the grassroots, in how many steps it reaches who decides and is reached; None: no known way."""

    structure: CaseActor
    areas: tuple[str, ...]
    up: int | None
    back: int | None

    @property
    def link(self) -> Link:
        """Say what is there and what is missing."""
        if self.up is not None and self.back is not None:
            return Link.BOTH
        if self.up is not None:
            return Link.NO_ANSWER
        return Link.NONE if self.back is None else Link.NO_WARNING


@dataclass(frozen=True)
class AreaLink:
    """How many structures of an area are known, and how many of them were joined both ways."""

    area: str
    known: int
    both: int


@dataclass(frozen=True)
class StructuresThen:
    """The structures known on a day; what is not here was not known, which does not say that it was not there."""

    day: dt.date
    structures: tuple[CaseActor, ...]
    local: tuple[LocalLink, ...]
    areas: tuple[AreaLink, ...]
    # Sources of the case that were out.
    sources: tuple[Source, ...]
    # Share of local structures joined both ways; None where none is known.
    both_share: float | None
    median_alert_hops: float | None

    @property
    def missing(self) -> tuple[LocalLink, ...]:
        """Return the local structures whose warning has no known way up, or no known answer."""
        return tuple(one for one in self.local if one.link is not Link.BOTH)


def structures_on(replay: Replay, day: dt.date) -> StructuresThen | None:
    """Return the structures for peace as they could be known on a day, None where a replay has no case of them.

    A frozen replay tells nothing after the day on which it is frozen.

    >>> from avert.replays import load_replay
    >>> then = structures_on(load_replay("kenya_2007_2010"), dt.date(2007, 12, 10))
    >>> [(one.area, one.both, one.known) for one in then.areas][:2]
    [('North, with Wajir', 3, 3), ('North Rift, with Eldoret and Trans Nzoia', 0, 3)]
    """
    if not replay.structures:
        return None
    day = min(day, replay.frozen_on or day)
    case = load_case(replay.structures)
    local = _local(case, day)
    integration = vertical_integration(case.network_on(day), hops=max(len(case.actors), 1))
    return StructuresThen(
        day,
        case.structures_on(day),
        local,
        tuple(_area(name, local) for name in case.areas.values()),
        tuple(source for source in case.sources if source.published.last <= day),
        integration.both_share,
        integration.median_alert_hops,
    )


def _local(case: Case, day: dt.date) -> tuple[LocalLink, ...]:
    network = case.network_on(day)
    up, back = hops_to_decision(network), hops_from_decision(network)
    return tuple(
        LocalLink(
            one,
            tuple(name for key, name in case.areas.items() if key in one.actor.areas),
            _steps(up[network.position[one.actor.id]]),
            _steps(back[network.position[one.actor.id]]),
        )
        for one in case.structures_on(day)
        if one.actor.level is Level.GRASSROOTS
    )


def _steps(hops: float) -> int | None:
    return None if np.isnan(hops) else int(hops)


def _area(name: str, local: tuple[LocalLink, ...]) -> AreaLink:
    here = [one for one in local if name in one.areas]
    return AreaLink(name, len(here), sum(one.link is Link.BOTH for one in here))
