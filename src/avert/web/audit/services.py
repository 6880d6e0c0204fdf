from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import connection, transaction

from avert.errors import CheckFailedError, InputError
from avert.web.audit import chain, heads, keys, retention, selectors
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import Occasion
from avert.web.audit.statements import Head, Restore

# Any number that nothing else locks: whoever holds it may append, until the transaction ends.
ADVISORY_LOCK = 0x41564552545F4155
KIND = re.compile(r"[a-z][a-z0-9_.:-]{0,79}|")
OBJECT_ID = re.compile(r"[0-9a-f-]{0,64}")  # an id or a digest; a word would be content
LEFT_BY_A_RESTORE = {"truncated", "rewritten"}
FIELD = re.compile(r"[a-z][a-z0-9_]{0,59}")


def append(
    *,
    occasion: Occasion,
    action: Action,
    object_kind: str = "",
    object_id: uuid.UUID | str = "",
    owner_id: uuid.UUID | None = None,
    field_names: Collection[str] = (),
    values: Mapping[str, str] | None = None,
) -> AuditEntry:
    """Append one entry; inside a transaction it stays or goes with the act it tells of.

    ``values`` are kept as keyed digests only. Call it last in the transaction: until that ends, nobody else
    can append.
    """
    entry = AuditEntry(
        at=occasion.at,
        action=action.value,
        actor_kind=occasion.actor_kind.value,
        actor_id=occasion.actor_id,
        organisation_id=occasion.organisation_id,
        object_kind=_checked(KIND, object_kind),
        object_id=_checked(OBJECT_ID, str(object_id)),
        owner_id=owner_id,
        field_names=[_checked(FIELD, name) for name in sorted(field_names)],
        digests={_checked(FIELD, name): digest_value(name, value) for name, value in (values or {}).items()},
        request_id=occasion.request_id,
        retention=retention.class_of(action.value, object_kind, settings.AVERT_SEALED_KINDS),
        salt=secrets.token_hex(16),
    )
    with transaction.atomic():
        wait_for_turn()
        _chain_to_the_last(entry)
        entry.save(force_insert=True)
        if entry.sequence % heads.EVERY == 0:
            # After the commit, or the head would vouch for what may never be. A head that cannot be written
            # is logged; the act is done by then, so it must not look as if it had failed.
            transaction.on_commit(lambda: sign(entry), robust=True)
    return entry


def append_denial(*, occasion: Occasion, object_kind: str, object_id: uuid.UUID | str = "") -> AuditEntry:
    """Append a refusal in a transaction of its own: what was refused is rolled back, that it was tried is not.

    Inside another transaction it raises RuntimeError, because there it would be lost.
    """
    with transaction.atomic(durable=True):
        return append(occasion=occasion, action=Action.DENIAL, object_kind=object_kind, object_id=object_id)


def digest_value(field: str, value: str) -> str:
    """Return the keyed digest of a field's value: the same for the same value, and no way back."""
    return keys.keyed_digest(settings.AVERT_AUDIT_FOLDER, field, value)


def sign(entry: AuditEntry) -> Head:
    """Sign an entry as the head of the chain, in the file outside the database."""
    return heads.sign(settings.AVERT_AUDIT_FOLDER, sequence=entry.sequence, hash_=entry.hash, at=entry.at)


def sign_last() -> Head | None:
    """Sign the newest entry, unless there is none or it is signed."""
    last = AuditEntry.objects.order_by("-sequence").first()
    if last is None or heads.is_signed(settings.AVERT_AUDIT_FOLDER, last.sequence, last.hash):
        return None
    return sign(last)


def acknowledge_restore(*, occasion: Occasion) -> Restore:
    """Say that a backup was restored, so that what it lost is reported as that and what follows is checked anew.

    The entry and the signed statement stay, and name what was lost; nobody can unsay them.
    """
    check = selectors.verification()
    found = {finding.problem for finding in check.findings()}  # to its end, or a cursor would stay open
    if not found <= LEFT_BY_A_RESTORE:
        raise CheckFailedError(
            "More is wrong with the audit than a restored backup explains, so nothing was acknowledged. "
            "See what: avert audit verify."
        )
    loss = check.loss()
    if loss is None:
        raise InputError("The audit holds; there is no lost entry to acknowledge.")
    entry = append(occasion=occasion, action=Action.RESTORE, object_kind=AuditEntry._meta.label_lower)
    at = heads.moment_of(occasion.at)
    return heads.state(settings.AVERT_AUDIT_FOLDER, Restore(entry.sequence, entry.hash, *loss, at=at))


def wait_for_turn() -> None:
    """Wait, inside a transaction, until nobody else writes; ``append`` does so by itself.

    For a service that must not lose to another what it has read. A lock of its own would end in a deadlock with
    transactions that have appended already.
    """
    # SQLite's transactions begin IMMEDIATE, so there the turn came with the transaction.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])


def _chain_to_the_last(entry: AuditEntry) -> None:
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    number, entry.previous_hash = last or (0, chain.BEFORE_THE_FIRST)
    entry.sequence = number + 1
    chained = entry.as_chained()
    entry.body_digest = chain.digest_body(chained.body)
    entry.hash = chain.hash_entry(
        sequence=entry.sequence,
        previous_hash=entry.previous_hash,
        body_digest=entry.body_digest,
        retention=entry.retention,
        day=chained.day,
    )


def _checked(form: re.Pattern[str], text: str) -> str:
    if not form.fullmatch(text):
        # Without the text: it may be just the content that must not get into an entry or a log.
        raise ValueError("An audit entry takes ids and names of fields, and was given something else.")
    return text
