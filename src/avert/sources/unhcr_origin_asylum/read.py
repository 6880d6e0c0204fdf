"""Refugees, asylum-seekers and displaced people by where they come from and where they are."""

from __future__ import annotations

import polars as pl

from avert import periods
from avert.errors import MalformedFileError, UnknownPlaceError, some
from avert.places import place_of_iso3
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.states import years_as_states
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

STATUSES = {
    "refugee": "refugees",
    "asylum": "asylum_seekers",
    "idp": "internally_displaced",
    "refugee return": "returned_refugees",
    "idp return": "returned_displaced",
    "stateless": "stateless",
    "other": "others_of_concern",
}
NO_COUNTRY = {"OOO", "STL", "TIB"}
"""UNHCR's codes for other or unknown origin, stateless people and Tibetans, which are no ISO codes."""


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read people at the end of each year by the state they come from, for years in which it was one.

    UNHCR lists no pair of countries with nobody, and rounds few people to 5: an absent row is unknown, not zero.
    End-year figures are published in June of the next year.
    """
    rows, unknown = read_columns(file, layout)
    check_key(rows, layout, file.origin)
    if rows.is_empty():
        raise MalformedFileError(f"{file.origin} has a header and no rows. Download it again.")
    if strange := sorted(set(rows["status"].unique()) - set(STATUSES)):
        raise MalformedFileError(f"{file.origin} uses the status {some(strange)}, which Avert does not know.")
    years = rows["year"].to_list()
    named = release or str(max(years) + 1)
    frame = _by_gwcode(rows, file)
    return Reading(
        frame=frame,
        release=named,
        vintage=periods.last_day(f"{named}-06" if len(named) == 4 else named),
        is_inferred=release is None,
        coverage=Coverage(periods.month_id(min(years), 1), periods.month_id(max(years), 12), is_by_row=True),
        notes=(*unknown_note(unknown), *_left_out(rows.height - frame.height)),
    )


def _by_gwcode(rows: pl.DataFrame, file: InputFile) -> pl.DataFrame:
    """Keep the years in which the country of origin was a state of the list of Gleditsch and Ward."""
    codes = {iso3: _gwcode(iso3, file) for iso3 in rows["origin_iso3"].unique().sort()}
    coded = rows.select(
        pl.col("origin_iso3").replace_strict(codes, return_dtype=pl.Int32).alias("country_gwcode"),
        pl.col("year").cast(pl.Int32),
        "host_iso3",
        pl.col("status").replace_strict(STATUSES),
        "people_count",
    )
    first, last = int(coded["year"].min()), int(coded["year"].max())  # type: ignore[arg-type]
    states = years_as_states(first, last)
    frame = coded.join(states, on=["country_gwcode", "year"], how="semi")
    if frame.is_empty():
        raise MalformedFileError(f"{file.origin} has no origin that was a state in the years it covers.")
    return frame.sort("country_gwcode", "year", "host_iso3", "status")


def _gwcode(iso3: str, file: InputFile) -> int | None:
    if iso3 in NO_COUNTRY:
        return None
    try:
        return place_of_iso3(iso3).gwcode
    except UnknownPlaceError:
        raise MalformedFileError(
            f"{file.origin} uses the country code {iso3!r}, which is no ISO code."
        ) from None


def _left_out(count: int) -> list[str]:
    what = "rows of territories, of years before a state, of stateless people and of unknown origin were left out"
    return [f"{count:,} {what}"] if count else []
