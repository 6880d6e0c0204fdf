"""Our own tables of structures and of ties, and templates of them to fill in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from avert.errors import MissingColumnError
from avert.society.imports import messages
from avert.society.imports.cells import bounded, date_of, is_said, key_of, once, plain, several
from avert.society.imports.hxl import find_tags, write_tagged
from avert.society.imports.result import Import, Problem, StructureRow, TieRow
from avert.society.imports.tables import Row, read_rows
from avert.society.vocabulary import Capacity, Kind, Layer, Level, Sector

STRUCTURES = (
    ("id", "#org+code"),
    ("name", "#org+name"),
    ("other_names", "#org+name+alt+list"),
    ("kind", "#org+type+kind"),
    ("sector", "#org+type+sector"),
    ("level", "#org+type+level"),
    ("areas", "#loc+code+list"),
    ("languages", "#org+lang+list"),
    ("capacities", "#capacity+list"),
    ("mandate", "#org+description+mandate"),
    ("mandate_document", "#org+url+mandate"),
    ("active_from", "#date+start"),
    ("active_to", "#date+end"),
    ("consent", "#org+consent"),
    ("source", "#meta+source"),
)
TIES = (
    ("source", "#org+from"),
    ("target", "#org+to"),
    ("layer", "#org+tie+type"),
    ("directed", "#org+tie+directed"),
    ("from", "#date+start"),
    ("to", "#date+end"),
    ("evidence", "#meta+evidence"),
)
NAME_IN = re.compile(r"name[_:]([a-z]{2,3}(?:[-_][a-z0-9]+)*)")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
AREA = re.compile(r"[a-z][a-z0-9]*:\S[^\n]*")
YES_OR_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
AnyWord = TypeVar("AnyWord", bound=StrEnum)


@dataclass
class _Table:
    """A table with names of columns, and what is wrong with it so far."""

    headings: dict[str, int]
    rows: Sequence[Row]
    problems: list[Problem] = field(default_factory=list)

    def cell(self, row: Row, name: str) -> str:
        place = self.headings.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def note(self, row: Row, column: str, message: str) -> None:
        self.problems.append(Problem(row.number, column, message, is_fatal=True))

    def word(self, row: Row, column: str, known: type[AnyWord]) -> AnyWord | None:
        said = self.cell(row, column)
        found = _word(said, known)
        if found is None and is_said(said):
            self.note(row, column, messages.NOT_ONE_OF)
        return found

    def day(self, row: Row, column: str, *, is_end: bool = False) -> dt.date | None:
        said = self.cell(row, column)
        found = date_of(said, is_day_first=None, is_end=is_end) if is_said(said) else None
        if found is None and is_said(said):
            self.note(row, column, messages.BAD_DATE)
        return found

    def span(self, row: Row, first: str, last: str) -> tuple[dt.date | None, dt.date | None]:
        begins, ends = self.day(row, first), self.day(row, last, is_end=True)
        if begins and ends and ends < begins:
            self.note(row, last, messages.ENDS_FIRST)
        return begins, ends

    def listed(self, row: Row, column: str, pattern: re.Pattern[str], message: str) -> tuple[str, ...]:
        said = several(self.cell(row, column))
        if not all(pattern.fullmatch(one) for one in said):
            self.note(row, column, message)
        return said

    def ignored(self, known: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        names = {name for name, _tag in known}
        return tuple(name for name in self.headings if name not in names and not NAME_IN.fullmatch(name))


def structure_template() -> str:
    """Return an empty table of structures as CSV: names of columns and their HXL tags."""
    return write_tagged(STRUCTURES)


def tie_template() -> str:
    """Return an empty table of ties as CSV: names of columns and their HXL tags."""
    return write_tagged(TIES)


def read_structures(file: Path | bytes, *, language: str = "und") -> Import:
    """Return the structures of our own table; columns such as name_so give names in other languages.

    Raises:
        MalformedFileError: No table.
        MissingColumnError: No column name.
    """
    table = _open(file, ("name",), "The table of structures")
    rows = [(row.number, found) for row in table.rows if (found := _structure(table, row, language))]
    structures, clashes = once(rows, "id" if "id" in table.headings else "name")
    problems = tuple(sorted([*table.problems, *clashes], key=lambda one: one.row))
    return Import(
        structures, problems=problems, ignored_columns=table.ignored(STRUCTURES), rows_read=len(table.rows)
    )


def read_ties(file: Path | bytes, structures: Sequence[StructureRow]) -> Import:
    """Return the ties of our own table; its ends are ids, keys or names of these structures.

    Raises:
        MalformedFileError: No table.
        MissingColumnError: No column source, target or layer.
    """
    table = _open(file, ("source", "target", "layer"), "The table of ties")
    keys = _ends(structures)
    rows = [(row.number, found) for row in table.rows if (found := _tie(table, row, keys))]
    ties, clashes = once(rows, "source")
    problems = tuple(sorted([*table.problems, *clashes], key=lambda one: one.row))
    return Import(
        ties=ties, problems=problems, ignored_columns=table.ignored(TIES), rows_read=len(table.rows)
    )


def _open(file: Path | bytes, needed: Sequence[str], what: str) -> _Table:
    read = read_rows(file)
    tagged = find_tags(read.rows)
    names, rows = (tagged.headings, tagged.rows) if tagged else (read.rows[0].cells, read.rows[1:])
    headings = {name.strip().lower(): place for place, name in reversed(list(enumerate(names))) if name}
    for column in needed:
        if column not in headings:
            raise MissingColumnError(
                f"{what} has no column {column!r}, which every row needs. Fill in the template."
            )
    slipped = [
        Problem(row.number, "", messages.SHORT_ROW, is_fatal=True)
        for row in rows
        if len(row.cells) > len(names)
    ]
    in_order = dict(sorted(headings.items(), key=lambda one: one[1]))
    return _Table(in_order, rows, [*read.problems, *slipped])


def _word(said: str, known: type[AnyWord]) -> AnyWord | None:
    wanted = plain(said).replace(" ", "_")
    return next((one for one in known if one.value == wanted), None)


def _structure(table: _Table, row: Row, language: str) -> StructureRow | None:
    name = _names(table, row, language)
    if not name:
        table.note(row, "name", messages.NO_NAME)
        return None
    begins, ends = table.span(row, "active_from", "active_to")
    id_ = table.cell(row, "id")
    return StructureRow(
        key=bounded(f"plain:{id_}") if id_ else key_of("plain:name", next(iter(name.values()))),
        name=name,
        other_names=tuple(sorted(several(table.cell(row, "other_names")))),
        kind=table.word(row, "kind", Kind),
        sector=table.word(row, "sector", Sector),
        level=table.word(row, "level", Level),
        areas=frozenset(table.listed(row, "areas", AREA, messages.BAD_KEY)),
        languages=table.listed(row, "languages", LANGUAGE, messages.BAD_LANGUAGE),
        capacities=_capacities(table, row),
        mandate=table.cell(row, "mandate"),
        mandate_document=table.cell(row, "mandate_document"),
        begins=begins,
        ends=ends,
        source=table.cell(row, "source"),
        has_consented=_consent(table, row),
    )


def _names(table: _Table, row: Row, language: str) -> dict[str, str]:
    said = {language: table.cell(row, "name")}
    for column in table.headings:
        if found := NAME_IN.fullmatch(column):
            said[found[1].replace("_", "-")] = table.cell(row, column)
    return {lang: text for lang, text in said.items() if text}


def _capacities(table: _Table, row: Row) -> frozenset[Capacity]:
    found = [_word(one, Capacity) for one in several(table.cell(row, "capacities"))]
    if None in found:
        table.note(row, "capacities", messages.NOT_ONE_OF)
    return frozenset(one for one in found if one)


def _consent(table: _Table, row: Row) -> bool | None:
    said = plain(table.cell(row, "consent"))
    answer = YES_OR_NO.get(said)
    if answer is False:
        table.note(row, "consent", messages.REFUSED_CONSENT)
    elif answer is None and said not in {"", "unknown", "not asked"}:
        table.note(row, "consent", messages.NOT_ONE_OF)
    return answer


def _ends(structures: Sequence[StructureRow]) -> Mapping[str, str | None]:
    """Return by id, key and folded name the key of a structure; None where several share a name."""
    exact = {name: one.key for one in structures for name in (one.key, one.key.removeprefix("plain:"))}
    by_name: dict[str, str | None] = {}
    for one in structures:
        for name in {plain(text) for text in (*one.name.values(), *one.other_names)}:
            by_name[name] = one.key if by_name.get(name, one.key) == one.key else None
    return {**by_name, **exact}


def _tie(table: _Table, row: Row, keys: Mapping[str, str | None]) -> TieRow | None:
    ends = [
        keys.get(said) or keys.get(plain(said))
        for said in (table.cell(row, "source"), table.cell(row, "target"))
    ]
    for column, key in zip(("source", "target"), ends, strict=True):
        if key is None:
            table.note(row, column, messages.UNKNOWN_END)
    said = plain(table.cell(row, "layer"))
    layer = table.word(row, "layer", Layer)
    if layer is None and not is_said(said):
        table.note(row, "layer", messages.NOT_ONE_OF)
    directed = plain(table.cell(row, "directed"))
    if directed and directed not in YES_OR_NO:
        table.note(row, "directed", messages.NOT_ONE_OF)
    begins, ends_on = table.span(row, "from", "to")
    source, target = ends
    if source is None or target is None or layer is None:
        return None
    if source == target:
        table.note(row, "target", messages.TO_ITSELF)
        return None
    return TieRow(
        source, target, layer, YES_OR_NO.get(directed, False), begins, ends_on, table.cell(row, "evidence")
    )
