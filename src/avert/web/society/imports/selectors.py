"""What an organisation's register holds already of what a file says, and which files wait."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from avert.society.imports import StructureRow
from avert.web.accounts.models import Person
from avert.web.jobs.models import Job
from avert.web.jobs.selectors import jobs_for
from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by, writable_by
from avert.web.records.writing import rows_of
from avert.web.society.models import Activity, ImportFile, Structure, Tie

JOB = "take_in_structures"
KINDS: tuple[Any, ...] = (Structure, Activity, Tie)
AT_ONCE = 500


@dataclass(frozen=True)
class Kept:
    """A record that came from a file: its id, and the digests of what was said and kept."""

    id: uuid.UUID
    digest: str


Register = dict[Any, dict[str, Kept]]
"""By kind and key of import what the register holds."""


def register_of(viewer: Viewer, owner_id: uuid.UUID) -> Register:
    """Return what an organisation's register holds from files and the viewer may change; in three queries."""
    return {kind: _kept(viewer, kind, owner_id) for kind in KINDS}


def records_of(viewer: Viewer, kind: Any, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Any]:
    """Return whole records by id, as far as the viewer may change them."""
    wanted, found = list(ids), dict[uuid.UUID, Any]()
    for start in range(0, len(wanted), AT_ONCE):
        rows = writable_by(viewer, kind).filter(pk__in=wanted[start : start + AT_ONCE])
        found |= {row.pk: row for row in rows}
    return found


def rows_known(viewer: Viewer, owner_id: uuid.UUID) -> list[StructureRow]:
    """Return an organisation's structures as rows that a table of ties can name, by id, key or name."""
    rows = _own(viewer, Structure, owner_id).filter(exercise=None).order_by("created_at", "pk")
    known = rows.values_list("pk", "import_key", "name", "other_names")
    return [StructureRow(key or id_key(pk), {"und": name}, tuple(others)) for pk, key, name, others in known]


def ids_without_key(viewer: Viewer, owner_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Return the structures that were listed by hand, under the keys that ``rows_known`` gives them."""
    rows = _own(viewer, Structure, owner_id).filter(exercise=None, import_key="")
    return {id_key(pk): pk for pk in rows.values_list("pk", flat=True)}


def id_key(pk: uuid.UUID) -> str:
    """Return the key of a structure that has none of an import, in the form that our own tables give ids."""
    return f"plain:{pk}"


def files_waiting(viewer: Viewer) -> RecordQuerySet:
    """Return the files that the viewer may take in, the newest first."""
    waiting: RecordQuerySet = writable_by(viewer, ImportFile).defer("data").order_by("-created_at", "pk")
    return waiting


def file_and_author(file_id: uuid.UUID | str) -> tuple[ImportFile, Person] | None:
    """Return a file for the worker that takes it in, and who handed it in, as far as she may still change it."""
    author = Person.objects.filter(pk__in=rows_of(ImportFile).filter(pk=file_id).values("created_by")).first()
    file = writable_by(author, ImportFile).filter(pk=file_id).first() if author else None
    return (file, author) if file and author else None


def job_of(file: Any, *, viewer: Viewer) -> Job | None:
    """Return the newest job that takes a file in, if the viewer may see one."""
    found = jobs_for(viewer=viewer).filter(kind=JOB, idempotency_key__startswith=str(file.pk))
    return found.order_by("-created_at").first()


def named(viewer: Viewer, ids: Iterable[uuid.UUID], most: int) -> list[Structure]:
    """Return the first few of these structures by name."""
    found = readable_by(viewer, Structure).filter(pk__in=list(ids)[:AT_ONCE])
    return list(found.order_by("name", "pk")[:most])


def _own(viewer: Viewer, kind: Any, owner_id: uuid.UUID) -> RecordQuerySet:
    found: RecordQuerySet = writable_by(viewer, kind).filter(owner=owner_id)
    return found


def _kept(viewer: Viewer, kind: Any, owner_id: uuid.UUID) -> dict[str, Kept]:
    rows = _own(viewer, kind, owner_id).exclude(import_key="")
    if kind is Structure:
        rows = rows.filter(exercise=None)
    # Of several under one key the oldest stands, which comes last here.
    columns = rows.order_by("-created_at", "-pk").values_list("import_key", "pk", "import_digest")
    return {key: Kept(pk, digest) for key, pk, digest in columns}
