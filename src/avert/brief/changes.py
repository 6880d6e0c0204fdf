"""What changed since last year, in numbers that a sentence can be made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from avert.brief.lenses import Risk

What = Literal["deaths_sb", "deaths_ns", "deaths_os", "risk", "rank"]


@dataclass(frozen=True)
class Change:
    """A quantity in one period and the one before.

    ``is_same_release`` is false where the two come from different releases of the data, so that part of the
    difference may be revision and not the world.
    """

    what: What
    period: str
    value: float
    before_period: str
    before: float
    is_same_release: bool


def changes_of(years: pl.DataFrame | None, risk: Risk | None, before: Risk | None) -> tuple[Change, ...]:
    """Return the changes in deaths by type, in risk and in rank; what is not known in both years is left out."""
    changes: list[Change] = []
    if years is not None:
        changes += [change for kind in ("sb", "ns", "os") if (change := _deaths(years, kind))]
    if risk is not None and before is not None and risk.risk is not None and before.risk is not None:
        ends = (str(risk.year), str(before.year))
        changes.append(Change("risk", ends[0], risk.risk, ends[1], before.risk, is_same_release=True))
        if risk.rank is not None and before.rank is not None:
            changes.append(Change("rank", ends[0], risk.rank, ends[1], before.rank, is_same_release=True))
    return tuple(changes)


def _deaths(years: pl.DataFrame, kind: str) -> Change | None:
    column, source = f"fatalities_{kind}_best", f"fatalities_{kind}_source"
    known = years.drop_nulls(column).sort("year").tail(2)
    if known.height < 2 or known["year"][1] != known["year"][0] + 1:
        return None
    what: What = f"deaths_{kind}"  # type: ignore[assignment]
    return Change(
        what,
        str(known["year"][1]),
        known[column][1],
        str(known["year"][0]),
        known[column][0],
        is_same_release=known[source][0] == known[source][1],
    )
