from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from avert.web.audit import heads, keys
from avert.web.audit.actions import Action
from avert.web.audit.chain import Entry
from avert.web.audit.models import CHAINED, AuditEntry, entry_of
from avert.web.audit.verifying import Verification

AT_A_TIME = 2_000

Mark = tuple[int, str]  # number and hash of an entry
NO_MARK: Mark = (0, "")
MANY = "records_"
"""How the field begins by which an entry says that it is of many objects, and of how many."""

CHANGES_NOTHING = frozenset(
    {Action.READ, Action.READ_LIST, Action.EXPORT, Action.DENIAL, Action.LOG_IN, Action.LOG_OUT}
)


def verification(*, heads_file: Path | None = None, public_key: str = "") -> Verification:
    """Return the check of the chain; the file of heads and the key may be copies that someone else kept."""
    folder = settings.AVERT_AUDIT_FOLDER
    own = folder / heads.FILE_NAME
    lines = heads.read(heads_file or own)
    said_since = heads.read(own) if heads_file else ()
    return Verification(_entries(), lines, public_key or keys.public_key(folder), said_since)


def is_there() -> bool:
    """Say whether the database is recent enough to have an audit."""
    return AuditEntry._meta.db_table in connection.introspection.table_names()


def count_denials(*, actor_id: UUID, object_id: UUID, since: dt.datetime) -> int:
    """Return how often someone was refused an object since then; unlike a cache, all processes see the same."""
    denied = AuditEntry.objects.filter(actor_id=actor_id, object_id=str(object_id), action=Action.DENIAL)
    return denied.filter(at__gt=since).count()


def was_read(*, object_id: UUID) -> bool:
    """Say whether anyone is known to have read or taken out an object; a year after, that is forgotten."""
    reading = [Action.READ, Action.EXPORT]
    return AuditEntry.objects.filter(object_id=str(object_id), action__in=reading).exists()


def newest_mark() -> Mark:
    """Return where the audit ends now."""
    return AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first() or NO_MARK


def objects_changed(after: Mark, until: Mark) -> list[tuple[str, str]] | None:
    """Return kind and id of each object of an act between two marks that may have changed something.

    The id is empty where the act was one on many objects.
    None where the audit no longer holds the first: after a restore nothing is known of what happened since.
    """
    if after == until:
        return []
    sequence, hash_ = after
    if not AuditEntry.objects.filter(sequence=sequence, hash=hash_).exists():
        return None
    between = AuditEntry.objects.filter(sequence__gt=sequence, sequence__lte=until[0])
    acts = between.exclude(action__in=CHANGES_NOTHING)
    told = acts.values_list("object_kind", "object_id", "field_names").order_by()
    return list({(kind, "" if _is_of_many(names) else key) for kind, key, names in told})


def _is_of_many(field_names: list[str]) -> bool:
    return any(name.startswith(MANY) for name in field_names)


def public_key() -> str:
    """Return the public key of the heads."""
    return keys.public_key(settings.AVERT_AUDIT_FOLDER)


def _entries() -> Iterator[Entry]:
    rows = AuditEntry.objects.order_by("sequence").values_list(
        *CHAINED
    )  # models would take half as long again
    yield from map(entry_of, rows.iterator(chunk_size=AT_A_TIME))
