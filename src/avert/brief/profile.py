"""One place, everything known: the violence record and both lenses, with what is not known said as such."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from avert.brief.changes import Change, changes_of
from avert.brief.lenses import AtrocityLens, ConflictLens, Risk, Silence, ViolenceRecord
from avert.brief.outlook import Outlook, outlook_of
from avert.brief.words import risk_word
from avert.errors import MissingDataError
from avert.places import Place
from avert.provenance import Provenance
from avert.risk.explanation import summed_by_label
from avert.sources.holdings import Library
from avert.sources.results import Issued, Result

RECENT_MONTHS = 60
RECENT_YEARS = 5


@dataclass(frozen=True)
class Profile:
    """Everything known of a place; ``results`` are those it was read from."""

    place: Place
    violence: ViolenceRecord | None
    atrocity: AtrocityLens
    conflict: ConflictLens
    changes: tuple[Change, ...]
    provenance: Provenance
    results: tuple[Result, ...] = ()
    outlook: Outlook | None = None


def profile_of(library: Library, place: Place) -> Profile:
    """Return everything known of a place.

    Raises MissingDataError when the library has no results at all. Places that are not states have no record
    of their own in the datasets: their profile is empty, not zero.
    """
    kinds = {kind: library.newest(kind) for kind in ("deaths", "risk", "episodes", "conflicts", "structure")}
    if not any(kinds.values()):
        raise MissingDataError("No results are at hand. Add data first: avert data add PATH.")
    violence = _violence(kinds["deaths"], place)
    atrocity = _atrocity(kinds["risk"], kinds["episodes"], place)
    conflict = _conflict(kinds["conflicts"], kinds["structure"], place)
    outlook = outlook_of(library, place)
    before = None
    if atrocity.risk is not None:
        earlier = library.newest("risk", str(atrocity.risk.year - 1))
        before = _risk(earlier, place) if earlier else None
    parts = [violence.provenance if violence else Provenance(), atrocity.provenance, conflict.provenance]
    return Profile(
        place=place,
        violence=violence,
        atrocity=atrocity,
        conflict=conflict,
        changes=changes_of(violence.years if violence else None, atrocity.risk, before),
        provenance=parts[0] | parts[1] | parts[2] | (outlook.provenance if outlook else Provenance()),
        results=(
            *(issued.result for issued in kinds.values() if issued),
            *(outlook.results if outlook else ()),
        ),
        outlook=outlook,
    )


def _of(frame: pl.DataFrame, place: Place) -> pl.DataFrame:
    return frame.filter(pl.col("country_gwcode").is_in([place.gwcode])).drop("country_gwcode")


def _violence(issued: Issued | None, place: Place) -> ViolenceRecord | None:
    if issued is None:
        return None
    years, months = _of(issued.frames["years"], place), _of(issued.frames["months"], place)
    if years.is_empty():
        return None
    totals = [f"fatalities_{kind}_best" for kind in ("sb", "ns", "os")]
    known_years, known_months = years.drop_nulls(totals)["year"], months.drop_nulls(totals)["month_id"]
    latest = max(known_years.to_list(), default=None)
    return ViolenceRecord(
        years=years,
        months=months.sort("month_id").tail(RECENT_MONTHS),
        actors=_recent_actors(_of(issued.frames["actors"], place))
        if "actors" in issued.frames
        else pl.DataFrame(),
        latest_year=latest,
        known_to=max(known_months.to_list(), default=None),
        silence=_silence(_of(issued.frames["silence"], place)),
        provenance=_that_counted(issued, pl.concat([years, months], how="diagonal")),
    )


def _that_counted(issued: Issued, rows: pl.DataFrame) -> Provenance:
    """Return the sources whose numbers the place's record shows."""
    columns = rows.select(pl.col("^fatalities_.*_source$"))
    labels = {label for column in columns for said in column.drop_nulls() for label in said.split(" + ")}
    return Provenance.of(source for source in issued.result.sources if source.label in labels)


def _recent_actors(actors: pl.DataFrame) -> pl.DataFrame:
    """Sum the last years by pair of sides, deadliest first."""
    if actors.is_empty():
        return actors
    last = max(actors["year"].to_list())
    return (
        actors.filter(pl.col("year") > last - RECENT_YEARS)
        .group_by("violence_type", "side_a", "side_b")
        .agg(
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
            pl.col("fatalities_best").sum(),
        )
        .sort("fatalities_best", "side_a", "side_b", descending=[True, False, False])
    )


def _silence(rows: pl.DataFrame) -> Silence | None:
    return Silence(**rows.row(0, named=True)) if rows.height else None


def _atrocity(risks: Issued | None, episodes: Issued | None, place: Place) -> AtrocityLens:
    sources = [source for issued in (risks, episodes) if issued for source in issued.result.sources]
    drivers = _of(risks.frames["contributions"], place) if risks else pl.DataFrame()
    return AtrocityLens(
        risk=_risk(risks, place) if risks else None,
        drivers=summed_by_label(drivers) if drivers.height else drivers,
        # The list goes by state: of a place that is none it says nothing, which is not that nothing goes on.
        episodes=_of(episodes.frames["episodes"], place) if episodes and place.gwcode is not None else None,
        provenance=Provenance.of(sources),
    )


def _risk(issued: Issued, place: Place) -> Risk | None:
    risks = issued.frames["risks"]
    rows = risks.filter(pl.col("country_gwcode").is_in([place.gwcode]))
    if rows.is_empty():
        return None
    row: dict[str, Any] = rows.select(
        "year", "model", "risk", "risk_low", "risk_high", "rank", "rank_low", "rank_high"
    ).row(0, named=True)
    return Risk(**row, ranked_count=risks["risk"].count(), word=risk_word(row["risk"]))


def _conflict(conflicts: Issued | None, structure: Issued | None, place: Place) -> ConflictLens:
    sources = [source for issued in (conflicts, structure) if issued for source in issued.result.sources]
    return ConflictLens(
        conflicts=_known(conflicts, "years", place),
        structure=_known(structure, "profile", place),
        structure_series=_known(structure, "series", place),
        provenance=Provenance.of(sources),
    )


def _known(issued: Issued | None, frame: str, place: Place) -> pl.DataFrame | None:
    if issued is None:
        return None
    rows = _of(issued.frames[frame], place)
    return rows if rows.height else None
