"""The two keys of the audit: one signs heads, one makes digests of values. Each is made once, in a 0600 file."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from avert.errors import ConfigError
from avert.web.secret_key import make_once, refuse_if_others_can_read

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNING, DIGESTS = "signing.key", "digests.key"
BYTES = 32


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """Return the Ed25519 key that signs heads."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(_read_or_make(folder / SIGNING))


def public_key(folder: Path) -> str:
    """Return the public half in hexadecimal, to be kept by someone else."""
    return signing_key(folder).public_key().public_bytes_raw().hex()


def keyed_digest(folder: Path, field: str, value: str) -> str:
    """Return HMAC-SHA-256 of a field's value; the field's name keeps equal values of two fields apart."""
    message = f"{len(field)}:{field}:{value}".encode()
    return hmac.new(_read_or_make(folder / DIGESTS), message, hashlib.sha256).hexdigest()


@lru_cache(maxsize=32)
def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        make_once(path, secrets.token_hex(BYTES))
    refuse_if_others_can_read(path, "forge the audit")
    text = path.read_text(encoding="ascii").strip()
    if len(text) != 2 * BYTES:
        raise ConfigError(
            f"{path} holds no usable key. Bring it back from a backup; a new one fits no old entry."
        )
    return bytes.fromhex(text)
