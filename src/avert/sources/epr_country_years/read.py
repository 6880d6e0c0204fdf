"""Ethnic Power Relations by state and year: how many groups, and what share of people, are left out of power."""

from __future__ import annotations

import re

from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import by_gwcode, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_IN_NAME = re.compile(r"epr[-_. ]?(20\d\d)", re.IGNORECASE)


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read counts and shares of groups in power, excluded, discriminated and autonomous."""
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    found = releases.yearly(file, release, int(rows["year"].max()), _IN_NAME)  # type: ignore[arg-type]
    frame, left_out = keep_states(by_gwcode(rows, "stated_gwcode"), "country_name", file)
    return Reading.of_years(
        frame.drop("stated_gwcode", "country_name"), found, (*unknown_note(unknown), *left_out)
    )
