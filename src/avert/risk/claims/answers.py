"""What a test of a claim says, put together for reading: the verdict, the quoted figures, the exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from avert.risk.claims.content import Claim, Definition
from avert.sources.results import Issued

NEARLY_ALL = 0.9
VERDICTS = {
    "holds": "holds, nearly however it is defined",
    "depends": "holds, but not however it is defined",
    "open": "cannot be told: the interval allows both",
    "narrow": "does not hold as quoted, only under narrower definitions",
    "fails": "does not hold under any definition tried",
}
"""The verdicts, from the best to the worst for a claim, in words."""


@dataclass(frozen=True)
class Answer:
    """The test of one claim. ``main`` is the row of the definition that is quoted.

    ``holding`` of ``tested`` definitions say that the claim holds. ``exceptions`` are the onsets outside the
    quoted definition, one row per country and year.
    """

    claim: Claim
    verdict: str
    main: Mapping[str, Any]
    cells: pl.DataFrame
    exceptions: pl.DataFrame
    figures: Mapping[str, Mapping[str, Any]]
    holding: int
    tested: int


def answer_of(issued: Issued, claim: Claim) -> Answer | None:
    """Return what a result says of a claim; None where its data were not loaded.

    Of a result of an earlier edition only the definitions that the claim still has are read.
    """
    known = ["/".join(definition) for definition in claim.grid]
    cells = (
        issued.frames["cells"]
        .filter(pl.col("definition").is_in(known), claim=claim.name)
        .with_columns(is_main=pl.col("definition") == "/".join(claim.main))
    )
    tested = cells.drop_nulls("share")
    main = tested.filter("is_main")
    if main.is_empty():
        return None
    figures = issued.frames["figures"].filter(claim=claim.name)
    return Answer(
        claim,
        verdict_of(tested),
        main.row(0, named=True),
        cells,
        exceptions_to(issued, claim, claim.main),
        {row["figure"]: row for row in figures.iter_rows(named=True)},
        tested.filter(holds="yes").height,
        tested.height,
    )


def exceptions_to(issued: Issued, claim: Claim, definition: Definition) -> pl.DataFrame:
    """Return the onsets that lie outside what a definition names: country, year and how many."""
    found = issued.frames["exceptions"].filter(claim=claim.name, definition="/".join(definition))
    return found.select("country_gwcode", "year", "onsets")


def verdict_of(tested: pl.DataFrame) -> str:
    """Return a claim's verdict from its definitions: the quoted one first, then how many agree with it."""
    main = tested.filter("is_main")["holds"].item()
    holding = tested.filter(holds="yes").height
    if main == "yes":
        return "holds" if holding >= NEARLY_ALL * tested.height else "depends"
    if main == "open":
        return "open"
    return "narrow" if holding else "fails"
