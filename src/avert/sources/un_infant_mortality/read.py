"""Infant mortality by state and year, from the United Nations' World Population Prospects."""

from __future__ import annotations

import re

import polars as pl

from avert import periods
from avert.errors import MalformedFileError, UnknownPlaceError, some
from avert.places import place_of_iso3
from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.states import years_as_states
from avert.sources.tables import Coverage, Reading
from avert.sources.tidy import check_key, read_columns, unknown_note

_REVISIONS = (2015, 2017, 2019, 2022, 2024)
"""Years in which the United Nations revised the prospects, each in June or July."""
_IN_NAME = re.compile(r"WPP(20\d\d)", re.IGNORECASE)
_VALUE = "infant_mortality_per_1000"


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read deaths before the first birthday per 1,000 live births, for years in which the country was a state.

    The figures are for the territory of today, in earlier years too. Estimates end with the year before the
    revision; from then on the United Nations project, and what never was observed is left out. The first
    projected year does not continue the estimates: in the revision of 2024 the rates of 46 of 195 states change
    by more than a tenth from 2023 to 2024, about twice as many as in estimated years.
    """
    rows, unknown = read_columns(file, layout)
    known = rows.filter(pl.col("iso3").is_not_null() & pl.col(_VALUE).is_not_null())
    _check_variant(known, file)
    check_key(known, layout, file.origin)
    if known.is_empty():
        raise MalformedFileError(f"{file.origin} has no country with a rate. Download it again.")
    revision, is_inferred = _revision(file, release, int(known["year"].max()))  # type: ignore[arg-type]
    estimated = known.filter(pl.col("year") < revision)
    if estimated.is_empty():
        raise MalformedFileError(
            f"{file.origin} has projections only, from {revision} on. Add the estimates."
        )
    frame = _by_gwcode(estimated, file)
    years = frame["year"].to_list()
    return Reading(
        frame=frame,
        release=str(revision),
        vintage=periods.last_day(str(revision)),
        is_inferred=is_inferred,
        coverage=Coverage(periods.month_id(min(years), 1), periods.month_id(max(years), 12), is_by_row=True),
        notes=(*unknown_note(unknown), *_notes(known.height, estimated.height, frame, revision)),
    )


def _check_variant(rows: pl.DataFrame, file: InputFile) -> None:
    if "variant" not in rows.columns:
        return
    others = rows.filter(pl.col("variant") != "Medium")["variant"].unique().sort()
    if others.len():
        raise MalformedFileError(
            f"{file.origin} holds the variants {some(others)}. Add the file of the medium variant instead."
        )


def _revision(file: InputFile, stated: str | None, last_year: int) -> tuple[int, bool]:
    """Return the year of the revision and whether it was inferred: the first that can hold the newest rate."""
    in_name = _IN_NAME.search(file.name)
    if stated or in_name:
        text = stated or (in_name[1] if in_name else "")
        if not re.fullmatch(r"20\d\d", text):
            raise MalformedFileError(
                f"{text!r} is not a revision of the prospects; write its year, like 2024."
            )
        return int(text), False
    revision = next((year for year in _REVISIONS if year >= last_year), None)
    if revision is None:
        raise MalformedFileError(
            f"{file.origin} has rates to {last_year}, beyond the newest revision that Avert knows "
            f"({_REVISIONS[-1]}). State which revision it is: --release {_REVISIONS[-1]}."
        )
    return revision, True


def _by_gwcode(rows: pl.DataFrame, file: InputFile) -> pl.DataFrame:
    """Keep the years in which the country was a state of the list of Gleditsch and Ward."""
    codes = {iso3: _gwcode(iso3, file) for iso3 in rows["iso3"].unique().sort()}
    coded = rows.select(
        country_gwcode=pl.col("iso3").replace_strict(codes, return_dtype=pl.Int32),
        year=pl.col("year").cast(pl.Int32),
        **{_VALUE: pl.col(_VALUE)},
    )
    first, last = int(coded["year"].min()), int(coded["year"].max())  # type: ignore[arg-type]
    frame = coded.join(years_as_states(first, last), on=["country_gwcode", "year"], how="semi")
    if frame.is_empty():
        raise MalformedFileError(f"{file.origin} has no country that was a state in the years it covers.")
    return frame.sort("country_gwcode", "year")


def _gwcode(iso3: str, file: InputFile) -> int | None:
    try:
        return place_of_iso3(iso3).gwcode
    except UnknownPlaceError:
        raise MalformedFileError(
            f"{file.origin} uses the country code {iso3!r}, which is no ISO code."
        ) from None


def _notes(rows: int, estimated: int, frame: pl.DataFrame, revision: int) -> list[str]:
    """Say what was left out, and what the figures of earlier states are."""
    notes = ["rates are for the territory of today, also in years when a state was larger or smaller"]
    if rows > estimated:
        notes.append(f"{rows - estimated:,} rates from {revision} on are projections and were left out")
    if estimated > frame.height:
        notes.append(
            f"{estimated - frame.height:,} rates of territories, and of years before a state, were left out"
        )
    return notes
