"""What a test of a claim gives: a row per definition, the exceptions to each, and further figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from avert.risk.claims.content import Claim
from avert.risk.claims.proportions import Estimate
from avert.risk.claims.tallies import CELL_SCHEMA, EXCEPTION_SCHEMA, Tally

FIGURE_SCHEMA: dict[str, pl.DataType] = {
    "claim": pl.String(), "figure": pl.String(), "value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """The frames of one claim's test; ``more`` holds those that only this test has."""

    cells: pl.DataFrame
    exceptions: pl.DataFrame
    figures: pl.DataFrame
    more: dict[str, pl.DataFrame] = field(default_factory=dict)


def measured(
    claim: Claim,
    tallies: Sequence[Tally],
    figures: dict[str, Estimate] | None = None,
    more: dict[str, pl.DataFrame] | None = None,
) -> Measured:
    """Put tallies and figures into frames."""
    numbers = [
        (claim.name, key, found.value, found.low, found.high) for key, found in (figures or {}).items()
    ]
    return Measured(
        pl.DataFrame([found.row for found in tallies], schema=CELL_SCHEMA),
        pl.concat([pl.DataFrame(schema=EXCEPTION_SCHEMA), *(found.exceptions for found in tallies)]),
        pl.DataFrame(numbers, schema=FIGURE_SCHEMA, orient="row"),
        more or {},
    )
