"""Which release a file is from: as stated, as the file is called, else the first that can hold its newest year."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from avert import periods
from avert.errors import MalformedFileError
from avert.sources.files import InputFile

_UCDP = re.compile(r"(?<!\d)(\d\d)[._]?(\d)(?!\d)")
_UCDP_STATED = re.compile(r"(\d\d)\.(\d)")


@dataclass(frozen=True)
class Release:
    """The name of a release, the last day on which it can have appeared, and whether both were inferred."""

    name: str
    vintage: dt.date
    is_inferred: bool


def yearly(
    file: InputFile, stated: str | None, last_year: int, in_name: re.Pattern[str] | None = None
) -> Release:
    """Return a release named by a year, month or day; it holds only years before it has ended.

    ``in_name`` finds it in the file's name (first group). Raises MalformedFileError when the release is older
    than the newest year in the file.
    """
    match = in_name and (in_name.search(file.name) or in_name.search(file.origin))
    named = stated or (match[1] if match else str(last_year + 1))
    vintage = periods.last_day(named)
    if vintage.year < last_year:
        raise MalformedFileError(
            f"{file.origin} has {last_year}, which a release of {named} cannot hold. "
            "State the release that it is from: --release."
        )
    return Release(named, vintage, is_inferred=not (stated or match))


def ucdp(file: InputFile, stated: str | None, last_year: int) -> Release:
    """Return an annual release of UCDP: 25.1 appears in June 2025 and ends with 2024."""
    named, is_inferred = stated or _in_name(file), False
    if named is None:
        named, is_inferred = f"{(last_year + 1) % 100:02d}.1", True
    match = _UCDP_STATED.fullmatch(named)
    if match is None:
        raise MalformedFileError(f"{named!r} is not a UCDP release; write it like 25.1.")
    year = 2000 + int(match[1])
    if year <= last_year:
        raise MalformedFileError(
            f"{file.origin} has {last_year}, which UCDP's release {named} of {year} cannot hold. "
            "State the release that it is from: --release."
        )
    return Release(named, dt.date(year, 6, 30), is_inferred)


def _in_name(file: InputFile) -> str | None:
    for name in (file.name, file.origin):
        if match := _UCDP.search(name):
            return f"{match[1]}.{match[2]}"
    return None
