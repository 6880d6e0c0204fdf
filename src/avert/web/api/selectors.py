"""Reads the shelf for the API. Nothing here depends on the viewer: it is public data and computed from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import polars as pl
from django.http import Http404

from avert.brief.profile import Profile, profile_of
from avert.brief.words import risk_word
from avert.brief.world import world_table
from avert.errors import MissingDataError, UnknownPlaceError
from avert.periods import month_text
from avert.places import Place, all_places, claims_of, place_of_gwcode, search_places
from avert.places.names import LANGUAGES
from avert.risk.explanation import summed_by_label
from avert.risk.structure_indicators import structure_indicators
from avert.sources.results import Issued
from avert.web.api.envelope import envelope, source_row
from avert.web.api.shelf import Shelf
from avert.web.site.places import code_of, place_or_404

Answer = dict[str, Any]
CONTRIBUTION_DECIMALS = 2
"""What Avert may pass on of the Early Warning Project's panel is contributions, rounded."""
NO_RECORD = "The data used here hold no record of this place's own: unknown, not zero."


def place_at(code: str) -> Place:
    """Return the place that an address means. Raises UnknownPlaceError."""
    try:
        return place_or_404(code.lower())
    except Http404:
        raise UnknownPlaceError(
            "No place has this code. Codes are ISO 3166-1 alpha-3, or a key such as avert-crimea: "
            "/api/v1/places?q=NAME finds them."
        ) from None


def place_row(place: Place) -> Answer:
    """Return who a place is."""
    return {
        "code": code_of(place),
        "place_key": place.key,
        "country_gwcode": place.gwcode,
        "iso3": place.iso3,
        "name": place.name(),
        "kind": place.kind,
    }


def world(shelf: Shelf, measure: str, year: int | None) -> Answer:
    """Return every state by a measure."""
    table = world_table(shelf, measure, year)
    risk = [shelf.newest("risk", str(table.year))] if measure == "risk" else []
    used = [issued.result for issued in (*risk, shelf.newest("deaths")) if issued]
    return {
        **envelope(used),
        "result_id": used[0].result_id if used else None,  # is_silent is a flag beside it, from the deaths
        "measure": measure,
        "unit": "probability" if measure == "risk" else "deaths",
        "year": table.year,
        "years": list(table.years),
        "rows": [_world_row(row, table.year) for row in table.rows.iter_rows(named=True)],
    }


def _world_row(row: Answer, year: int) -> Answer:
    place = place_of_gwcode(row["country_gwcode"])
    more = {"code": code_of(place), "iso3": place.iso3_in(year), "is_unknown": row["value"] is None}
    return {name: value for name, value in row.items() if name != "step"} | more


def places(q: str, kind: str | None) -> Answer:
    """Return the places that a few letters may mean, or all places."""
    found = search_places(q, limit=len(all_places())) if q.strip() else all_places()
    chosen = [place for place in found if kind in (None, place.kind)]
    return {**envelope([]), "places": [place_row(place) for place in chosen]}


def place(shelf: Shelf, code: str) -> Answer:
    """Return a place and its newest figures."""
    at = place_at(code)
    profile, claims = profile_of(shelf, at), claims_of(at)
    risks = risk_rows(shelf, at) if shelf.newest("risk") else []
    return {
        **envelope(shelf.results(), "" if profile.violence or risks else NO_RECORD),
        "place": place_row(at),
        "names": {lang: at.name(lang) for lang in LANGUAGES},
        "claimed_by": [place_row(other) for other in claims.claimed_by],
        "administered_by": [place_row(other) for other in claims.administered_by],
        "place_note": claims.note,
        "risk": risks[0] if risks else None,
        "deaths": _newest_deaths(profile),
        "silence": _silence(profile),
    }


def deaths(shelf: Shelf, code: str, unit: str) -> Answer:
    """Return the record of deaths of a place."""
    at, issued = place_at(code), shelf.needed("deaths")
    rows = death_rows(issued, at, unit)
    return {
        **envelope([issued.result], "" if rows else NO_RECORD),
        "place": place_row(at),
        "unit": unit,
        "rows": rows,
        "silence": _silence(profile_of(shelf, at)),
    }


def death_rows(issued: Issued, at: Place, unit: str) -> list[Answer]:
    """Return deaths by type and period, oldest first."""
    column, write = _PERIODS[unit]
    rows = own_rows(issued.frames[f"{unit}s"], at).sort(column)
    return [{"period": write(row.pop(column)), **row} for row in rows.iter_rows(named=True)]


def risk(shelf: Shelf, code: str) -> Answer:
    """Return the risks of a place and what drives the newest."""
    at, newest = place_at(code), shelf.needed("risk")
    before = shelf.year_before(newest)
    frame = newest.frames["contributions"]
    drivers = summed_by_label(own_rows(frame, at))
    rows = risk_rows(shelf, at)
    return {
        **envelope([issued.result for issued in (newest, before) if issued], "" if rows else NO_RECORD),
        "result_id": newest.result.result_id,
        "place": place_row(at),
        "rows": rows,
        "drivers": drivers.select("label", pl.col("contribution").round(CONTRIBUTION_DECIMALS)).to_dicts(),
    }


def risk_rows(shelf: Shelf, at: Place) -> list[Answer]:
    """Return the risks of a place, newest first, each with its word."""
    newest = shelf.needed("risk")
    issued = [found for found in (newest, shelf.year_before(newest)) if found]
    rows = [row for found in issued for row in own_rows(found.frames["risks"], at).to_dicts()]
    return [row | {"word": word.text if (word := risk_word(row["risk"])) else None} for row in rows]


def structure(shelf: Shelf, code: str) -> Answer:
    """Return the structural violence profile of a place."""
    at, issued = place_at(code), shelf.needed("structure")
    said = {item.indicator: item for item in structure_indicators()}
    rows = [row for row in own_rows(issued.frames["profile"], at).to_dicts() if row["indicator"] in said]
    return {
        **envelope([issued.result], "" if rows else NO_RECORD),
        "place": place_row(at),
        "indicators": [
            asdict(said[row["indicator"]]) | row | {"source": row["source_label"]} for row in rows
        ],
        "series": own_rows(issued.frames["series"], at).sort("indicator", "year").to_dicts(),
    }


def changes(shelf: Shelf, code: str) -> Answer:
    """Return what changed in a place since the year before."""
    at = place_at(code)
    found = profile_of(shelf, at).changes
    used = [result for result in shelf.results() if result.kind in {"deaths", "risk"}]
    return {**envelope(used), "place": place_row(at), "changes": [asdict(change) for change in found]}


def sources(shelf: Shelf) -> Answer:
    """Return what figures are computed from, and which files are loaded; their names may say whose they are."""
    versions = [version for store in shelf.stores for version in store.versions()]
    loaded = [
        {
            **source_row(version.source),
            "first_month": month_text(version.coverage.first_month),
            "last_month": month_text(version.coverage.last_month),
            "rows": version.rows,
            "added_at": version.added_at,
        }
        for version in versions
    ]
    used = [*shelf.results(), *(issued.result for issued in [shelf.forecast()] if issued)]
    return {**envelope(used), "loaded": loaded}


def result(shelf: Shelf, result_id: str) -> Answer:
    """Return what a result is. Raises MissingDataError."""
    issued = shelf.result(result_id)
    if issued is None:
        raise MissingDataError(
            "No result of public data has this id here. Answers name theirs in result_ids."
        )
    said = issued.result
    return {
        **envelope([said]),
        "kind": said.kind,
        "origin": said.origin,
        "issued_at": said.issued_at,
        "code_version": said.code_version,
        "seed": said.seed,
        "specification": dict(said.specification),
        "frames": {name: frame.height for name, frame in issued.frames.items()},
    }


def own_rows(frame: pl.DataFrame, at: Place) -> pl.DataFrame:
    """Return a place's rows of a result; none for a place without a number."""
    return frame.filter(pl.col("country_gwcode").is_in([at.gwcode])).drop("country_gwcode")


def _newest_deaths(profile: Profile) -> Answer | None:
    violence = profile.violence
    if violence is None or violence.latest_year is None:
        return None
    row = violence.years.filter(pl.col("year") == violence.latest_year).row(0, named=True)
    return {"period": str(row["year"]), **row}


def _silence(profile: Profile) -> Answer | None:
    if profile.violence is None or profile.violence.silence is None:
        return None
    said = asdict(profile.violence.silence)
    return said | {"silent_since": month_text(said["silent_since"])}


_PERIODS: Mapping[str, tuple[str, Callable[[int], str]]] = {
    "year": ("year", str),
    "month": ("month_id", month_text),
}
