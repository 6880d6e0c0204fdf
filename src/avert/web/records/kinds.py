"""Every kind of record there is, and which is part of which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from avert.web.records.models import Record


def record_kinds() -> list[type[Record]]:
    """Return every kind of record; what is protected about records holds for all of them."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def kind_called(label: str) -> type[Record] | None:
    """Return the kind with this label, such as ``notes.note``."""
    return next((kind for kind in record_kinds() if kind._meta.label_lower == label), None)


def parent_kind(kind: type[Record]) -> type[Record] | None:
    """Return the kind that this one is part of."""
    found: Any = kind._meta.get_field(kind.PARENT).related_model if kind.PARENT else None
    return found


def children_of(record: Record) -> Iterator[tuple[type[Record], str]]:
    """Yield each kind that can be part of this record, with the key that says so."""
    for kind in record_kinds():
        if parent_kind(kind) is type(record):
            yield kind, kind.PARENT


def kinds_needing(record: Record) -> Iterator[tuple[type[Record], str]]:
    """Yield each kind that cannot be without such a record though it is no part of it, with the key that says so."""
    for kind in record_kinds():
        for key in kind.NEEDS:
            if kind._meta.get_field(key).related_model is type(record):
                yield kind, key
