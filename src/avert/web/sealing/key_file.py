"""The custodian's key file: an organisation's private key, encrypted with a passphrase that the server never keeps.

The form's name fixes how the passphrase is stretched; were the figures read from the file, a forged one could ask for
all the server's memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from avert.web.sealing.errors import KeyFileError, PassphraseError

FORM = "avert-key-1"
SALT_BYTES, NONCE_BYTES = 16, 12
# Four times the memory of RFC 9106's second choice: who steals the file can guess for years.
ITERATIONS, LANES, MEMORY_KIB = 3, 4, 256 * 1024
MOST_BYTES = 4096
# Each takes all that memory for half a second; several at once would be too much for a small server.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, repr=False)
class NewKey:
    """A key pair just made: the public half, and the file that holds the private one."""

    public_key: bytes
    key_file: str


def make_key(*, organisation_id: UUID, passphrase: str) -> NewKey:
    """Return a new key pair."""
    private_key = X25519PrivateKey.generate()
    public_key = private_key.public_key().public_bytes_raw()
    head = {
        "form": FORM,
        "organisation": str(organisation_id),
        "fingerprint": fingerprint(public_key),
        "salt": os.urandom(SALT_BYTES).hex(),
        "nonce": os.urandom(NONCE_BYTES).hex(),
    }
    sealed = _cipher(passphrase, head).encrypt(
        bytes.fromhex(head["nonce"]), private_key.private_bytes_raw(), _bound(head)
    )
    return NewKey(public_key, json.dumps(head | {"key": sealed.hex()}, indent=1))


def open_key_file(text: str, passphrase: str, public_key: bytes) -> X25519PrivateKey:
    """Return the private key that belongs to this public key."""
    head = read_key_file(text)
    sealed = bytes.fromhex(head.pop("key"))
    if head["fingerprint"] != fingerprint(public_key):
        raise KeyFileError(
            f"This key file is for another key. Take the one whose fingerprint is {fingerprint(public_key)}."
        )
    try:
        content = _cipher(passphrase, head).decrypt(bytes.fromhex(head["nonce"]), sealed, _bound(head))
    except InvalidTag:
        raise PassphraseError(
            "The passphrase is wrong or the key file is damaged, so nothing is opened. "
            "Type it again, or take another copy of the file."
        ) from None
    return X25519PrivateKey.from_private_bytes(content)


def read_key_file(text: str) -> dict[str, str]:
    """Return the parts of a key file, none of them secret; raise KeyFileError where it is not one."""
    try:
        parts: Any = json.loads(text) if len(text) <= MOST_BYTES else None
        sizes = {"salt": SALT_BYTES, "nonce": NONCE_BYTES, "key": 48}
        if set(parts) != {"form", "organisation", "fingerprint", *sizes} or parts["form"] != FORM:
            raise ValueError
        if any(len(bytes.fromhex(parts[name])) != size for name, size in sizes.items()):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise KeyFileError(
            "This is not a key file of Avert. Take the file that was saved when the key was made; "
            "its name ends in .avert-key."
        ) from None
    return {name: str(part) for name, part in parts.items()}


def fingerprint(public_key: bytes) -> str:
    """Return 100 bits of the public key's digest in groups that can be read aloud.

    >>> fingerprint(bytes(32))
    '66687-aadf8-62bd7-76c8f-c18b8'
    """
    digest = hashlib.sha256(public_key).hexdigest()
    return "-".join(digest[start : start + 5] for start in range(0, 25, 5))


def _cipher(passphrase: str, head: dict[str, str]) -> ChaCha20Poly1305:
    # Keyboards write the same letter with different code points.
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    stretched = Argon2id(
        salt=bytes.fromhex(head["salt"]),
        length=32,
        iterations=ITERATIONS,
        lanes=LANES,
        memory_cost=MEMORY_KIB,
    )
    with ONE_AT_A_TIME:
        return ChaCha20Poly1305(stretched.derive(secret))


def _bound(head: dict[str, str]) -> bytes:
    return json.dumps(head, sort_keys=True).encode("ascii")
