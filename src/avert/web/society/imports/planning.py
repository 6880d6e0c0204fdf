"""What taking in a file would do: what is new, changed, the same, or was changed here since."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from avert.society.imports import Import
from avert.web.accounts.models import Person
from avert.web.society.imports import selectors
from avert.web.society.imports.content import (
    HALF,
    Fields,
    activity_fields,
    consent_of,
    digest_of,
    kept_digest,
    said_digest,
    structure_fields,
    tie_fields,
)
from avert.web.society.imports.selectors import Register
from avert.web.society.models import Activity, ImportFile, Structure, Tie

FieldsOf = Callable[[Any, str], Fields]


@dataclass
class Sorted:
    """The rows of one kind: new records, records with what they should say, and how many stay as they are."""

    new: list[Any] = field(default_factory=list)
    changed: list[tuple[Any, Fields]] = field(default_factory=list)
    unchanged: int = 0
    changed_here: list[Any] = field(default_factory=list)  # records that a person changed since


@dataclass
class Plan:
    """What taking in a file would do, and what the register held when that was found out."""

    register: Register
    structures: Sorted
    activities: Sorted
    ties: Sorted

    @property
    def is_nothing_new(self) -> bool:
        """Whether the register says all of it already."""
        return not any(one.new or one.changed for one in (self.structures, self.activities, self.ties))


def plan_of(found: Import, file: ImportFile, *, viewer: Person) -> Plan:
    """Compare what a file says with the register of the organisation that it is for."""
    register = selectors.register_of(viewer, file.owner_id)
    sorting = _Sorting(register, viewer, source_of(file))
    base = {"owner_id": file.owner_id, "marking": file.marking, "place": file.place}

    def new_structure(row: Any, fields: Fields) -> Structure:
        return Structure(**base, **fields, consent=consent_of(row))

    structures = sorting.sort(found.structures, Structure, structure_fields, new_structure)
    ids = {key: kept.id for key, kept in register[Structure].items()}
    if found.ties and not found.structures:
        ids = selectors.ids_without_key(viewer, file.owner_id) | ids
    wholes = _Wholes(viewer, ids, {one.import_key: one for one in structures.new})
    if found.activities:
        wholes.load({row.structure_key for row in found.activities if row.key not in register[Activity]})

    def new_activity(row: Any, fields: Fields) -> Activity:
        return Activity(**base, **fields, structure=wholes[row.structure_key])

    def new_tie(row: Any, fields: Fields) -> Tie:
        ends = {"source_id": wholes.id_of(row.source_key), "target_id": wholes.id_of(row.target_key)}
        return Tie(**base, **fields, **ends)

    activities = sorting.sort(found.activities, Activity, activity_fields, new_activity)
    ties = sorting.sort(found.ties, Tie, tie_fields, new_tie)
    return Plan(register, structures, activities, ties)


def source_of(file: ImportFile) -> str:
    """Return how a file is cited."""
    return f"{file.name} ({file.created_at:%Y-%m-%d})"


class _Wholes:
    """Structures by the key of import: those made now, and those that were there."""

    def __init__(self, viewer: Person, ids: dict[str, uuid.UUID], new: dict[str, Structure]) -> None:
        self._viewer, self._ids, self._new = viewer, ids, new
        self._loaded: dict[uuid.UUID, Structure] = {}

    def load(self, keys: set[str]) -> None:
        """Read whole those of these that were there."""
        ids = {self._ids[key] for key in keys & self._ids.keys()}
        self._loaded = selectors.records_of(self._viewer, Structure, ids)

    def id_of(self, key: str) -> uuid.UUID:
        """Return the id of a structure."""
        return self._new[key].pk if key in self._new else self._ids[key]

    def __getitem__(self, key: str) -> Structure:
        return self._new[key] if key in self._new else self._loaded[self._ids[key]]


@dataclass(frozen=True)
class _Sorting:
    """What rows of any kind are compared with."""

    register: Register
    viewer: Person
    source: str

    def sort(self, rows: Any, kind: Any, fields_of: FieldsOf, make: Callable[[Any, Fields], Any]) -> Sorted:
        """Return the rows of one kind by what is to be done with them."""
        done, known = Sorted(), self.register[kind]
        differing = {}
        for row in rows:
            kept = known.get(row.key)
            if kept is None:
                done.new.append(_keyed(make(row, fields := fields_of(row, self.source)), row, fields))
            elif kept.digest[:HALF] == said_digest(row):
                done.unchanged += 1
            else:
                differing[kept.id] = row
        records = selectors.records_of(self.viewer, kind, differing.keys()) if differing else {}
        for pk, record in records.items():
            _sort_known(done, record, differing[pk], fields_of(differing[pk], self.source))
        return done


def _keyed(made: Any, row: Any, fields: Fields) -> Any:
    made.import_key, made.import_digest = row.key, digest_of(row, fields)
    return made


def _sort_known(done: Sorted, record: Any, row: Any, fields: Fields) -> None:
    now = {name: getattr(record, name) for name in fields}
    if kept_digest(now) != record.import_digest[HALF:]:
        done.changed_here.append(record)
        return
    record.import_digest = digest_of(row, fields)
    done.changed.append((record, fields))
