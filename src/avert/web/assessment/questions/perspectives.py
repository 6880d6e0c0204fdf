"""From which perspectives experts judge, told apart only where nobody can be recognised by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

from avert.assessment.agreement import FEWEST

Key = TypeVar("Key", bound=Hashable)
OTHERS = ""
"""The perspective of those who cannot be told apart, and of those who named none."""


def told_apart(perspectives: Mapping[Key, str], fewest: int = FEWEST) -> dict[Key, str]:
    """Return by expert a perspective that enough experts share; the others are one.

    Where the others are too few, the smallest perspective joins them: else what they said would follow from what all
    said and what each perspective said.

    >>> told_apart({1: "women", 2: "women", 3: "women", 4: "state"})
    {1: '', 2: '', 3: '', 4: ''}
    >>> told_apart(dict.fromkeys(range(3), "women") | dict.fromkeys(range(3, 6), "state"))[0]
    'women'
    """
    counts = Counter(perspectives.values())
    together = {name for name, n in counts.items() if n < fewest or name == OTHERS}
    apart = sorted((n, name) for name, n in counts.items() if name not in together)
    while together and apart and sum(counts[name] for name in together) < fewest:
        together.add(apart.pop(0)[1])
    return {key: OTHERS if name in together else name for key, name in perspectives.items()}
