"""Suggest which structures may be one and the same, by their names, across scripts. A person decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

import numpy as np
from rapidfuzz import fuzz, process

from avert.society.letters import is_in_other_script, name_words, skeleton

LEAST_SCORE = 0.7
COMMON = 60  # a word in more names than this says too little to look at all pairs that share it
LEAST_LETTERS = 4  # of a skeleton: shorter ones agree by chance
LEAST_SAME_LETTERS = 85
NEARLY = 0.9
TWINS = 85
ELSEWHERE = 0.15  # what is said of other areas is more often another branch than another spelling
_BRACKETED_ACRONYM = re.compile(r"\(([A-Z][A-Za-z-]{1,6}[A-Z])\)")

SAME_WORDS = "the same words"
ACRONYM = "acronym of"
OTHER_SCRIPT = "the same letters in another script"
NEARLY_SAME = "nearly the same letters"
ONE_WORD = "one word differs"
CONTAINED = "all words of one stand in the other"
OTHER_AREAS = "in different areas"


@dataclass(frozen=True)
class Named:
    """Something with names."""

    id: str
    names: tuple[str, ...]
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suggestion:
    """Two that may be one, from 0 to 1 how likely, and why in words."""

    a: str
    b: str
    score: float
    why: str


@dataclass(frozen=True)
class _Spelling:
    """One name of one structure, taken apart."""

    owner: int
    words: frozenset[str]
    letters: str
    bare: str  # consonants alone
    initials: frozenset[str]
    is_acronym: bool
    is_aside: bool  # an acronym in brackets after a name
    is_other_script: bool


def suggest_duplicates(names: Sequence[Named], *, least_score: float = LEAST_SCORE) -> list[Suggestion]:
    """Return pairs that may be the same, the likeliest first.

    Parameters
    ----------
    names
        Structures with all their names, in any script, and the areas they are known in.
    least_score
        Pairs below it are left out. The score orders pairs and is no probability.

    >>> both = [Named("1", ("Danish Refugee Council",)), Named("2", ("DRC",)), Named("3", ("Red Cross",))]
    >>> suggest_duplicates(both)
    [Suggestion(a='1', b='2', score=0.85, why='acronym of')]
    """
    spellings = [one for owner, named in enumerate(names) for one in _spellings(owner, named)]
    weight = _weights(spellings)
    best: dict[tuple[int, int], tuple[float, str]] = {}
    for one, other, score, why in _scored(spellings, weight):
        pair = (min(one.owner, other.owner), max(one.owner, other.owner))
        if (score, why) > best.get(pair, (0.0, "")):
            best[pair] = score, why
    found = [_suggestion(names[a], names[b], *best[a, b]) for a, b in best]
    return sorted(
        (one for one in found if one.score >= least_score), key=lambda one: (-one.score, one.a, one.b)
    )


def _spellings(owner: int, named: Named) -> Iterator[_Spelling]:
    asides = {part for name in named.names for part in _BRACKETED_ACRONYM.findall(name)}
    for text in sorted({_BRACKETED_ACRONYM.sub(" ", name) for name in named.names}):
        if found := _spelling(owner, text):
            yield found
    for text in sorted(asides - set(named.names)):
        if found := _spelling(owner, text, is_aside=True):
            yield found


def _spelling(owner: int, text: str, *, is_aside: bool = False) -> _Spelling | None:
    all_words, words = name_words(text)
    if not words:
        return None
    initials = frozenset("".join(word[0] for word in some) for some in (all_words, words) if len(some) >= 3)
    return _Spelling(
        owner,
        frozenset(words),
        " ".join(sorted(words)),
        "" if is_aside else skeleton(text),
        initials,
        len(all_words) == 1 and 3 <= len(all_words[0]) <= 8,
        is_aside,
        is_in_other_script(text),
    )


def _weights(spellings: Sequence[_Spelling]) -> dict[str, float]:
    owners: dict[str, set[int]] = defaultdict(set)
    for one in spellings:
        for word in one.words:
            owners[word].add(one.owner)
    total = len({one.owner for one in spellings})
    return {word: log(1 + total / len(held)) for word, held in owners.items()}


def _scored(
    spellings: Sequence[_Spelling], weight: dict[str, float]
) -> Iterator[tuple[_Spelling, _Spelling, float, str]]:
    for one, other in _sharing(spellings):
        if found := _alike(one, other, weight):
            yield one, other, *found
    yield from _acronyms(spellings)
    yield from _across_scripts(spellings)


def _sharing(spellings: Sequence[_Spelling]) -> Iterator[tuple[_Spelling, _Spelling]]:
    """Give pairs that share a word that is not common, all their words, or all their consonants."""
    blocks: list[list[int]] = [
        *_blocks(spellings, lambda one: one.words, most=COMMON),
        *_blocks(spellings, lambda one: (one.letters,)),
        *_blocks(spellings, lambda one: (one.bare,) if len(one.bare) >= LEAST_LETTERS else ()),
    ]
    pairs = {pair for block in blocks for pair in combinations(block, 2)}
    for a, b in pairs:
        if spellings[a].owner != spellings[b].owner:
            yield spellings[a], spellings[b]


def _blocks(
    spellings: Sequence[_Spelling], keys: Callable[[_Spelling], Iterable[str]], most: int = 1_000
) -> list[list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(spellings):
        for key in keys(one):
            found[key].append(place)
    return [block for block in found.values() if 1 < len(block) <= most]


def _alike(one: _Spelling, other: _Spelling, weight: dict[str, float]) -> tuple[float, str] | None:
    if one.words == other.words:
        return _same_words(one, other)
    if one.is_aside or other.is_aside or _numbers(one) != _numbers(other):
        return None
    ratio = fuzz.ratio(one.letters, other.letters, score_cutoff=100 * NEARLY) / 100
    shared, either = one.words & other.words, one.words | other.words
    share = _sum(shared, weight) / _sum(either, weight)
    if ratio and _each_has_a_twin(one.words - shared, other.words - shared):
        return round(0.98 * ratio, 3), NEARLY_SAME
    if len(shared) >= 3 and len(one.words - shared) == len(other.words - shared) == 1:
        return round(share, 3), ONE_WORD
    if len(shared) >= 2 and shared in (one.words, other.words):
        return round(0.95 * share, 3), CONTAINED
    return None


def _same_words(one: _Spelling, other: _Spelling) -> tuple[float, str]:
    if one.is_other_script != other.is_other_script:
        return 0.98, OTHER_SCRIPT
    asides = one.is_aside + other.is_aside
    return (1.0, SAME_WORDS) if not asides else (0.9 - 0.2 * (asides - 1), ACRONYM)


def _each_has_a_twin(some: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether what differs is spelling: each word left over is nearly another one."""
    if not some or not others:
        return False
    return all(max(fuzz.ratio(word, other) for other in others) >= TWINS for word in some)


def _numbers(one: _Spelling) -> frozenset[str]:
    return frozenset(word for word in one.words if word.isdigit())


def _sum(some: Iterable[str], weight: dict[str, float]) -> float:
    return sum(weight[word] for word in some)


def _acronyms(spellings: Sequence[_Spelling]) -> Iterator[tuple[_Spelling, _Spelling, float, str]]:
    long: dict[str, list[_Spelling]] = defaultdict(list)
    for one in spellings:
        for initials in one.initials:
            long[initials].append(one)
    for one in spellings:
        if not one.is_acronym:
            continue
        (word,) = one.words
        held = {other.owner for other in long.get(word, ())} - {one.owner}
        # Letters that stand for several names say less; four rarely do so by chance.
        score = min(0.95, 0.7 + 0.05 * len(word)) - 0.15 * (len(held) - 1)
        for other in long.get(word, ()):
            if other.owner != one.owner and score > 0:
                yield one, other, round(score, 3), ACRONYM


def _across_scripts(spellings: Sequence[_Spelling]) -> Iterator[tuple[_Spelling, _Spelling, float, str]]:
    usable = [one for one in spellings if len(one.bare) >= LEAST_LETTERS]
    foreign = [one for one in usable if one.is_other_script]
    latin = [one for one in usable if not one.is_other_script]
    if not foreign or not latin:
        return
    scores = process.cdist(
        [one.bare for one in foreign],
        [one.bare for one in latin],
        scorer=fuzz.ratio,
        score_cutoff=LEAST_SAME_LETTERS,
        dtype=np.uint8,
        workers=-1,
    )
    for row, column in zip(*np.nonzero(scores), strict=True):
        one, other = foreign[row], latin[column]
        if one.owner != other.owner:
            yield one, other, round(float(scores[row, column]) / 100 * 0.95, 3), OTHER_SCRIPT


def _suggestion(a: Named, b: Named, score: float, why: str) -> Suggestion:
    if a.areas and b.areas and not a.areas & b.areas:
        return Suggestion(a.id, b.id, round(max(0.0, score - ELSEWHERE), 3), f"{why}, {OTHER_AREAS}")
    return Suggestion(a.id, b.id, score, why)
