"""Tests of claims as files: every definition with its figures, the onsets that do not fit, every country's quadrant."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from avert.places import place_of_gwcode
from avert.risk.claims.answers import answer_of, exceptions_to
from avert.risk.claims.content import Claim
from avert.risk.claims.tallies import CELL_SCHEMA
from avert.sources.results import Issued
from avert.web.site.sheets import Column, sheet

_PLACE = (
    Column("country", "#country+name"),
    Column("country_gwcode", "#country+code+v_gw"),
    Column("year", "#date+year"),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "definitions": (
        Column("definition", "#meta+definition"),
        Column("definition_in_words", "#meta+definition+text"),
        *(Column(name, f"#indicator+{name}") for name in CELL_SCHEMA if name not in {"claim", "definition"}),
    ),
    "counter-examples": (*_PLACE, Column("onsets", "#indicator+onsets+num")),
}
_QUADRANTS = (
    *_PLACE,
    Column("is_structure_high", "#indicator+bool"),
    Column("weightings_agree", "#indicator+share+num"),
    Column("is_in_conflict", "#indicator+bool"),
    Column("is_war", "#indicator+bool"),
)


def sheet_of_claim(claim: Claim, issued: Issued, part: str) -> str:
    """Write a claim's ``definitions`` or ``counter-examples``."""
    if part == "counter-examples":
        return sheet(COLUMNS[part], _named(exceptions_to(issued, claim, claim.main)))
    answer = answer_of(issued, claim)
    rows = answer.cells.to_dicts() if answer else []
    for row in rows:
        row["definition_in_words"] = "; ".join(claim.labels(tuple(row["definition"].split("/"))))
    return sheet(COLUMNS[part], rows)


def sheet_of_quadrants(issued: Issued) -> str:
    """Write where every country stands in the newest year."""
    return sheet(_QUADRANTS, _named(issued.frames["places"]))


def _named(rows: pl.DataFrame) -> list[dict[str, object]]:
    return [
        {**row, "country": place_of_gwcode(row["country_gwcode"]).name(year=row["year"])}
        for row in rows.iter_rows(named=True)
    ]
