"""The cases that come with Avert, one file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from avert.errors import InputError
from avert.society.cases.case import Case, CaseSummary
from avert.society.cases.reading import read_case

FOLDER = Path(__file__).parent


def list_cases() -> tuple[CaseSummary, ...]:
    """Return a line for every case, by id."""
    return tuple(load_case(id_).summary for id_ in _ids())


@cache
def load_case(id_: str) -> Case:
    """Return a case that comes with Avert.

    Raises:
        InputError: There is no such case; the message lists them.
        MalformedFileError: The file departs from the format; the message names the line.
    """
    if id_ not in _ids():
        raise InputError(f"There is no case {id_!r}. There are: {', '.join(_ids())}.")
    return read_case(FOLDER / f"{id_}.yaml")


def _ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
