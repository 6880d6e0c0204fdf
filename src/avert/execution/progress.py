"""Progress on standard error: a line that redraws on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_SECONDS_BETWEEN_LINES = 10.0
_SECONDS_BETWEEN_REDRAWS = 0.1


class Progress:
    """Count steps of a known total; silent when the work ends before there is anything to say."""

    def __init__(self, label: str, total: int, stream: TextIO | None = None) -> None:
        self._label = label
        self._total = total
        self._done = 0
        self._stream = stream if stream is not None else sys.stderr
        self._redraws = self._stream.isatty()
        self._last = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._redraws and self._total:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def advance(self, steps: int = 1) -> None:
        """Count finished steps and say so when enough time has passed."""
        self._done += steps
        now = time.monotonic()
        wait = _SECONDS_BETWEEN_REDRAWS if self._redraws else _SECONDS_BETWEEN_LINES
        if now - self._last < wait:
            return
        self._last = now
        line = f"{self._label}: {self._done} of {self._total}"
        self._stream.write(f"\r\x1b[K{line}" if self._redraws else f"{line}\n")
        self._stream.flush()
