"""What was done to a record, as one viewer may read it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from avert.handling import Marking
from avert.web.records.diffs import Piece, difference
from avert.web.records.models import Record, Revision
from avert.web.records.naming import Names
from avert.web.records.policy import Viewer
from avert.web.records.sharing import Sharing
from avert.web.records.words import field_label, place_name

LINE = 120  # letters


@dataclass(frozen=True)
class FieldChange:
    """What one change did to one field; whom a record was for is a list of names."""

    label: str
    pieces: Sequence[Piece]
    is_list: bool = False
    is_kept_back: bool = False

    @property
    def is_long(self) -> bool:
        """Say whether it fills more than a line or two."""
        return sum(len(piece.text) for piece in self.pieces) > LINE


@dataclass(frozen=True)
class Change:
    """One change: who, when, why and what. The first one is the writing itself."""

    number: int
    at: dt.datetime
    who: str
    why: str
    fields: Sequence[FieldChange]

    @property
    def is_first(self) -> bool:
        """Say whether this is how the record was first written."""
        return self.number == 1


def changes_of(record: Record, revisions: Iterable[Revision], *, viewer: Viewer) -> list[Change]:
    """Return revisions of one record in words, as far as the viewer may know who and whom they name."""
    names = Names(viewer)
    return [_change(record, revision, names) for revision in revisions]


def _change(record: Record, revision: Revision, names: Names) -> Change:
    is_own = record.owner_id in names.own
    who = (
        names.person(revision.by_id, record.owner_id)
        if revision.by_id
        else _("the site itself, or someone whose account is gone")
    )
    fields = [
        _field(record, name, old, new, names)
        for name, (old, new) in sorted(revision.changes.items(), key=_in_order(record))
        if is_own or name not in {"audience", "marking"}
    ]
    if not revision.changes:
        fields.append(FieldChange(_("What is part of it"), [Piece("same", _("changed"))]))
    if len(fields) < len(revision.changes):
        fields.append(FieldChange(_("For whom"), (), is_kept_back=True))
    return Change(revision.row_version, revision.at, who, revision.why if is_own else "", fields)


def _in_order(record: Record) -> Callable[[tuple[str, Any]], tuple[bool, int]]:
    order = [*record.CONTENT, "place", "audience", "marking"]
    return lambda item: (item[0] not in order, order.index(item[0]) if item[0] in order else 0)


def _field(record: Record, name: str, old: Any, new: Any, names: Names) -> FieldChange:
    label = field_label(type(record), name)
    if name == "audience":
        return FieldChange(label, _audience(old, new, names), is_list=True)
    field: Any = record._meta.get_field(name)
    before, after = (_text(field, value, names) for value in (old, new))
    if old is None:
        return FieldChange(label, [Piece("same", after)] if after else [])
    if name in {"marking", "place"} or field.is_relation or field.choices:
        return FieldChange(label, _exchanged(before, after))
    return FieldChange(label, difference(before, after))


def _exchanged(before: str, after: str) -> list[Piece]:
    nothing = _("nothing")
    return [Piece("removed", before or nothing), Piece("same", " "), Piece("added", after or nothing)]


def _text(field: Any, value: Any, names: Names) -> str:
    if value is None or value == "":
        return _("nothing") if field.name == "place" else ""
    if field.name == "marking":
        return str(Marking(value))
    if field.is_relation:
        return names.of_kind(field.related_model, uuid.UUID(str(value)))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return place_name(value) if field.name == "place" else str(value)


def _audience(old: Any, new: Any, names: Names) -> list[Piece]:
    before, after = (names.list_of(_sharing(value)) if value else [] for value in (old, new))
    if old is None:
        return [Piece("same", text) for text in after or [_nobody_else()]]
    stayed = [Piece("same", text) for text in after if text in before]
    went = [Piece("removed", text) for text in before if text not in after]
    came = [Piece("added", text) for text in after if text not in before]
    return [*stayed, *went, *came] if after else [*went, Piece("added", _nobody_else())]


def _nobody_else() -> str:
    return _("nobody but its owner")


def _sharing(value: dict[str, list[str]]) -> Sharing:
    return Sharing(**{kind: frozenset(map(uuid.UUID, keys)) for kind, keys in value.items()})
