"""Who takes part, measured against who there is: seats, and the voice that goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from avert.errors import InputError
from avert.scoring.reliability import wilson
from avert.society.actors import Actor
from avert.society.vocabulary import Attribute, Voice


@dataclass(frozen=True)
class Participation:
    """How many of those asked have something, with Wilson's 95 % interval, and beside the share of the population.

    ``share``, ``low`` and ``high`` are None where nobody was asked; ``ratio`` and its ends also where the share of the
    population is unknown or 0. A ratio of 1 is parity; below 1 they take part less than there are of them.
    """

    have: int
    asked: int
    not_asked: int
    share: float | None
    low: float | None
    high: float | None
    population_share: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None


def participation(
    have: int, asked: int, *, not_asked: int = 0, population_share: float | None = None
) -> Participation:
    """Return a participation-to-population ratio from counts.

    Where all seats of a body are counted the interval is no error of sampling: it says how far a body of that size
    could differ by chance.

    >>> round(participation(8, 51, population_share=0.5).ratio, 2)
    0.31
    """
    if not 0 <= have <= asked or not_asked < 0:
        raise InputError("More have it than were asked, or a count is negative. Correct the counts.")
    if population_share is not None and not 0 <= population_share <= 1:
        raise InputError("A share of the population lies from 0 to 1. Give it as a fraction, not per cent.")
    if not asked:
        return Participation(0, 0, not_asked, None, None, None, population_share, None, None, None)
    share, (low, high) = have / asked, wilson(have, asked)
    ratios = [end / population_share if population_share else None for end in (share, low, high)]
    return Participation(have, asked, not_asked, share, low, high, population_share, *ratios)


def voices(
    actors: Iterable[Actor], population: Mapping[Attribute, float] | None = None
) -> dict[tuple[Attribute, Voice], Participation]:
    """Return, among the actors asked, in how many those of each attribute lead, speak and decide.

    ``population``: the share of the population that each attribute is of; what is absent is unknown.
    """
    there, shares = list(actors), population or {}
    return {
        (attribute, voice): _asked(
            [one.voices.get((attribute, voice)) for one in there], shares.get(attribute)
        )
        for attribute in Attribute
        for voice in Voice
    }


def seats(
    counted: Mapping[Attribute, tuple[int, int]], population: Mapping[Attribute, float] | None = None
) -> dict[Attribute, Participation]:
    """Return the ratio of each attribute's seats, given as (theirs, all), to its share of the population.

    Beside ``voices``: having a seat is not speaking, and speaking is not deciding.
    """
    shares = population or {}
    return {
        attribute: participation(theirs, total, population_share=shares.get(attribute))
        for attribute, (theirs, total) in counted.items()
    }


def groups(actors: Iterable[Actor], population: Mapping[str, float]) -> dict[str, Participation]:
    """Return for each group the share of actors that are of it, among those whose groups are known."""
    there = list(actors)
    known = [one for one in there if one.groups]
    return {
        group: participation(
            sum(group in one.groups for one in known),
            len(known),
            not_asked=len(there) - len(known),
            population_share=share,
        )
        for group, share in sorted(population.items())
    }


def _asked(answers: list[bool | None], population_share: float | None) -> Participation:
    said = [answer for answer in answers if answer is not None]
    return participation(
        sum(said), len(said), not_asked=len(answers) - len(said), population_share=population_share
    )
