"""Structures that may be the same, and those that a person found to be."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from avert.society.same_name import Named, suggest_duplicates
from avert.web.records.models import Link
from avert.web.records.policy import Viewer
from avert.web.records.selectors import writable_by
from avert.web.society.models import Structure

NOT_SAME = "not-same"
COLUMNS = ("pk", "owner", "name", "other_names", "areas")


@dataclass(frozen=True)
class Pair:
    """Two structures of one organisation that may be the same, and why."""

    one: Structure
    other: Structure
    why: tuple[str, ...]


def pairs_for(viewer: Viewer, *, most: int) -> tuple[list[Pair], int]:
    """Return the likeliest pairs among what the viewer may change, and how many pairs there are in all."""
    by_owner: dict[uuid.UUID, list[Named]] = defaultdict(list)
    for pk, owner, name, others, areas in _unmerged(viewer).values_list(*COLUMNS):
        by_owner[owner].append(Named(str(pk), (name, *others), frozenset(areas)))
    said = {frozenset(pair) for pair in Link.objects.filter(kind=NOT_SAME).values_list("from_id", "to_id")}
    found = [
        one
        for names in by_owner.values()
        for one in suggest_duplicates(names)
        if frozenset((uuid.UUID(one.a), uuid.UUID(one.b))) not in said
    ]
    found.sort(key=lambda one: (-one.score, one.a, one.b))
    ids = {key for one in found[:most] for key in (one.a, one.b)}
    rows = {str(row.pk): row for row in _unmerged(viewer).filter(pk__in=ids)}
    pairs = [
        Pair(rows[one.a], rows[one.b], tuple(one.why.split(", ")))
        for one in found[:most]
        if one.a in rows and one.b in rows
    ]
    return pairs, len(found)


def merged_for(viewer: Viewer, *, most: int) -> list[Structure]:
    """Return structures that were merged and the viewer may take apart again, by name."""
    found = writable_by(viewer, Structure).filter(exercise=None, merged_into__in=_own(viewer))
    return list(found.select_related("merged_into").order_by("name", "pk")[:most])


def structure_to_change(viewer: Viewer, structure_id: uuid.UUID) -> Structure | None:
    """Return a structure that the viewer may change."""
    found: Structure | None = writable_by(viewer, Structure).filter(pk=structure_id).first()
    return found


def _unmerged(viewer: Viewer) -> Any:
    return writable_by(viewer, Structure).filter(exercise=None, merged_into=None)


def _own(viewer: Viewer) -> Any:
    return writable_by(viewer, Structure).values("pk")
