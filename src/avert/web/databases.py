"""Which database the site uses: one SQLite file, or the PostgreSQL server it is told of."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import connection

from avert.errors import ConfigError


def can_distrust_schema() -> bool:
    """Say whether this SQLite counts JSON_VALID as harmless, which guards every JSON column; 3.40 does not."""
    with contextlib.closing(sqlite3.connect(":memory:")) as probe:
        probe.execute("PRAGMA trusted_schema=OFF")
        try:
            probe.execute("CREATE TABLE probe (said TEXT CHECK (JSON_VALID(said)))")
        except sqlite3.OperationalError:
            return False
    return True


# Readers do not wait for a writer; a write that was acknowledged outlives a power cut, or the audit's signed heads
# would know of entries that the database lost; what is deleted is overwritten, not merely forgotten.
KEEPS_WHAT_IT_SAID = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "secure_delete": "ON",
    "foreign_keys": "ON",
}
# A file that someone has tampered with must not run functions from its schema or crash the server; sorting leaves
# no copies of records in temporary files; the log of writes, which keeps old pages, gives its space back.
TRUSTS_NO_FILE = {
    **{"cell_size_check": "ON", "mmap_size": "0", "temp_store": "MEMORY", "journal_size_limit": "0"},
    **({"trusted_schema": "OFF"} if can_distrust_schema() else {}),
}
SQLITE_PRAGMAS = "; ".join(
    f"PRAGMA {name}={value}" for name, value in (KEEPS_WHAT_IT_SAID | TRUSTS_NO_FILE).items()
)
# What Django and a row of the site stay far below. No other file can be attached, so that a mistake in a query
# cannot write one; VACUUM needs that, and has to raise the limit for itself.
SQLITE_LIMITS = {
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LENGTH: 64 * 1024**2,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 16,
}
# From Python 3.12 on: no change of the schema behind SQLite's back, and a mistyped column is no longer a string.
SQLITE_SWITCHES = {
    **{"SQLITE_DBCONFIG_DEFENSIVE": True, "SQLITE_DBCONFIG_DQS_DDL": False, "SQLITE_DBCONFIG_DQS_DML": False},
    "SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION": False,
}
SECONDS_TO_WAIT = 10


class HardenedConnection(sqlite3.Connection):
    """A connection with limits and switches that no query can lift."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for limit, most in SQLITE_LIMITS.items():
            self.setlimit(limit, most)
        if hasattr(self, "setconfig"):
            for name, is_on in SQLITE_SWITCHES.items():
                self.setconfig(getattr(sqlite3, name), is_on)


def sqlite_settings(path: Path) -> dict[str, Any]:
    """Return Django's settings for one SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": SECONDS_TO_WAIT,
            # A transaction takes its lock at the start, so that it waits instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
            "factory": HardenedConnection,
        },
    }


def rewrite_file() -> None:
    """Have SQLite write its file anew: where it joined pages, copies of what was erased may lie between records."""
    if connection.vendor != "sqlite":
        return
    connection.ensure_connection()
    # The new file is attached while it is built; nothing else on this connection can attach one.
    usual = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, usual)


def empty_write_log() -> None:
    """Have SQLite move its log of writes into the database: until then, the log keeps what was since deleted."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def keep_to_owner(home: Path) -> None:
    """Take a folder and the databases in it from everyone but their owner, or raise ConfigError."""
    if os.name != "posix" or not home.is_dir():
        return
    for path in (home, *home.glob("*.sqlite3*")):
        mode = path.stat().st_mode
        if mode & 0o077:
            try:
                path.chmod(mode & 0o700)
            except PermissionError:
                raise ConfigError(
                    f"{path} can be read by others, who could read what the site keeps, and belongs to another "
                    f"account. Have its owner run: chmod go= {path}"
                ) from None


def postgresql_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for ``postgresql://person:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ConfigError(
            "AVERT_DATABASE_URL does not name a PostgreSQL database. "
            "Write postgresql://person:password@host/name, or leave it out to use SQLite."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
