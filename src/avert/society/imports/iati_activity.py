"""One iati-activity element as what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from avert.places.countries import by_iso2
from avert.places.priogrid import gid_of
from avert.society.imports import messages
from avert.society.imports.cells import date_of
from avert.society.imports.iati_codes import (
    ENDS,
    ISO_COUNTRY,
    PEACE,
    PLACE_SCHEMES,
    REGION_SCHEMES,
    ROLES,
    SECTOR_SCHEMES,
    STARTS,
    STATUSES,
)
from avert.society.imports.result import Problem
from avert.society.imports.tables import clean
from avert.society.vocabulary import Status

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
UNKNOWN_LANGUAGE = "und"
CONSUMED = {
    "iati-identifier", "reporting-org", "title", "participating-org", "activity-status", "activity-date",
    "recipient-country", "recipient-region", "location", "sector",
}  # fmt: skip


@dataclass(frozen=True)
class Party:
    """An organisation as an activity names it, and its role in it."""

    reference: str
    names: Mapping[str, str]
    type: str
    role: str = ""


@dataclass
class Activity:
    """What an activity says, and what is wrong with it."""

    line: int
    identifier: str = ""
    title: dict[str, str] = field(default_factory=dict)
    reporting: Party | None = None
    parties: list[Party] = field(default_factory=list)
    what: str = ""
    what_scheme: str = "text"
    areas: frozenset[str] = frozenset()
    recipients: set[str] = field(default_factory=set)
    status: Status = Status.UNKNOWN
    begins: dt.date | None = None
    ends: dt.date | None = None
    problems: list[Problem] = field(default_factory=list)

    def note(self, element: Any, message: str, *, is_fatal: bool = False) -> None:
        """Keep what is wrong with an element, by its line."""
        line = self.line if element is None else int(element.sourceline or self.line)
        name = ACTIVITY if element is None else str(element.tag)
        self.problems.append(Problem(line, name, message, is_fatal))


ACTIVITY = "iati-activity"


def read_activity(element: Any) -> Activity:
    """Return what an element says; what cannot be used stands among its problems."""
    activity = Activity(int(element.sourceline or 0), clean(element.findtext("iati-identifier") or ""))
    language = _language(element.get(LANGUAGE))
    if not activity.identifier:
        activity.note(None, messages.NO_IDENTIFIER, is_fatal=True)
    activity.title = _narratives(element.find("title"), language)
    activity.parties = [
        party for one in element.iterfind("participating-org") if (party := _party(activity, one, language))
    ]
    if (reporting := element.find("reporting-org")) is not None:
        named = Party(
            clean(reporting.get("ref", "")), _narratives(reporting, language), reporting.get("type", "")
        )
        activity.reporting = named if named.reference or named.names else None
    _read_status(activity, element)
    _read_dates(activity, element)
    _read_sector(activity, element)
    activity.areas = frozenset(_areas(activity, element))
    return activity


def _language(code: str | None) -> str:
    return clean(code or "").lower() or UNKNOWN_LANGUAGE


def _narratives(parent: Any, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in parent.iterfind("narrative") if parent is not None else ():
        text = clean("".join(one.itertext()))
        if text:
            found.setdefault(_language(one.get(LANGUAGE)) if one.get(LANGUAGE) else language, text)
    return dict(sorted(found.items()))


def _party(activity: Activity, element: Any, language: str) -> Party | None:
    role = element.get("role", "").strip()
    party = Party(
        clean(element.get("ref", "")), _narratives(element, language), element.get("type", "").strip(), role
    )
    if role not in ROLES:
        activity.note(element, messages.BAD_ROLE)
        return None
    if not party.reference and not party.names:
        activity.note(element, messages.NO_REFERENCE)
        return None
    return party


def _read_status(activity: Activity, element: Any) -> None:
    status = element.find("activity-status")
    code = "" if status is None else status.get("code", "").strip()
    if code and code not in STATUSES:
        activity.note(status, messages.BAD_STATUS)
    activity.status = STATUSES.get(code, Status.UNKNOWN)


def _read_dates(activity: Activity, element: Any) -> None:
    found: dict[str, dt.date] = {}
    for one in element.iterfind("activity-date"):
        said = clean(one.get("iso-date", ""))
        day = date_of(said, is_day_first=None)
        if day is None and said:
            activity.note(one, messages.BAD_DATE)
        elif day:
            found.setdefault(one.get("type", "").strip(), day)
    activity.begins = next((found[kind] for kind in STARTS if kind in found), None)
    activity.ends = next((found[kind] for kind in ENDS if kind in found), None)
    if activity.begins and activity.ends and activity.ends < activity.begins:
        activity.note(element.find("activity-date"), messages.ENDS_FIRST, is_fatal=True)


def _read_sector(activity: Activity, element: Any) -> None:
    """Keep the sector of peace and security where there is one, else the one with the largest share."""
    sectors = element.findall("sector") or element.findall("transaction/sector")
    known = [
        (SECTOR_SCHEMES.get(one.get("vocabulary", "1").strip()), one) for one in sectors if one.get("code")
    ]
    ranked = sorted(
        (not one.get("code").startswith(PEACE), -_share(one), scheme, clean(one.get("code")))
        for scheme, one in known
        if scheme
    )
    if ranked:
        activity.what_scheme, activity.what = ranked[0][2:]
    else:
        activity.note(None, messages.NO_WHAT)


def _share(sector: Any) -> float:
    try:
        return float(sector.get("percentage", "100"))
    except ValueError:
        return 0.0


def _areas(activity: Activity, element: Any) -> Iterable[str]:
    for one in element.iterfind("recipient-country"):
        code = one.get("code", "").strip().upper()
        activity.recipients.add(code)
        yield from _country(activity, one, code)
    for one in element.iterfind("recipient-region"):
        if scheme := REGION_SCHEMES.get(one.get("vocabulary", "1").strip()):
            yield f"{scheme}:{clean(one.get('code', ''))}"
    for one in element.iterfind("location"):
        for part in (*one.iterfind("administrative"), *one.iterfind("location-id")):
            yield from _coded(activity, part)
        if (position := one.find("point/pos")) is not None:
            yield from _cell(activity, position)


def _country(activity: Activity, element: Any, code: str) -> Iterable[str]:
    place = by_iso2().get(code)
    if place is None or not place.iso3:
        activity.note(element, messages.UNKNOWN_COUNTRY)
        return
    yield f"iso3:{place.iso3}"


def _coded(activity: Activity, element: Any) -> Iterable[str]:
    vocabulary, code = element.get("vocabulary", "").strip().upper(), clean(element.get("code", ""))
    if vocabulary == ISO_COUNTRY:
        yield from _country(activity, element, code.upper())
    elif code and vocabulary in PLACE_SCHEMES:
        yield f"{PLACE_SCHEMES[vocabulary]}:{code}"
    else:
        activity.note(element, messages.UNKNOWN_VOCABULARY)


def _cell(activity: Activity, position: Any) -> Iterable[str]:
    """Give the PRIO-GRID cell of a point: a key of places, and no more exact than what is needed."""
    try:
        latitude, longitude = (float(part) for part in (position.text or "").replace(",", " ").split())
    except ValueError:
        activity.note(position, messages.BAD_POINT)
        return
    if -90 <= latitude <= 90 and -180 <= longitude <= 180:
        yield f"pg:{gid_of(longitude, latitude)}"
    else:
        activity.note(position, messages.BAD_POINT)
