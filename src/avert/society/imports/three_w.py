"""Who does what, where and when: 3W and 4W tables, with HXL tags or with the usual headings."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from avert.errors import MissingColumnError
from avert.society.imports import messages
from avert.society.imports.cells import (
    STATUSES,
    TYPES,
    Type,
    best_names,
    bounded,
    date_of,
    day_first,
    is_said,
    key_of,
    once,
    place_key,
    plain,
    several,
)
from avert.society.imports.columns import DEEPEST, by_headings, by_tags
from avert.society.imports.hxl import Tagged, find_tags
from avert.society.imports.joining import span_ties, tell_apart
from avert.society.imports.place_names import NO_NAMES, PlaceNames
from avert.society.imports.result import ActivityRow, Import, Problem, StructureRow, TieRow
from avert.society.imports.tables import Row, read_rows
from avert.society.vocabulary import Layer, Status

UNKNOWN_LANGUAGE = "und"
WHO = ("organisation", "implementer")


@dataclass
class _Found:
    """What the rows so far say."""

    columns: dict[str, int]
    headings: tuple[str, ...]
    source: str
    places: PlaceNames
    is_day_first: dict[str, bool | None]
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    acronyms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    types: dict[str, Counter[Type]] = field(default_factory=lambda: defaultdict(Counter))
    areas: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    activities: list[tuple[int, ActivityRow]] = field(default_factory=list)
    ties: list[tuple[int, TieRow]] = field(default_factory=list)

    def cell(self, row: Row, role: str) -> str:
        place = self.columns.get(role)
        text = row.cells[place] if place is not None and place < len(row.cells) else ""
        return text if is_said(text) or role == "status" else ""

    def note(self, row: Row, role: str, message: str, *, is_fatal: bool = False) -> None:
        place = self.columns.get(role)
        self.problems.append(
            Problem(row.number, "" if place is None else self.headings[place], message, is_fatal)
        )


def read_three_w(
    file: Path | bytes,
    *,
    source: str = "",
    places: PlaceNames = NO_NAMES,
    is_day_first: bool | None = None,
) -> Import:
    """Return the organisations, activities and ties of funding and joint work of a 3W or 4W table.

    Parameters
    ----------
    file
        CSV or XLSX, with a row of HXL tags or with usual headings in one of the first 25 rows.
    source
        What to cite.
    places
        Which codes names of areas stand for; see ``read_location_map``.
    is_day_first
        How to read 03/04/2024 where the column itself does not tell.

    Raises
    ------
    MalformedFileError
        No table.
    MissingColumnError
        No column says who.
    """
    table = read_rows(file)
    tagged = find_tags(table.rows)
    body, columns = (tagged, by_tags(tagged)) if tagged else by_headings(table.rows)
    if not set(WHO) & set(columns):
        raise MissingColumnError(
            "The table has no column that says who does something, so that nobody could be asked. Tag it #org+name, "
            "or call it organisation."
        )
    found = _Found(columns, body.headings, source, places, {}, list(table.problems))
    _tell_days(found, body.rows, is_day_first)
    for row in body.rows:
        _read_row(found, row)
    return _result(found, body, columns)


def _tell_days(found: _Found, rows: Iterable[Row], chosen: bool | None) -> None:
    for role in ("begins", "ends"):
        told, problems = day_first((found.cell(row, role) for row in rows), "")
        place = found.columns.get(role)
        if chosen is None and place is not None:
            found.problems += [replace(one, column=found.headings[place]) for one in problems]
        found.is_day_first[role] = told if chosen is None else chosen


def _read_row(found: _Found, row: Row) -> None:
    if len(row.cells) > len(found.headings):
        found.problems.append(Problem(row.number, "", messages.SHORT_ROW, is_fatal=True))
    lead, partners = found.cell(row, "organisation"), several(found.cell(row, "implementer"))
    doers = [_organisation(found, name) for name in partners or ((lead,) if lead else ())]
    if not doers:
        found.note(row, "organisation" if "organisation" in found.columns else "implementer",
                   messages.NO_ORGANISATION, is_fatal=True)  # fmt: skip
        return
    _describe(found, row, _organisation(found, lead) if lead else doers[0])
    first = _activity(found, row, doers[0])
    if first is None:
        return
    for doer in doers:
        found.areas[doer] |= {area for area in first.areas if area.startswith(("pcode:", "iso3:", "name:"))}
        found.activities.append(
            (row.number, replace(first, structure_key=doer, key=_key(found, row, first, doer)))
        )
    _tie(found, row, lead, doers, first)


def _organisation(found: _Found, name: str) -> str:
    key = key_of("3w", name)
    found.names[key][name] += 1
    return key


def _describe(found: _Found, row: Row, key: str) -> None:
    if acronym := found.cell(row, "acronym"):
        found.acronyms[key].add(acronym)
    if said := found.cell(row, "type"):
        if known := TYPES.get(plain(said)):
            found.types[key][known] += 1
        else:
            found.note(row, "type", messages.BAD_TYPE)


def _activity(found: _Found, row: Row, doer: str) -> ActivityRow | None:
    what, scheme = _what(found, row)
    if not what:
        found.note(row, "sector", messages.NO_WHAT, is_fatal=True)
        return None
    begins, ends = _date(found, row, "begins"), _date(found, row, "ends")
    if begins and ends and ends < begins:
        found.note(row, "ends", messages.ENDS_FIRST, is_fatal=True)
        return None
    title = found.cell(row, "activity")
    return ActivityRow(
        key="",
        structure_key=doer,
        what=what,
        what_scheme=scheme,
        title={UNKNOWN_LANGUAGE: title} if title else {},
        areas=_areas(found, row),
        target_group=found.cell(row, "group"),
        status=_status(found, row),
        begins=begins,
        ends=ends,
        source=found.source,
    )


def _what(found: _Found, row: Row) -> tuple[str, str]:
    for role, scheme in (("sector_code", "sector"), ("activity_code", "activity")):
        if code := found.cell(row, role):
            return code, f"3w-{scheme}"
    said = found.cell(row, "sector") or found.cell(row, "activity")
    return plain(said) or said, "text"


def _areas(found: _Found, row: Row) -> frozenset[str]:
    for role in ("place_code", *(f"adm{n}_code" for n in range(DEEPEST, -1, -1))):
        said = several(found.cell(row, role).replace(",", ";"))
        keys = [place_key(code) for code in said]
        if None in keys:
            found.note(row, role, messages.BAD_CODE)
        if any(keys):
            return frozenset(key for key in keys if key)
    levels = [f"adm{n}" for n in range(DEEPEST + 1)] + ["place"]
    named = [(role, text) for role in levels if (text := found.cell(row, role))]
    if not named:
        found.note(row, "place", messages.NO_PLACE)
        return frozenset()
    above, deepest = [text for _role, text in named[:-1]], several(named[-1][1])
    return frozenset().union(*(_by_name(found, row, named[-1][0], (*above, name)) for name in deepest))


def _by_name(found: _Found, row: Row, role: str, names: tuple[str, ...]) -> frozenset[str]:
    if key := found.places.find(names):
        return frozenset({key})
    name = bounded(f"name:{'/'.join(names)}")
    above = found.places.find_above(names)
    found.note(row, role, messages.PLACE_ABOVE if above else messages.PLACE_BY_NAME)
    return frozenset({name, above} if above else {name})


def _date(found: _Found, row: Row, role: str) -> dt.date | None:
    text = found.cell(row, role)
    if not text:
        return None
    read = date_of(text, is_day_first=found.is_day_first[role], is_end=role == "ends")
    if read is None:
        found.note(row, role, messages.BAD_DATE)
    return read


def _status(found: _Found, row: Row) -> Status:
    said = plain(found.cell(row, "status"))
    if said and said not in STATUSES and is_said(said):
        found.note(row, "status", messages.BAD_STATUS)
    return STATUSES.get(said, Status.UNKNOWN)


def _key(found: _Found, row: Row, activity: ActivityRow, doer: str) -> str:
    if said := found.cell(row, "id"):
        return bounded(f"3w:{said}:{doer.removeprefix('3w:')}")
    # Without status and end, so that an activity that was done or prolonged is still the same one.
    same = (doer, activity.what, dict(activity.title), sorted(activity.areas), activity.target_group,
            activity.begins and activity.begins.isoformat())  # fmt: skip
    return f"3w:{hashlib.sha256(json.dumps(same, ensure_ascii=False).encode()).hexdigest()[:32]}"


def _tie(found: _Found, row: Row, lead: str, doers: Sequence[str], activity: ActivityRow) -> None:
    leads = _organisation(found, lead) if lead else None
    funders = [_organisation(found, name) for name in several(found.cell(row, "funder"))]
    pairs = [(funder, doer, Layer.FUNDING) for funder in funders for doer in doers]
    pairs += [(leads, doer, Layer.JOINT_ACTIVITY) for doer in doers if leads]
    for one, other, layer in pairs:
        if one != other:
            tie = TieRow(
                one, other, layer, layer is Layer.FUNDING, activity.begins, activity.ends, source=found.source
            )
            found.ties.append((row.number, tie))


def _result(found: _Found, body: Tagged, columns: dict[str, int]) -> Import:
    id_column = found.headings[columns["id"]] if "id" in columns else ""
    activities, clashes = once(tell_apart(found.activities), id_column)
    used = set(columns.values())
    ignored = tuple(name for place, name in enumerate(body.headings) if name and place not in used)
    return Import(
        structures=tuple(_structure(found, key) for key in sorted(found.names)),
        activities=activities,
        ties=span_ties(tie for _number, tie in found.ties),
        problems=tuple(sorted([*found.problems, *clashes], key=lambda one: one.row)),
        ignored_columns=ignored,
        rows_read=len(body.rows),
    )


def _structure(found: _Found, key: str) -> StructureRow:
    name, others = best_names({UNKNOWN_LANGUAGE: found.names[key]})
    said = found.types[key]
    sector, kind, level = next(iter(said)) if len(said) == 1 else (None, None, None)
    spellings = tuple(sorted({*others, *found.acronyms[key]} - set(name.values())))
    areas = frozenset(found.areas[key])
    return StructureRow(key, name, spellings, kind, sector, level, areas, source=found.source)
