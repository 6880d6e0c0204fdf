"""V-Dem's episodes of regime transformation: where democracy is growing or being taken down, by state and year."""

from __future__ import annotations

import polars as pl

from avert.sources import releases
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.placing import by_iso3, keep_states
from avert.sources.tables import Reading
from avert.sources.tidy import check_key, read_columns, unknown_note
from avert.sources.vdem_releases import vdem_release

_EARLIER = (
    ("AUT", 1917, 300), ("CZE", 1992, 315), ("DEU", 1944, 255), ("KOR", 1909, 730), ("SRB", 2005, 345),
    ("VDR", 1975, 817), ("ZZB", 1964, 511),
)  # fmt: skip
"""V-Dem's unit, the last year in which it stands for an earlier state, and that state's Gleditsch-Ward number."""


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read one row per state and year: the kind of regime, and whether it is in an episode of change.

    An episode is recognised once the change has gone far enough, so that later releases change the newest years.
    ``regime_change`` is 1 where a democracy begins, -1 where one ends.
    """
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    found, is_inferred = vdem_release(file, release, int(rows["year"].max()))  # type: ignore[arg-type]
    frame, left_out = keep_states(_placed(rows), "country_name", file)
    return Reading.of_years(
        frame.drop("country_text_id", "country_name"),
        releases.Release(found.name, found.vintage, is_inferred),
        (*unknown_note(unknown), *left_out),
    )


def _placed(rows: pl.DataFrame) -> pl.DataFrame:
    """Place V-Dem's units, which keep their letters through changes of state."""
    code = pl.col("country_gwcode")
    for unit, last_year, gwcode in _EARLIER:
        is_earlier = (pl.col("country_text_id") == unit) & (pl.col("year") <= last_year)
        code = pl.when(is_earlier).then(pl.lit(gwcode, pl.Int32)).otherwise(code)
    return by_iso3(rows, "country_text_id").with_columns(code.alias("country_gwcode"))
