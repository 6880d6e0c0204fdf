"""What models and reports said on a day, as it could be known then, beside what is on record since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from avert.places import Place
from avert.provenance import Provenance
from avert.replays import Item, Replay, list_replays, load_replay
from avert.sources.results import Issued
from avert.web.site.holdings import library

YEARS_AFTER = 2
"""The outcome of the risk model reaches so many years beyond its data."""


@dataclass(frozen=True)
class Case:
    """A replay in a line: what of its reports and warnings had no response recorded by its end."""

    id: str
    title: str
    place: str
    on: dt.date
    said: int
    unanswered: int
    is_control: bool


@dataclass(frozen=True)
class Said:
    """A warning or report of a replay as known on a day, with the responses recorded by then."""

    item: Item
    responses: tuple[Item, ...]


@dataclass(frozen=True)
class Told:
    """What a replay tells of a place on a day, and nothing later."""

    replay: Replay
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Risk:
    """A risk with its interval, the year whose figures it rests on, and when its data could be known."""

    year: int
    risk: float | None
    low: float | None
    high: float | None
    rank: int | None
    model: str
    known_on: dt.date | None


@dataclass(frozen=True)
class Onset:
    """A mass killing on the list that began in a year, as the list has it today."""

    name: str
    year: int


@dataclass(frozen=True)
class Deaths:
    """Deaths of one year as the newest data have them; unknown is none."""

    year: int
    best: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Hindcast:
    """What was said of a place by a day, and what is on record since.

    ``then`` is computed from data that could all be known by that day, ``later`` from newer data about the same years;
    the two are never mixed. ``onsets`` is none where no list is loaded or the place is on none.
    """

    place: Place
    on: dt.date
    then: Risk | None
    later: Risk | None
    onsets: tuple[Onset, ...] | None
    deaths: tuple[Deaths, ...]
    provenance: Provenance
    told: tuple[Told, ...]


@cache
def cases() -> tuple[Case, ...]:
    """Return every replay that comes with Avert."""
    return tuple(_case(load_replay(summary.id)) for summary in list_replays())


def hindcast_of(place: Place, on: dt.date) -> Hindcast:
    """Return what was said of a place by a day, and what is on record since."""
    then, later = library().as_of("risk", on), library().newest("risk", str(on.year - 1))
    episodes, deaths = library().newest("episodes"), library().newest("deaths")
    used = [issued for issued in (then, later, episodes, deaths) if issued]
    return Hindcast(
        place=place,
        on=on,
        then=_risk(then, place),
        later=_risk(later, place),
        onsets=_onsets(episodes, place, on),
        deaths=_deaths(deaths, place, on),
        provenance=Provenance.of(source for issued in used for source in issued.result.sources),
        told=tuple(_told(place, on)),
    )


def _case(replay: Replay) -> Case:
    seen = replay.as_of(replay.last_day)
    said = [item for item in seen.items if item.family in {"report", "warning"}]
    return Case(
        replay.id,
        replay.title,
        replay.places[0],
        replay.last_day,
        len(said),
        len(seen.unanswered()),
        replay.is_control,
    )


def _told(place: Place, on: dt.date) -> Iterator[Told]:
    for summary in list_replays():
        if place.key in summary.places and summary.first_day <= on <= summary.last_day:
            seen = load_replay(summary.id).as_of(on)
            said = [item for item in seen.items if item.family in {"report", "warning"}]
            yield Told(seen, tuple(Said(item, _responses(seen, item)) for item in said))


def _responses(seen: Replay, item: Item) -> tuple[Item, ...]:
    return tuple(
        response
        for response in seen.of_family("response")
        if item.id in getattr(response, "answers", ())
        and getattr(response, "decision", "") != "none_recorded"
    )


def _risk(issued: Issued | None, place: Place) -> Risk | None:
    row = _row(issued, "risks", place)
    if issued is None or row is None:
        return None
    return Risk(
        row["year"],
        row["risk"],
        row["risk_low"],
        row["risk_high"],
        row["rank"],
        row["model"],
        issued.result.data_as_of,
    )


def _onsets(issued: Issued | None, place: Place, on: dt.date) -> tuple[Onset, ...] | None:
    if issued is None or place.gwcode is None:
        return None
    rows = _of(issued.frames["episodes"], place).filter(
        pl.col("start_year").is_between(on.year, on.year + YEARS_AFTER)
    )
    return tuple(
        Onset(row["name"], row["start_year"]) for row in rows.sort("start_year").iter_rows(named=True)
    )


def _deaths(issued: Issued | None, place: Place, on: dt.date) -> tuple[Deaths, ...]:
    rows = _of(issued.frames["years"], place) if issued else pl.DataFrame({"year": []})
    known = {row["year"]: row for row in rows.iter_rows(named=True)}
    years = range(on.year, on.year + YEARS_AFTER + 1)
    return tuple(
        Deaths(year, *(_total(known.get(year), end) for end in ("best", "low", "high"))) for year in years
    )


def _total(row: dict[str, Any] | None, end: str) -> int | None:
    parts: list[Any] = [row[f"fatalities_{kind}_{end}"] for kind in ("sb", "ns", "os")] if row else [None]
    return None if None in parts else sum(parts)


def _row(issued: Issued | None, frame: str, place: Place) -> dict[str, Any] | None:
    rows = _of(issued.frames[frame], place) if issued else pl.DataFrame()
    return rows.row(0, named=True) if rows.height else None


def _of(frame: pl.DataFrame, place: Place) -> pl.DataFrame:
    return frame.filter(pl.col("country_gwcode").is_in([place.gwcode]))
