"""CM-BENCH and CM-BENCH-36: the origins and steps of the VIEWS prediction challenge, and three years ahead.

See ``docs/methods/forecast.md``. Deaths are those of the releases loaded, of final vintage: a forecaster of the time
knew less. Models are fitted anew at every origin, on nothing later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avert import periods
from avert.errors import InputError

FIRST_YEAR, LAST_YEAR = 1995, 2100


@dataclass(frozen=True)
class Protocol:
    """origin_month: of the year before the window. steps: months after the origin. bands: steps told apart."""

    name: str
    origin_month: int
    steps: range
    bands: tuple[tuple[int, int], ...]

    def origin(self, window: int) -> int:
        """Return the last month that may be known for a window, a calendar year.

        >>> find_protocol("cm-bench").origin(2021) == periods.month_id(2020, 10)
        True
        """
        return periods.month_id(window - 1, self.origin_month)


PROTOCOLS = {
    "cm-bench": Protocol("cm-bench", 10, range(3, 15), ()),
    "cm-bench-36": Protocol("cm-bench-36", 12, range(1, 37), ((1, 3), (4, 6), (7, 12), (13, 24), (25, 36))),
}
WINDOWS = (2018, 2019, 2020, 2021)
"""Of the challenge, those whose outcomes are at hand."""


def find_protocol(name: str) -> Protocol:
    """Return a protocol by name. Raises InputError."""
    if name not in PROTOCOLS:
        raise InputError(f"No protocol is called {name!r}. There is: {', '.join(PROTOCOLS)}.")
    return PROTOCOLS[name]


def windows_of(text: str | None) -> Sequence[int]:
    """Return the years of ``2018-2021``, ``2022`` or ``2018,2022``; those of the challenge when there is no text.

    >>> windows_of("2018-2020,2022"), windows_of(None)
    ([2018, 2019, 2020, 2022], [2018, 2019, 2020, 2021])
    """
    if text is None:
        return list(WINDOWS)
    years: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdigit() and (last or first).isdigit()):
            raise InputError(f"Windows {text!r} cannot be read. Write years: 2018-2021, or 2018,2022.")
        years.update(range(int(first), int(last or first) + 1))
    if not years or min(years) < FIRST_YEAR or max(years) > LAST_YEAR:
        raise InputError(f"Windows are years from {FIRST_YEAR} on, such as 2018-2021.")
    return sorted(years)
