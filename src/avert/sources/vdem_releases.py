"""Releases of V-Dem, which its other products share: how they are named, and when each appeared."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from avert.errors import MalformedFileError
from avert.sources.files import InputFile

_RELEASE = re.compile(r"v?(?P<number>\d{1,2})(?P<point>\.\d)?")
_IN_NAME = re.compile(r"(?<![a-z0-9])v(?:[89]|\d\d)(?:\.\d)?(?![\d.]*\d)", re.IGNORECASE)
_EARLIEST = 8
"""From here on release N appeared in the March of 2010 + N; earlier ones kept no calendar."""


@dataclass(frozen=True)
class VdemRelease:
    """Release N codes the years before 2010 + N; a later correction has a point, such as v11.1."""

    number: int
    point: str = ""

    @classmethod
    def parse(cls, text: str) -> VdemRelease:
        """Read a name such as ``v15``."""
        match = _RELEASE.fullmatch(text.strip().lower())
        if match is None or int(match["number"]) < _EARLIEST:
            raise MalformedFileError(
                f"{text!r} is not a V-Dem release that Avert can date; write it like v15, from v{_EARLIEST} on."
            )
        return cls(int(match["number"]), match["point"] or "")

    @property
    def name(self) -> str:
        """As V-Dem writes it."""
        return f"v{self.number}{self.point}"

    @property
    def year(self) -> int:
        """The year in which it appeared."""
        return 2010 + self.number

    @property
    def vintage(self) -> dt.date:
        """Return 31 March; for a correction, whose month nothing says, the end of the year."""
        return dt.date(self.year, 12, 31) if self.point else dt.date(self.year, 3, 31)


def vdem_release(file: InputFile, stated: str | None, last_year: int) -> tuple[VdemRelease, bool]:
    """Return the release and whether it was inferred: as stated, as the file is called, else by the last year."""
    in_name = _IN_NAME.search(file.name)
    if stated or in_name:
        release = VdemRelease.parse(stated or (in_name[0] if in_name else ""))
        if last_year >= release.year:
            raise MalformedFileError(
                f"{file.origin} codes {last_year}, which V-Dem {release.name} of {release.year} cannot. "
                "State the release that it is from: --release."
            )
        return release, False
    if last_year - 2009 < _EARLIEST:
        raise MalformedFileError(
            f"{file.origin} ends in {last_year}, so that its contents do not tell which V-Dem release it is from. "
            "State it: --release v15."
        )
    return VdemRelease(last_year - 2009), True
