"""What the pages of frameworks read: public content and public figures, the same for every viewer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import Http404

from avert.assessment import frameworks
from avert.assessment.frameworks import Crosswalk, Framework, Indicator, Proxy, Relation, TwoLenses
from avert.assessment.frameworks.proxies import Measured, measured
from avert.assessment.frameworks.two_lenses import links, side_by_side, two_lenses
from avert.errors import InputError, StoreError
from avert.places import Place, find_place
from avert.web.site.holdings import library
from avert.web.site.places import place_or_404

LONGEST_NAME = 80


@dataclass(frozen=True)
class Related:
    """An indicator of another framework, and how it relates; ``stated`` is none where that follows from others."""

    indicator: Indicator
    framework: str
    is_own: bool
    relation: Relation
    stated: Crosswalk | None


@dataclass(frozen=True)
class Whole:
    """A framework with what relates to its indicators and what measures them, by code."""

    framework: Framework
    is_own: bool
    related: Mapping[str, tuple[Related, ...]]
    proxies: Mapping[str, tuple[Proxy, ...]]

    @property
    def recalled(self) -> int:
        """How many indicators are still to be checked against the source."""
        return self.framework.summary().recalled


def frameworks_here() -> list[Whole]:
    """Return every framework, shipped and the deployment's own. Raises StoreError where one cannot be read."""
    with _told_whose_fault():
        own = {line.id: line.is_own for line in frameworks.list_frameworks()}
        known = {id_: frameworks.load_framework(id_) for id_ in own}
        of_code = {code: id_ for id_, one in known.items() for code in one.indicators}
        linked, proxies = links(frameworks.load_crosswalks()), frameworks.load_proxies()
    related = {
        code: tuple(
            Related(known[of_code[other]].indicators[other], of_code[other], own[of_code[other]], *how)
            for other, how in sorted(others.items())
        )
        for code, others in linked.items()
    }
    return [
        Whole(
            one,
            own[id_],
            {code: related.get(code, ()) for code in one.indicators},
            _by_code(one.indicators, proxies),
        )
        for id_, one in known.items()
    ]


def framework_or_none(id_: str) -> Whole | None:
    """Return one framework. Raises StoreError where one of them cannot be read."""
    return next((one for one in frameworks_here() if one.framework.id == id_), None)


def sides(first: str, second: str) -> TwoLenses:
    """Return two frameworks side by side, else the two lenses over the one that is named, else over all."""
    with _told_whose_fault():
        known = {line.id: frameworks.load_framework(line.id) for line in frameworks.list_frameworks()}
        stated = frameworks.load_crosswalks()
    named = [known[id_] for id_ in dict.fromkeys((first, second)) if id_ in known]
    if len(named) == 2:
        return side_by_side(named[0], named[1], stated)
    return two_lenses(named or known.values(), stated)


def measured_in(framework: Framework, place: Place) -> dict[str, tuple[Measured, ...]]:
    """Return by code what datasets say of a place; nothing of one that is not among the states of datasets."""
    return {} if place.gwcode is None else measured(library(), framework.indicators, place.gwcode)


def place_asked(words: str) -> Place:
    """Return the place that a code, a key or a name means. Raises UnknownPlaceError."""
    try:
        return place_or_404(words.strip().lower())
    except Http404:
        return find_place(words.strip()[:LONGEST_NAME])


def _by_code(codes: Iterable[str], proxies: Iterable[Proxy]) -> dict[str, tuple[Proxy, ...]]:
    known = tuple(proxies)
    return {code: tuple(one for one in known if one.indicator == code) for code in codes}


@contextmanager
def _told_whose_fault() -> Iterator[None]:
    """Say that the deployment's own file is at fault, not what was asked."""
    try:
        yield
    except InputError as error:
        raise StoreError(
            "A framework in AVERT_HOME/frameworks cannot be read, so codes could mean two things. Whoever runs the "
            "site: avert frameworks check FILE names the line."
        ) from error
