"""The key with which an organisation signs editions, in ``AVERT_HOME/edition-signing``, readable by its owner alone.

Public keys stay when a key is replaced, so that what it signed can be checked as long as the site lasts.
"""

from __future__ import annotations

import secrets
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from avert.assessment.editions import fingerprint
from avert.errors import ConfigError
from avert.web.secret_key import make_once, refuse_if_others_can_read

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER, SIGNING, PUBLIC = "edition-signing", "signing.key", ".pub"
BYTES = 32


def signing_key(organisation_id: uuid.UUID) -> Ed25519PrivateKey:
    """Return the key of an organisation; make it on first use, so that two at once agree on one."""
    path = _folder(organisation_id) / SIGNING
    if not path.exists():
        make_once(path, secrets.token_hex(BYTES))
    key = _read(path)
    public = key.public_key().public_bytes_raw()
    kept = path.with_name(f"{fingerprint(public)}{PUBLIC}")
    if not kept.exists():
        make_once(kept, public.hex())
    return key


def public_keys(organisation_id: uuid.UUID) -> dict[str, str]:
    """Return the public keys that an organisation has or had, in hexadecimal, by fingerprint."""
    found = sorted(_folder(organisation_id).glob(f"*{PUBLIC}"))
    return {path.stem: path.read_text(encoding="ascii").strip() for path in found}


def fingerprint_in_use(organisation_id: uuid.UUID) -> str:
    """Return the fingerprint of the key that signs now, nothing where there is none yet."""
    path = _folder(organisation_id) / SIGNING
    return fingerprint(_read(path).public_key().public_bytes_raw()) if path.exists() else ""


def retire(organisation_id: uuid.UUID, fingerprint_: str) -> None:
    """Destroy the private half of the key with this fingerprint, if it is the one that signs; the next is made anew."""
    if fingerprint_in_use(organisation_id) == fingerprint_:
        (_folder(organisation_id) / SIGNING).unlink(missing_ok=True)


def _read(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    refuse_if_others_can_read(path, "sign editions in the name of an organisation")
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except ValueError:
        raise ConfigError(
            f"{FOLDER}/{path.parent.name}/{SIGNING} holds no usable key. Bring it back from a backup, or delete it: "
            "then a new key signs, and its fingerprint must be told anew."
        ) from None


def _folder(organisation_id: uuid.UUID) -> Path:
    home: Path = settings.CONFIG.home
    return home / FOLDER / str(organisation_id)
