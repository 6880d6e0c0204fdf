"""What the files to download hold: one table for the world, one long table for a country."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from avert.places import Place
from avert.risk.structure_indicators import structure_indicators
from avert.sources.results import Issued
from avert.web.api import selectors
from avert.web.api.envelope import envelope
from avert.web.api.selectors import Answer
from avert.web.api.shelf import Shelf
from avert.web.site.sheets import Column

WORLD = (
    Column("place_key", "#country+code+avert"),
    Column("iso3", "#country+code+v_iso3"),
    Column("country_gwcode", "#country+code+v_gw"),
    Column("name", "#country+name"),
    Column("year", "#date+year"),
    Column("measure", "#indicator+name"),
    Column("unit", "#indicator+unit"),
    Column("value", "#indicator+value+num"),
    Column("value_low", "#indicator+value+low+num"),
    Column("value_high", "#indicator+value+high+num"),
    Column("rank", "#indicator+rank+num"),
    Column("word", "#indicator+level"),
    Column("is_silent", "#indicator+bool+silent"),
    Column("is_unknown", "#indicator+bool+unknown"),
)
COUNTRY = (
    Column("place_key", "#country+code+avert"),
    Column("name", "#country+name"),
    Column("quantity", "#indicator+name"),
    Column("period", "#date"),
    Column("value", "#indicator+value+num"),
    Column("value_low", "#indicator+value+low+num"),
    Column("value_high", "#indicator+value+high+num"),
    Column("unit", "#indicator+unit"),
    Column("source", "#meta+source"),
)
TYPES = ("sb", "ns", "os")


def world_rows(answer: Answer) -> list[Answer]:
    """Return the world's rows with what each row needs to stand alone."""
    same = {name: answer[name] for name in ("year", "measure", "unit")}
    return [row | same for row in answer["rows"]]


def country(shelf: Shelf, code: str) -> Answer:
    """Return every figure of one place as a long table, one quantity and period a row. Raises MissingDataError."""
    at = selectors.place_at(code)
    if not shelf.results():
        shelf.needed("deaths")
    rows = [{"place_key": at.key, "name": at.name(), **row} for row in _figures(shelf, at)]
    note = "" if rows else selectors.NO_RECORD
    return {**envelope(shelf.results(), note), "place": selectors.place_row(at), "rows": rows}


def _figures(shelf: Shelf, at: Place) -> Iterator[Answer]:
    if issued := shelf.newest("deaths"):
        for unit in ("year", "month"):
            for row in selectors.death_rows(issued, at, unit):
                yield from (_deaths(row, kind, unit) for kind in TYPES)
    if shelf.newest("risk"):
        for row in selectors.risk_rows(shelf, at):
            about = {"quantity": "risk_of_new_mass_killing", "unit": "probability", "source": row["model"]}
            yield about | _when(row["year"], row["risk"], row["risk_low"], row["risk_high"])
    if issued := shelf.newest("conflicts"):
        about = {"quantity": "armed_conflicts", "unit": "count", "source": issued.result.sources[0].label}
        for row in selectors.own_rows(issued.frames["years"], at).sort("year").to_dicts():
            yield about | _when(row["year"], row["conflicts_count"])
    if issued := shelf.newest("structure"):
        yield from _structure(issued, at)


def _deaths(row: Answer, kind: str, unit: str) -> Answer:
    best, low, high = (row[f"fatalities_{kind}_{estimate}"] for estimate in ("best", "low", "high"))
    about = {"quantity": f"fatalities_{kind}_per_{unit}", "unit": "deaths"}
    return about | _when(row["period"], best, low, high) | {"source": row[f"fatalities_{kind}_source"]}


def _structure(issued: Issued, at: Place) -> Iterator[Answer]:
    said = {item.indicator: item for item in structure_indicators()}
    for row in selectors.own_rows(issued.frames["series"], at).sort("indicator", "year").to_dicts():
        if found := said.get(row["indicator"]):
            about = {"quantity": found.indicator, "unit": found.scale, "source": found.source}
            yield about | _when(row["year"], row["value"], row["value_low"], row["value_high"])


def _when(period: int | str, value: Any, low: Any = None, high: Any = None) -> Answer:
    return {"period": str(period), "value": value, "value_low": low, "value_high": high}
