"""Which database the site uses: one SQLite file, or the PostgreSQL server it is told of."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from avert.errors import ConfigError

# Readers do not wait for a writer; a write that was acknowledged outlives a power cut, or the audit's signed heads
# would know of entries that the database lost; what is deleted is overwritten, not merely forgotten.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
)
SECONDS_TO_WAIT = 10


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
        },
    }


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
