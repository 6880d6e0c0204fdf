"""Two lenses side by side: what each sees, and what one sees that the other misses.

A crosswalk holds in both directions: what is broader from one side is narrower from the other. Of the four relations
only *exact* carries on: where A is exactly B and B exactly C, A is exactly C, though nobody said so. Nothing follows
from *broader*, *narrower* or *related*, because each step loosens the meaning (SKOS Reference, W3C 2009, section 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from avert.assessment.frameworks.schema import (
    Crosswalk,
    Dimension,
    Framework,
    Indicator,
    Lens,
    Relation,
)


class Sight(StrEnum):
    """Whether the other side sees an indicator too, sees something related, or misses it."""

    BOTH = "both"
    RELATED = "related"
    ONE = "one"


@dataclass(frozen=True, kw_only=True)
class Match:
    """An indicator of the other side. ``stated`` is the crosswalk, or none where it follows from exact ones."""

    indicator: Indicator
    relation: Relation
    stated: Crosswalk | None
    value: str | None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """An indicator of one side with its matches on the other. ``value`` is what was answered, or none."""

    indicator: Indicator
    sight: Sight
    matches: tuple[Match, ...]
    value: str | None


@dataclass(frozen=True, kw_only=True)
class SeenDimension:
    """A dimension with those of its indicators that belong to a side."""

    framework: str
    dimension: Dimension
    seen: tuple[Seen, ...]


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one lens, or one framework, sees, by dimension."""

    name: str
    dimensions: tuple[SeenDimension, ...]

    def seen(self, sight: Sight | None = None) -> tuple[Seen, ...]:
        """Return what it sees, all or with one sight: ``Sight.ONE`` is what the other side misses."""
        return tuple(
            one for dimension in self.dimensions for one in dimension.seen if sight in (None, one.sight)
        )


@dataclass(frozen=True, kw_only=True)
class TwoLenses:
    """Two sides to be read beside each other."""

    first: Side
    second: Side


def two_lenses(
    frameworks: Iterable[Framework],
    crosswalks: Iterable[Crosswalk],
    values: Mapping[str, str] | None = None,
) -> TwoLenses:
    """Return what the atrocity lens (first) and the conflict lens (second) see in the frameworks given.

    An indicator that belongs to both lenses is seen by both. Another is seen by both if it has an exact, broader or
    narrower match among the indicators of the other lens; *related* alone does not make it seen.
    ``values`` are answers by code and change nothing in what is seen: they are put beside it.
    """
    given = tuple(frameworks)
    atrocity, conflict = (
        {c: i for one in given for c, i in one.indicators.items() if lens in i.lenses} for lens in Lens
    )
    return _beside(given, (Lens.ATROCITY, atrocity), (Lens.CONFLICT, conflict), crosswalks, values or {})


def side_by_side(
    first: Framework,
    second: Framework,
    crosswalks: Iterable[Crosswalk],
    values: Mapping[str, str] | None = None,
) -> TwoLenses:
    """Return what each of two frameworks sees, whichever lenses their indicators belong to."""
    sides = ((first.id, first.indicators), (second.id, second.indicators))
    return _beside((first, second), *sides, crosswalks, values or {})


def links(crosswalks: Iterable[Crosswalk]) -> dict[str, dict[str, tuple[Relation, Crosswalk | None]]]:
    """Return by code and other code how they relate, in both directions, with what follows from exact ones.

    Of two crosswalks for one pair the later counts: so a deployment's own takes the place of one that is shipped.
    """
    found: dict[str, dict[str, tuple[Relation, Crosswalk | None]]] = {}
    for crosswalk in crosswalks:
        for one in (crosswalk, crosswalk.inverted):
            found.setdefault(one.from_code, {})[one.to_code] = (one.relation, one)
    for group in _exact_groups(found):
        for code in group:
            for other in group - {code}:
                found[code].setdefault(other, (Relation.EXACT, None))
    return found


def _exact_groups(
    linked: Mapping[str, Mapping[str, tuple[Relation, Crosswalk | None]]],
) -> list[frozenset[str]]:
    groups: list[frozenset[str]] = []
    for code, others in linked.items():
        exact = {other for other, (relation, _) in others.items() if relation is Relation.EXACT}
        if exact:
            joined = frozenset({code, *exact}).union(*(g for g in groups if g & {code, *exact}))
            groups = [*(group for group in groups if not group & joined), joined]
    return groups


def _beside(
    frameworks: tuple[Framework, ...],
    first: tuple[str, Mapping[str, Indicator]],
    second: tuple[str, Mapping[str, Indicator]],
    crosswalks: Iterable[Crosswalk],
    values: Mapping[str, str],
) -> TwoLenses:
    linked = links(crosswalks)

    def side(name: str, mine: Mapping[str, Indicator], theirs: Mapping[str, Indicator]) -> Side:
        seen = {code: _seen(one, theirs, linked.get(code, {}), values) for code, one in mine.items()}
        return Side(name=name, dimensions=tuple(_by_dimension(frameworks, seen)))

    return TwoLenses(first=side(*first, second[1]), second=side(*second, first[1]))


def _seen(
    indicator: Indicator,
    theirs: Mapping[str, Indicator],
    linked: Mapping[str, tuple[Relation, Crosswalk | None]],
    values: Mapping[str, str],
) -> Seen:
    order = list(Relation)
    matches = sorted(
        (
            Match(indicator=theirs[code], relation=relation, stated=stated, value=values.get(code))
            for code, (relation, stated) in linked.items()
            if code in theirs
        ),
        key=lambda match: (order.index(match.relation), match.indicator.code),
    )
    is_matched = any(match.relation is not Relation.RELATED for match in matches)
    is_shared = indicator.code in theirs or is_matched
    sight = Sight.BOTH if is_shared else Sight.RELATED if matches else Sight.ONE
    return Seen(indicator=indicator, sight=sight, matches=tuple(matches), value=values.get(indicator.code))


def _by_dimension(frameworks: tuple[Framework, ...], seen: Mapping[str, Seen]) -> Iterator[SeenDimension]:
    for framework in frameworks:
        for dimension in framework.dimensions:
            here = tuple(seen[one.code] for one in framework.under(dimension.id) if one.code in seen)
            if here:
                yield SeenDimension(framework=framework.id, dimension=dimension, seen=here)
