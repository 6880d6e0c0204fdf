"""Whom to bring together: structures of the register that the viewer may read, and who of them is at odds."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from itertools import combinations

from avert.society.actors import in_force
from avert.society.vocabulary import Layer
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.society.models import Structure, Tie
from avert.web.society.register.selectors import Wanted, wanted_for
from avert.web.society.vocabulary import Consent

MOST_FOUND = 30
MOST_CHOSEN = 40
MOST_MERGES = 4
AGREED = frozenset({Consent.PUBLIC, Consent.GIVEN})


def find_structures(
    viewer: Viewer, *, find: str, place: str, exercise_id: uuid.UUID | None, today: dt.date
) -> list[Structure]:
    """Return structures that are there today, by the register's words and place; none where neither is given."""
    if not find.strip() and not place:
        return []
    wanted = Wanted(place=place, on=today, text=find)
    return list(wanted_for(viewer, wanted, exercise_id=exercise_id).filter(merged_into=None)[:MOST_FOUND])


def standing_for(viewer: Viewer, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Structure]:
    """Return by id the structures that the viewer may read; for one that was merged the one that stands for it."""
    readable = readable_by(viewer, Structure)
    found: dict[uuid.UUID, Structure] = {
        row.pk: row for row in readable.filter(pk__in=list(ids)[:MOST_CHOSEN])
    }
    for _merge in range(MOST_MERGES):
        into = {row.merged_into_id for row in found.values() if row.merged_into_id}
        if not into:
            break
        of = {row.pk: row for row in readable.filter(pk__in=into)}
        found = {key: of.get(row.merged_into_id, row) for key, row in found.items()}
    return found


def chosen(viewer: Viewer, ids: Iterable[str], *, exercise_id: uuid.UUID | None) -> list[Structure]:
    """Return the structures of these ids, each once, by name; what is hidden, missing or no id is left out."""
    found = standing_for(viewer, [key for text in ids if (key := _key(text)) is not None])
    own = {row.pk: row for row in found.values() if row.exercise_id == exercise_id}
    return sorted(own.values(), key=lambda row: (row.name.casefold(), str(row.pk)))


def hostile_pairs(
    viewer: Viewer, structures: Collection[Structure], on: dt.date
) -> list[tuple[Structure, Structure]]:
    """Return the pairs between which a hostility that the viewer may read is in force on a day."""
    of = {row.pk: row.pk for row in structures}
    merged = readable_by(viewer, Structure).filter(merged_into__in=list(of))
    of |= {row.pk: row.merged_into_id for row in merged}
    ties = readable_by(viewer, Tie).filter(layer=Layer.HOSTILITY, source__in=list(of), target__in=list(of))
    at_odds = {frozenset({of[tie.source_id], of[tie.target_id]}) for tie in in_force(ties, on)}
    return [pair for pair in combinations(structures, 2) if frozenset(row.pk for row in pair) in at_odds]


def needs_care(structure: Structure) -> bool:
    """Say whether being seen could harm it, or whether it never agreed to be listed."""
    return structure.is_protected or structure.consent not in AGREED


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
