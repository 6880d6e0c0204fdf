"""What one viewer may read of structures and what hangs on them, row by row.

After something was written, only the rows that it bears on are read again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, Q
from django.db.models.functions import Cast

from avert.society.actors import Actor
from avert.society.network import ordinal
from avert.society.vocabulary import Trust
from avert.web.records.models import Record
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.society.models import Activity, GroupTrust, Structure, Tie
from avert.web.society.values import OF_ACTIVITY, OF_ACTOR, activity_of, actor_of


class StructureRow(NamedTuple):
    """A structure, what it was merged into, and by what it is found and ordered: its name is for that alone."""

    key: str
    merged_into: str | None
    name: str
    places: frozenset[str]
    actor: Actor


@dataclass(frozen=True)
class Rows:
    """Rows by their ids; each begins with its own, then come those of the structures that it hangs on."""

    structures: Mapping[str, StructureRow]
    trust: Mapping[str, tuple[Any, ...]]
    ties: Mapping[str, tuple[Any, ...]]
    activities: Mapping[str, tuple[Any, ...]]


NO_ROWS = Rows({}, {}, {}, {})


@dataclass(frozen=True)
class _Part:
    kind: type[Record]
    hangs_on: tuple[str, ...]
    columns: tuple[str, ...]
    made: Callable[..., tuple[Any, ...]]


def _structure(key: str, merged_into: str | None, *columns: Any) -> StructureRow:
    name, areas, place = (columns[OF_ACTOR.index(column)] for column in ("name", "areas", "place"))
    return StructureRow(key, merged_into, name, frozenset((place, *areas)), actor_of(key, columns))


def _trust(key: str, structure: str, *columns: Any) -> Any:
    group, trust, on, at = columns
    return key, structure, group, Trust(trust), on or dt.date.min, at, key


def _tie(*row: Any) -> Any:
    *rest, begins, ends = row
    return *rest, ordinal(begins), ordinal(ends)


def _activity(key: str, structure: str, *columns: Any) -> Any:
    return key, structure, activity_of(key, structure, columns)


PARTS = {
    "structures": _Part(Structure, ("merged_into",), OF_ACTOR, _structure),
    "trust": _Part(GroupTrust, ("structure",), ("group", "trust", "on", "created_at"), _trust),
    # No objects of their own: forty thousand would take longer than all the rest.
    "ties": _Part(Tie, ("source", "target"), ("layer", "is_directed", "begins", "ends"), _tie),
    "activities": _Part(Activity, ("structure",), OF_ACTIVITY, _activity),
}
KINDS = frozenset(part.kind for part in PARTS.values())


def read_rows(viewer: Viewer, *, exercise_id: uuid.UUID | None) -> Rows:
    """Return what the viewer may read of an exercise, or of what is real, in a few queries."""
    return Rows(**{name: _read(viewer, part, exercise_id, Q()) for name, part in PARTS.items()})


def read_again(
    viewer: Viewer, before: Rows, written: Mapping[uuid.UUID, str], *, exercise_id: uuid.UUID | None
) -> Rows:
    """Return the rows as they are after records were written, given by id with their kinds.

    Who may read a part can hang on what it is part of: what hangs on a structure is read again with it.
    """
    # One database writes ids with hyphens, the other without.
    texts = {text for key in written for text in (str(key), key.hex)}
    has_structures = Structure._meta.label_lower in written.values()
    found = {}
    for name, part in PARTS.items():
        bears = Q(pk__in=written)
        for key in part.hangs_on:
            bears |= Q(**{f"{key}__in": written})
        rows, ids = getattr(before, name), slice(1, 1 + len(part.hangs_on))
        hanging = (
            {key for key, row in rows.items() if not texts.isdisjoint(row[ids])} if has_structures else set()
        )
        kept = dict(rows)
        for key in hanging | (texts & rows.keys()):
            del kept[key]
        found[name] = kept | _read(viewer, part, exercise_id, bears)
    return Rows(**found)


def _read(viewer: Viewer, part: _Part, exercise_id: uuid.UUID | None, bears: Q) -> dict[str, Any]:
    exercise = "exercise" if part.kind is Structure else f"{part.hangs_on[0]}__exercise"
    # As text: making eighty thousand ids would take longer still.
    texts = {f"{key}_text": Cast(F(key), CharField()) for key in ("pk", *part.hangs_on)}
    found = readable_by(viewer, part.kind).filter(bears, **{exercise: exercise_id}).annotate(**texts)
    return {row[0]: part.made(*row) for row in found.order_by("pk").values_list(*texts, *part.columns)}
