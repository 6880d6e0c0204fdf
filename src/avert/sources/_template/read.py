"""What the dataset is, in one line."""

from __future__ import annotations

from avert import periods
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read and check the file, and say which release it is, since when it could be known, and what it covers."""
    frame, unknown = read_columns(file, layout)
    check_key(frame, layout, file.origin)
    years = frame["year"].to_list()
    named = release or str(max(years) + 1)
    return Reading(
        frame=frame,
        release=named,
        vintage=periods.last_day(named),
        is_inferred=release is None,
        coverage=Coverage(periods.month_id(min(years), 1), periods.month_id(max(years), 12)),
        notes=tuple(unknown_note(unknown)),
    )
