from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from avert.web.audit.chain import Entry


class AuditEntry(models.Model):
    """One act. Written once by ``services.append``; triggers in the database refuse change and removal.

    Persons, organisations and objects are ids, not foreign keys: deleting them must neither delete nor be
    hindered by what is known of their acts. There are no names, values, places, addresses or browsers here.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=30)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True, db_index=True)
    organisation_id = models.UUIDField(null=True)  # of the actor
    object_kind = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True, db_index=True)
    owner_id = models.UUIDField(null=True, db_index=True)  # the organisation that owns the object
    field_names = models.JSONField(default=list)
    digests = models.JSONField(default=dict)  # {field: keyed digest of its value}
    request_id = models.UUIDField(null=True)
    # Why the body may be erased one day; empty: it may not. Bound into the hash, as the day then is.
    retention = models.CharField(max_length=10, blank=True, default="")
    salt = models.CharField(
        max_length=32, blank=True
    )  # empty once erased; so that nobody can guess an erased body from its digest
    body_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    # Not unique: on SQLite, INSERT OR REPLACE would remove the entry it collides with past the triggers.
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_entry"
        ordering: ClassVar[list[str]] = ["sequence"]

    def __str__(self) -> str:
        return f"audit entry {self.sequence}"

    def as_chained(self) -> Entry:
        """Return the entry in the plain values that its hashes cover."""
        return entry_of([getattr(self, name) for name in CHAINED])


class AuditCheckpoint(models.Model):
    """What is about to be erased: the database erases no body that no checkpoint names, and keeps checkpoints."""

    retention = models.CharField(max_length=10)
    before = models.DateTimeField()  # what is older
    through = models.BigIntegerField()  # of the entries up to this number
    at = models.DateTimeField()

    class Meta:
        db_table = "audit_checkpoint"

    def __str__(self) -> str:
        return f"audit checkpoint {self.pk}"


BODY = (
    *("at", "action", "actor_kind", "actor_id", "organisation_id", "object_kind", "object_id", "owner_id"),
    *("field_names", "digests", "request_id", "salt"),
)
CHAINED = ("sequence", "previous_hash", "body_digest", "hash", "retention", *BODY)


def entry_of(columns: Sequence[Any]) -> Entry:
    """Return an entry from its columns in the order of ``CHAINED``."""
    sequence, previous_hash, body_digest, hash_, retention, *body = columns
    plain = dict(zip(BODY, map(_plain, body), strict=True))
    return Entry(sequence, previous_hash, body_digest, hash_, plain, retention, not plain["salt"])


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is UUID:
        return str(value)
    if kind is dt.datetime:
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value
