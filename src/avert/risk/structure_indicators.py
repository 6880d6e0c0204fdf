"""The indicators of structural violence: what each means and which way is worse, from a table checked on reading."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from avert.errors import MalformedFileError

LENSES = frozenset({"atrocity", "conflict"})
WORSE = frozenset({"high", "low"})
SOURCES = frozenset({"vdem", "un_infant_mortality"})
_TABLE = Path(__file__).with_name("structure_indicators.csv")


@dataclass(frozen=True)
class StructureIndicator:
    """One indicator of structural violence.

    indicator: V-Dem's own name, or ours with the unit. label, definition, scale: for readers. worse_is: which
    end of the scale is the worse one, ``high`` or ``low``. lens: ``atrocity`` where it speaks of violence
    against groups or their exclusion, else ``conflict``. source: dataset. note: what a reader must not
    conclude, or nothing.
    """

    indicator: str
    label: str
    definition: str
    scale: str
    worse_is: str
    lens: str
    source: str
    note: str


@cache
def structure_indicators() -> tuple[StructureIndicator, ...]:
    """Return the shipped indicators, in the order in which they are shown."""
    return read_structure_indicators(_TABLE)


def read_structure_indicators(path: Path) -> tuple[StructureIndicator, ...]:
    """Read a table of indicators.

    Raises
    ------
    MalformedFileError: a wrong header, an empty cell other than a note, a word outside the choices, or an
        indicator or label given twice, with its line.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        expected = [field.name for field in fields(StructureIndicator)]
        if next(rows, []) != expected:
            raise MalformedFileError(f"{path.name}, line 1: columns must be {', '.join(expected)}.")
        indicators: list[StructureIndicator] = []
        for row in rows:
            indicators.append(_checked(path, rows.line_num, row, indicators))
    return tuple(indicators)


def _checked(path: Path, line: int, row: list[str], known: list[StructureIndicator]) -> StructureIndicator:
    if len(row) != len(fields(StructureIndicator)) or not all(cell.strip() for cell in row[:-1]):
        raise MalformedFileError(f"{path.name}, line {line}: every indicator needs all its cells filled.")
    found = StructureIndicator(*row)
    for name, choices in (("worse_is", WORSE), ("lens", LENSES), ("source", SOURCES)):
        if (value := getattr(found, name)) not in choices:
            raise MalformedFileError(
                f"{path.name}, line {line}: {name} {value!r} is unknown. Use one of {', '.join(sorted(choices))}."
            )
    for name in ("indicator", "label"):
        if getattr(found, name) in {getattr(other, name) for other in known}:
            raise MalformedFileError(f"{path.name}, line {line}: {getattr(found, name)!r} is given twice.")
    return found
