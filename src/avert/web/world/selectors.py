from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from avert.brief import Profile, WorldTable, profile_of, world_table
from avert.forecast import DEFAULT
from avert.places import Place, all_places, place_of_gwcode
from avert.sources.results import Issued, Result
from avert.sources.store import Version
from avert.web.site.holdings import library

KINDS = ("risk", "risk-evaluation", "deaths", "conflicts", "structure", "episodes", "claims", "monthly-risk",
         "country-forecast", "country-forecast-evaluation")  # fmt: skip
MODELS = {"country-forecast": DEFAULT}
"""Of a kind that several models have, the one that pages read."""


@dataclass(frozen=True)
class Held:
    """A kind of result: the newest that pages read, and whether it came with Avert; None where there is none."""

    kind: str
    result: Result | None
    is_packaged: bool = False


def world_of(measure: str, year: int | None) -> WorldTable:
    """Return every place by a measure, with the interval of its rank where there is one."""
    table = world_table(library(), measure, year)
    rows = table.rows
    issued = library().newest("risk", str(table.year)) if measure == "risk" else None
    if issued:
        ranks = issued.frames["risks"].select("country_gwcode", "rank_low", "rank_high")
        rows = rows.join(ranks, on="country_gwcode", how="left", maintain_order="left")
    return replace(table, rows=_with_every_state(rows, table.year))


def _with_every_state(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """Add the states of a year that the data leave out, as unknown: a list without them would hide the gap."""
    listed, last_day = set(rows["country_gwcode"]), dt.date(year, 12, 31)
    left_out = [
        place
        for place in all_places()
        if place.gwcode is not None and place.gwcode not in listed and place.is_state_on(last_day)
    ]
    added = pl.DataFrame(
        {
            "place_key": [place.key for place in left_out],
            "country_gwcode": [place.gwcode for place in left_out],
            "name": [place.name(year=year) for place in left_out],
            "is_silent": [False] * len(left_out),
        },
        schema={name: rows.schema[name] for name in ("place_key", "country_gwcode", "name", "is_silent")},
    )
    return pl.concat([rows, added.sort("name")], how="diagonal")


def monthly_risk() -> Issued | None:
    """Return the newest monthly risk of one-sided violence; None where it was never computed."""
    return library().newest("monthly-risk")


def silent_places() -> Sequence[Place]:
    """Return the places whose record has fallen silent."""
    issued = library().newest("deaths")
    codes = issued.frames["silence"]["country_gwcode"].to_list() if issued else []
    return [place_of_gwcode(code) for code in codes]


def profile_at(place: Place) -> Profile:
    """Return everything known of a place."""
    return profile_of(library(), place)


def tests_of_claims() -> Issued | None:
    """Return the newest tests of claims, or None where none were issued."""
    return library().newest("claims")


def places_without_rows() -> Sequence[Place]:
    """Return territories and disputed areas, which have no row of their own in datasets of states."""
    return [place for place in all_places() if place.kind in {"territory", "disputed_area"}]


def held() -> Sequence[Held]:
    """Return which results pages read, and from which store each kind comes."""
    return [_held(kind) for kind in KINDS]


def _held(kind: str) -> Held:
    for store in library().stores:
        if issued := store.newest_result(kind, model=MODELS.get(kind), frames=()):
            return Held(kind, issued.result, store.is_read_only)
    return Held(kind, None)


def loaded() -> pl.DataFrame:
    """Return the datasets that someone added here, a row per dataset and release."""
    versions = [
        version for store in library().stores if not store.is_read_only for version in store.versions()
    ]
    columns: dict[str, type[pl.DataType] | pl.DataType] = {
        "dataset": pl.String, "title": pl.String, "release": pl.String, "vintage": pl.Date,
        "is_inferred": pl.Boolean, "first_month": pl.Int64, "last_month": pl.Int64, "countries": pl.List(pl.Int64),
        "rows": pl.Int64, "added_at": pl.Datetime("us", "UTC"),
    }  # fmt: skip
    frame = pl.DataFrame([_loaded(version) for version in versions], schema=columns, orient="row")
    return (
        frame.group_by("dataset", "title", "release", "vintage", "is_inferred")
        .agg(
            first_month=pl.col("first_month").min(),
            last_month=pl.col("last_month").max(),
            # A null stands for the whole world, which includes every list of countries.
            countries=pl.when(pl.col("countries").null_count() == 0).then(
                pl.col("countries").explode().n_unique()
            ),
            rows=pl.col("rows").sum(),
            files=pl.len(),
            added_at=pl.col("added_at").max(),
        )
        .sort("title", "vintage", descending=[False, True])
    )


def _loaded(
    version: Version,
) -> tuple[str, str, str, dt.date, bool, int, int, list[int] | None, int, dt.datetime]:
    source, coverage = version.source, version.coverage
    countries = None if coverage.countries is None else sorted(coverage.countries)
    return (
        source.dataset,
        source.title,
        source.release,
        source.vintage,
        source.is_inferred,
        coverage.first_month,
        coverage.last_month,
        countries,
        version.rows,
        version.added_at.astimezone(dt.UTC),
    )
