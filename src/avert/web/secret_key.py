"""Keys in files: made once, readable by their owner alone. First of them, the key that signs sessions."""

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
        make_once(path, secrets.token_urlsafe(64))
    refuse_if_others_can_read(path, "forge a log-in")
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 50:
        raise ConfigError(
            f"{path} holds no usable key. Bring it back from a backup, or delete it: then everyone logs in again, "
            "and every second step must be removed (avert site remove-second-factor) and set up anew."
        )
    return key


def refuse_if_others_can_read(path: Path, harm: str) -> None:
    """Raise ConfigError where other accounts of the machine can read the key, and so do harm."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ConfigError(f"{path} can be read by others, who could {harm}. Run: chmod 600 {path}")


def make_once(path: Path, key: str) -> None:
    """Write a key to a file of its owner's alone, unless the file is there already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, fails when the name is taken: the first of two starts wins for both.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
