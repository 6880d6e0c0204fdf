"""How often someone may ask: a bucket of tokens for each, filled at a steady rate."""

from __future__ import annotations

import threading
from collections import OrderedDict

MOST_KEPT = 10_000


class Buckets:
    """One bucket per key; those not used for longest are forgotten, and begin full again.

    >>> buckets = Buckets(burst=2, per_second=0.5)
    >>> [buckets.take("someone", now) for now in (0.0, 0.0, 0.0, 2.0)]
    [0.0, 0.0, 2.0, 0.0]
    """

    def __init__(self, burst: int, per_second: float, most_kept: int = MOST_KEPT) -> None:
        self._burst, self._per_second, self._most_kept = burst, per_second, most_kept
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def take(self, key: str, now: float) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        with self._lock:
            tokens, since = self._held.pop(key, (float(self._burst), now))
            tokens = min(self._burst, tokens + max(0.0, now - since) * self._per_second)
            is_there = tokens >= 1
            self._held[key] = (tokens - is_there, max(now, since))
            if len(self._held) > self._most_kept:
                self._held.popitem(last=False)
        return 0.0 if is_there else (1 - tokens) / self._per_second
