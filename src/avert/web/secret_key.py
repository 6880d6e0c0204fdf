"""The key that signs sessions: made once, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from avert.errors import ConfigError

FILE_NAME = "secret-key"


def read_or_make_secret_key(home: Path) -> str:
    """Return the key kept under ``home``; make it on first use, so that two starts at once agree on one."""
    path = home / FILE_NAME
    if not path.exists():
        _make(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ConfigError(f"{path} can be read by others, who could forge a log-in. Run: chmod 600 {path}")
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 50:
        raise ConfigError(
            f"{path} holds no usable key. Delete it: a new one is made, and everyone logs in again."
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{FILE_NAME}-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, fails when the name is taken: the first of two starts wins for both.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
