"""The mirror: the questions asked of the conflict, asked of oneself, and where the two do not meet.

After L. Schirch, *Conflict Assessment and Peacebuilding Planning* (2013), in which a self-assessment comes first. It
looks for what she names as failures: confidence without evidence, and doing what one can rather than what is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from avert.errors import InputError

FEWEST = 4
"""Items below which a rank correlation says nothing."""


class Lens(StrEnum):
    """The six questions."""

    WHERE = "where"
    WHO = "who"
    WHY = "why"
    WHAT = "what"
    HOW = "how"
    WHEN = "when"


class Meets(StrEnum):
    """Whether one reaches, holds or does what an item asks for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Item:
    """Something that the conflict assessment says: who, what, where. ``matters`` is none where nobody judged it."""

    id: str
    lens: Lens
    matters: bool | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Own:
    """What one says of oneself about an item, or about something that answers to no item of the conflict."""

    id: str
    lens: Lens
    meets: Meets
    item_id: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mirror:
    """Where the two do not meet.

    ``unmet`` matter and are not, or only partly, reached, held or done; ``unknown`` matter, and nobody said;
    ``beside`` is what one does that answers to nothing that matters. ``unjudged`` are items of which nobody said
    whether they matter. Assertions without evidence are counted on both sides.
    """

    unmet: tuple[tuple[Item, Own], ...]
    unknown: tuple[Item, ...]
    met: tuple[tuple[Item, Own], ...]
    beside: tuple[Own, ...]
    unjudged: tuple[Item, ...]
    assertions: int
    without_evidence: int

    @property
    def share_without_evidence(self) -> float | None:
        """Return the share of assertions without evidence; none where nothing was asserted."""
        return self.without_evidence / self.assertions if self.assertions else None


@dataclass(frozen=True)
class BiasIndex:
    """Whether options follow one's own capacities (above 0) rather than the drivers of the conflict (below 0).

    From -2 to 2; none where it cannot be computed, and ``why_not`` says why.
    """

    value: float | None
    with_capacity: float | None = None
    with_drivers: float | None = None
    why_not: str = ""


def mirror(items: Iterable[Item], own: Iterable[Own]) -> Mirror:
    """Return where what matters in the conflict and what one does about it do not meet."""
    listed, told = list(items), list(own)
    by_id = {item.id: item for item in listed}
    if strangers := [one for one in told if one.item_id is not None and one.item_id not in by_id]:
        raise InputError(
            f"{len(strangers)} self-assessments answer to an item that is not there. Add or unlink it."
        )
    pairs = [(by_id[one.item_id], one) for one in told if one.item_id is not None]
    pairs = [(item, one) for item, one in pairs if item.matters]
    spoken_of = {item.id for item, one in pairs if one.meets is not Meets.UNKNOWN}
    assertions: list[Item | Own] = [*listed, *(one for one in told if one.meets is not Meets.UNKNOWN)]
    return Mirror(
        unmet=tuple((item, one) for item, one in pairs if one.meets in {Meets.NO, Meets.PARTLY}),
        unknown=tuple(item for item in listed if item.matters and item.id not in spoken_of),
        met=tuple((item, one) for item, one in pairs if one.meets is Meets.YES),
        beside=tuple(
            one
            for one in told
            if one.meets in {Meets.YES, Meets.PARTLY}
            and (one.item_id is None or by_id[one.item_id].matters is False)
        ),
        unjudged=tuple(item for item in listed if item.matters is None),
        assertions=len(assertions),
        without_evidence=sum(not assertion.evidence for assertion in assertions),
    )


def bias_index(
    options: Mapping[str, float], own_capacity: Mapping[str, float], drivers: Mapping[str, float]
) -> BiasIndex:
    """Return Spearman(options, own capacity) − Spearman(options, drivers), from ranks of the same items, 1 the first.

    A hint for a conversation: few items, and ranks that people gave.
    """
    items = sorted(options.keys() & own_capacity.keys() & drivers.keys())
    if len(items) < FEWEST:
        return BiasIndex(
            None, why_not=f"{len(items)} items are ranked in all three lists; it needs {FEWEST}."
        )
    ranked = [[ranks[item] for item in items] for ranks in (options, own_capacity, drivers)]
    if any(len(set(ranks)) == 1 for ranks in ranked):
        return BiasIndex(None, why_not="One of the lists ranks everything alike, so nothing can follow it.")
    capacity, driver = spearman(ranked[0], ranked[1]), spearman(ranked[0], ranked[2])
    return BiasIndex(capacity - driver, capacity, driver)


def spearman(one: list[float], other: list[float]) -> float:
    """Return Spearman's rank correlation; ties share the mean of their ranks.

    >>> round(spearman([1, 2, 3, 4], [4, 3, 2, 1]), 9)
    -1.0
    """
    return float(np.corrcoef(_mean_ranks(one), _mean_ranks(other))[0, 1])


def _mean_ranks(values: list[float]) -> np.ndarray:
    array = np.asarray(values, dtype=float)
    below = (array[:, None] > array).sum(axis=1)
    alike = (array[:, None] == array).sum(axis=1)
    return np.asarray(below + (alike + 1) / 2)
