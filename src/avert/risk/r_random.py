"""R's random numbers, as far as EWP's folds need them: ``set.seed`` and ``sample`` of R 3.6 and later.

EWP draws its cross-validation folds in R, and the draw decides the penalty: to reproduce the published risks
is to reproduce the draw. It takes the Mersenne Twister, R's seeding and sampling by rejection of random bits.

Sources: Matsumoto & Nishimura (1998), *Mersenne Twister*, ACM TOMACS 8(1); the R manual's pages *Random* and
*sample*.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

_WORDS = 624
_ROUNDS_BEFORE_USE = 50


class RRandom:
    """R's default generator after ``set.seed(seed)``."""

    def __init__(self, seed: int) -> None:
        bits = np.random.MT19937()
        state = bits.state
        state["state"] = {"key": _scrambled(seed), "pos": _WORDS}
        bits.state = state
        self._halves = _upper_halves(bits)

    def sample(self, items: ArrayLike) -> NDArray[np.int64]:
        """Return integers (n,) in the random order that ``sample(items)`` gives in R.

        >>> RRandom(42).sample(range(1, 11))
        array([ 1,  5, 10,  8,  2,  4,  6,  9,  7,  3])
        """
        left = np.array(items, dtype=np.int64).tolist()
        drawn = np.empty(len(left), dtype=np.int64)
        for i, last in enumerate(range(len(left) - 1, -1, -1)):
            chosen = self._below(last + 1)
            drawn[i] = left[chosen]
            left[chosen] = left[last]
        return drawn

    def _below(self, count: int) -> int:
        """Draw as many bits as count needs until they make a number below it."""
        bits = (count - 1).bit_length()
        while True:
            value = 0
            # R takes sixteen bits at a time, and once more than needed when bits is a multiple of sixteen.
            for _ in range(0, bits + 1, 16):
                value = (value << 16) + next(self._halves)
            value &= (1 << bits) - 1
            if value < count:
                return value


def cross_validation_folds(rows: int, *, folds: int = 10, seed: int) -> NDArray[np.int64]:
    """Return the fold (n,) of each row, 1 to folds, as cv.glmnet draws it after ``set.seed(seed)``.

    >>> cross_validation_folds(12, folds=3, seed=42).tolist()
    [1, 2, 3, 3, 2, 1, 2, 3, 1, 3, 2, 1]
    """
    return RRandom(seed).sample(np.arange(rows) % folds + 1)


def _upper_halves(bits: np.random.MT19937) -> Iterator[int]:
    """Give the upper sixteen bits of word after word, taken from the generator many at a time."""
    while True:
        yield from (bits.random_raw(_WORDS) >> 16).tolist()


def _scrambled(seed: int) -> NDArray[np.uint32]:
    """Fill the generator's state as R's ``set.seed`` does, by a linear congruential sequence."""
    word = seed & 0xFFFFFFFF
    for _ in range(_ROUNDS_BEFORE_USE + 1):
        word = (69069 * word + 1) & 0xFFFFFFFF
    words = np.empty(_WORDS, dtype=np.uint32)
    for i in range(_WORDS):
        word = (69069 * word + 1) & 0xFFFFFFFF
        words[i] = word
    return words
