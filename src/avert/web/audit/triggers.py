"""The database's own refusal to change, remove or misplace entries, in both dialects.

A later migration that rebuilds the table on SQLite must ``lift`` the triggers before and ``lay`` them again after;
a test on the migrated database tells if it forgot.
"""

from __future__ import annotations

from typing import Protocol

_LAST = "SELECT COALESCE(MAX(sequence), 0) FROM audit_entry"
_LAST_HASH = "SELECT hash FROM audit_entry WHERE sequence = NEW.sequence - 1"
_MISPLACED = f"NEW.sequence <> ({_LAST}) + 1 OR NEW.previous_hash <> COALESCE(({_LAST_HASH}), '{'0' * 64}')"

SQLITE = {
    # Also stops INSERT OR REPLACE, which removes the old row without firing a trigger on DELETE.
    "audit_entry_in_order": f"BEFORE INSERT ON audit_entry WHEN {_MISPLACED} "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are appended in order'); END",
    "audit_entry_unchanged": "BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END",
    "audit_entry_kept": "BEFORE DELETE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END",
}
POSTGRESQL_FUNCTIONS = {
    "audit_entry_refuse": "BEGIN RAISE EXCEPTION 'audit entries are never changed or removed'; END",
    "audit_entry_place": f"BEGIN IF {_MISPLACED} THEN "
    "RAISE EXCEPTION 'audit entries are appended in order'; END IF; RETURN NEW; END",
}
POSTGRESQL = {
    "audit_entry_in_order": "BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_place()",
    "audit_entry_kept": "BEFORE UPDATE OR DELETE ON audit_entry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
    "audit_entry_not_emptied": "BEFORE TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
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
    """Remove the triggers, for a migration that has to rebuild the table."""
    for name in POSTGRESQL if vendor == "postgresql" else SQLITE:
        where = " ON audit_entry" if vendor == "postgresql" else ""
        database.execute(f"DROP TRIGGER {name}{where}")
