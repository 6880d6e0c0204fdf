"""Two people changed the same record: field by field what was, what one made of it and what the other did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Form
from django.http import QueryDict

from avert.web.records.diffs import Piece, difference
from avert.web.records.models import Record
from avert.web.records.policy import Viewer
from avert.web.records.selectors import content_at
from avert.web.records.words import place_name

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """One field that someone else has changed meanwhile; ``take`` is what is chosen already, if anything."""

    field: BoundField
    before: str
    theirs: str
    their_change: Sequence[Piece]
    my_change: Sequence[Piece]
    take: str


@dataclass(frozen=True)
class Conflict:
    """What must be chosen, and what only the viewer changed and is kept as it was typed."""

    base_version: int
    now: Record
    clashes: Sequence[Clash]
    kept: Sequence[BoundField]


def conflict_of(form: Form, *, now: Record, base_version: int, viewer: Viewer) -> Conflict:
    """Return how what was typed at ``base_version`` differs from what the record holds now."""
    before, theirs = (
        content_at(now, version, viewer=viewer) for version in (max(base_version, 1), now.row_version)
    )
    ours = [field for field in form if field.name in theirs]
    changed = {field.name for field in ours if before[field.name] != theirs[field.name]}
    mine = {field.name: form.cleaned_data[field.name] for field in ours}
    clashing = [field for field in ours if field.name in changed and mine[field.name] != theirs[field.name]]
    clashes = [_clash(field, before, theirs, mine, form) for field in clashing]
    return Conflict(base_version, now, clashes, [field for field in form if field not in clashing])


def is_unsettled(data: Mapping[str, Any]) -> bool:
    """Say whether a conflict was answered without choosing for every field."""
    asked = data.get("settling", "").split()
    return any(data.get(f"take_{name}") not in {MINE, THEIRS} for name in asked)


def settled(data: QueryDict, record: Record, *, names: Collection[str], viewer: Viewer) -> QueryDict:
    """Return what was typed, with the other's text where that was chosen."""
    taken = [name for name in names if data.get(f"take_{name}") == THEIRS]
    if not taken:
        return data
    theirs, chosen = content_at(record, version_of(data), viewer=viewer), data.copy()
    for name in taken:
        chosen[name] = theirs[name]
    return chosen


def version_of(data: Mapping[str, Any], name: str = "row_version") -> int:
    """Return the version that a form was opened at; a form that says none was opened before all changes."""
    said = str(data.get(name, ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _clash(
    field: BoundField,
    before: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    form: Form,
) -> Clash:
    name = field.name
    was, their_text, my_text = (_text(name, values[name]) for values in (before, theirs, mine))
    take = THEIRS if was == my_text else str(form.data.get(f"take_{name}", ""))
    return Clash(field, was, their_text, difference(was, their_text), difference(was, my_text), take)


def _text(name: str, value: Any) -> str:
    return place_name(value) if name == "place" else str(value)
