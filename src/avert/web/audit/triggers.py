"""The database's own refusal to change, remove or misplace entries, in both dialects. Expiry alone is let through.

A later migration that rebuilds the table on SQLite must ``lift`` the triggers before and ``lay`` them again after;
a test on the migrated database tells if it forgot.
"""

from __future__ import annotations

from typing import Protocol

_LAST = "SELECT COALESCE(MAX(sequence), 0) FROM audit_entry"
_LAST_HASH = "SELECT hash FROM audit_entry WHERE sequence = NEW.sequence - 1"
_MISPLACED = f"NEW.sequence <> ({_LAST}) + 1 OR NEW.previous_hash <> COALESCE(({_LAST_HASH}), '{'0' * 64}')"


def _expires(midnight: str) -> str:
    """Return the condition that a body of an expiring class becomes empty, named by a checkpoint, and nothing else."""
    kept = ("sequence", "previous_hash", "body_digest", "hash", "retention")
    emptied = ("action", "actor_kind", "object_kind", "object_id", "salt")
    unset = ("actor_id", "organisation_id", "owner_id", "request_id")
    named = (
        "EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.retention = OLD.retention "
        "AND OLD.sequence <= c.through AND OLD.at < c.before)"
    )
    holds = [
        *(f"NEW.{name} = OLD.{name}" for name in kept),
        *(f"NEW.{name} = ''" for name in emptied),
        *(f"NEW.{name} IS NULL" for name in unset),
        *("NEW.field_names = '[]'", "NEW.digests = '{}'", f"NEW.at = {midnight}"),
        *("OLD.retention <> ''", "OLD.salt <> ''", named),
    ]
    # Unknown is not allowed.
    return f"COALESCE({' AND '.join(holds)}, FALSE)"


_EXPIRES_SQLITE = _expires("substr(OLD.at, 1, 10) || ' 00:00:00'")
_EXPIRES_POSTGRESQL = _expires("date_trunc('day', OLD.at, 'UTC')")
_NEVER_CHANGED = "BEGIN SELECT RAISE(ABORT, '{} are never changed'); END"
_NEVER_REMOVED = "BEGIN SELECT RAISE(ABORT, '{} are never removed'); END"
# Whatever is inserted over an existing row would remove it without firing a trigger on DELETE.
_NOT_OVER = "WHEN EXISTS (SELECT 1 FROM audit_checkpoint WHERE id = NEW.id)"
SQLITE = {
    # Also stops INSERT OR REPLACE, which removes the old row without firing a trigger on DELETE.
    "audit_entry_in_order": f"BEFORE INSERT ON audit_entry WHEN {_MISPLACED} "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are appended in order'); END",
    "audit_entry_unchanged": "BEFORE UPDATE ON audit_entry "
    f"WHEN NOT {_EXPIRES_SQLITE} " + _NEVER_CHANGED.format("audit entries"),
    "audit_entry_kept": "BEFORE DELETE ON audit_entry " + _NEVER_REMOVED.format("audit entries"),
    "audit_checkpoint_added": f"BEFORE INSERT ON audit_checkpoint {_NOT_OVER} "
    + _NEVER_CHANGED.format("audit checkpoints"),
    "audit_checkpoint_unchanged": "BEFORE UPDATE ON audit_checkpoint "
    + _NEVER_CHANGED.format("audit checkpoints"),
    "audit_checkpoint_kept": "BEFORE DELETE ON audit_checkpoint "
    + _NEVER_REMOVED.format("audit checkpoints"),
}
POSTGRESQL_FUNCTIONS = {
    "audit_entry_refuse": "BEGIN RAISE EXCEPTION 'audit entries are never changed or removed'; END",
    "audit_entry_place": f"BEGIN IF {_MISPLACED} THEN "
    "RAISE EXCEPTION 'audit entries are appended in order'; END IF; RETURN NEW; END",
    "audit_entry_expire": f"BEGIN IF {_EXPIRES_POSTGRESQL} THEN RETURN NEW; END IF; "
    "RAISE EXCEPTION 'audit entries are never changed or removed'; END",
}
_REFUSE = "EXECUTE FUNCTION audit_entry_refuse()"
POSTGRESQL = {
    "audit_entry_in_order": "BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_place()",
    "audit_entry_unchanged": "BEFORE UPDATE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_expire()",
    "audit_entry_kept": f"BEFORE DELETE ON audit_entry FOR EACH ROW {_REFUSE}",
    "audit_entry_not_emptied": f"BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT {_REFUSE}",
    "audit_checkpoint_kept": f"BEFORE UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW {_REFUSE}",
    "audit_checkpoint_not_emptied": f"BEFORE TRUNCATE ON audit_checkpoint FOR EACH STATEMENT {_REFUSE}",
}


class Database(Protocol):
    """Where statements go: a cursor or Django's schema editor."""

    def execute(self, sql: str, /) -> object:
        """Carry out one statement."""


def lay(database: Database, vendor: str) -> None:
    """Create the triggers."""
    if vendor == "postgresql":
        for name, body in POSTGRESQL_FUNCTIONS.items():
            database.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
            )
    for name, rule in (POSTGRESQL if vendor == "postgresql" else SQLITE).items():
        database.execute(f"CREATE TRIGGER {name} {rule}")


def lift(database: Database, vendor: str) -> None:
    """Remove the triggers, as far as they are there, for a migration that has to rebuild a table."""
    for name, rule in (POSTGRESQL if vendor == "postgresql" else SQLITE).items():
        table = rule.split(" ON ", 1)[1].split()[0]
        where = f" ON {table}" if vendor == "postgresql" else ""
        database.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
