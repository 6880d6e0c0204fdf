"""What each predictor of a model means, in plain words, from a table that is checked when it is read."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path

from avert.errors import MalformedFileError

LENSES = frozenset({"atrocity", "conflict", "control"})


@dataclass(frozen=True)
class Predictor:
    """One predictor of a model.

    name: column in the panel. label: what a high value says. unit: unit or coding. source: dataset. lens:
    what it speaks of – ``atrocity`` violence against or exclusion of groups, ``conflict`` instability, rule
    and living conditions in general, ``control`` place and time, which nobody can change.
    """

    name: str
    label: str
    unit: str
    source: str
    lens: str


def read_predictors(path: Path) -> tuple[Predictor, ...]:
    """Read a table of predictors.

    Raises
    ------
    MalformedFileError: a wrong header, an empty cell, an unknown lens or a name given twice, with its line.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, [])
        expected = [field.name for field in fields(Predictor)]
        if header != expected:
            raise MalformedFileError(f"{path.name}, line 1: columns must be {', '.join(expected)}.")
        predictors: dict[str, Predictor] = {}
        for row in rows:
            _check(path, rows.line_num, row, predictors)
            predictors[row[0]] = Predictor(*row)
    return tuple(predictors.values())


def _check(path: Path, line: int, row: list[str], known: dict[str, Predictor]) -> None:
    """Refuse a row that would leave an explanation without words."""
    if len(row) != len(fields(Predictor)) or not all(cell.strip() for cell in row):
        raise MalformedFileError(f"{path.name}, line {line}: every predictor needs all its cells filled.")
    if row[-1] not in LENSES:
        raise MalformedFileError(
            f"{path.name}, line {line}: lens {row[-1]!r} is unknown. Use one of {', '.join(sorted(LENSES))}."
        )
    if row[0] in known:
        raise MalformedFileError(f"{path.name}, line {line}: {row[0]!r} is given twice. Keep one.")
