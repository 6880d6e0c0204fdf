"""Envelope encryption: each sealed text has a random key of its own, and that key is wrapped for who may open it.

Texts are sealed with ChaCha20-Poly1305 (RFC 8439), keys wrapped with HPKE (RFC 9180) over X25519. Both are bound to
the place they belong to, so that nothing opens at another record, field or organisation. Pure: no database, no files.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import reduce
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from avert.web.sealing.errors import DamagedSealError

FORM = "avert-sealed-1"
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
LENGTH_CLASS = 256  # sizes are multiples of this, so that they do not tell a short name from a long one
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True)
class Binding:
    """Where a sealed text belongs; ``sealed_id`` is new with every writing."""

    organisation_id: UUID
    record_kind: str
    record_id: UUID
    field: str
    sealed_id: UUID

    def for_purpose(self, purpose: str) -> bytes:
        """Return the binding as the bytes that are authenticated with a ciphertext."""
        parts = (self.organisation_id, self.record_kind, self.record_id, self.field, self.sealed_id)
        return json.dumps([FORM, purpose, *map(str, parts)]).encode("ascii")


def new_data_key() -> bytes:
    """Return a random key for one sealed text."""
    return os.urandom(KEY_BYTES)


def seal_text(text: str, data_key: bytes, binding: Binding) -> bytes:
    """Return the text encrypted, its length hidden within its length class."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(data_key).encrypt(nonce, _pad(text.encode()), binding.for_purpose("text"))


def open_text(sealed: bytes, data_key: bytes, binding: Binding) -> str:
    """Return the text; raise DamagedSealError where anything differs from what was sealed at this place."""
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        padded = ChaCha20Poly1305(data_key).decrypt(nonce, ciphertext, binding.for_purpose("text"))
    except (InvalidTag, ValueError):
        raise _damaged() from None
    return padded.rstrip(b"\0")[:-1].decode()


def wrap_key(data_key: bytes, public_key: bytes, binding: Binding, share: int = 0) -> bytes:
    """Return a data key, or a share of one, encrypted for whoever holds the private key."""
    recipient = X25519PublicKey.from_public_bytes(public_key)
    return SUITE.encrypt(data_key, recipient, info=binding.for_purpose(f"key {share}"))


def unwrap_key(wrapped: bytes, private_key: X25519PrivateKey, binding: Binding, share: int = 0) -> bytes:
    """Return the data key or its share; raise DamagedSealError where it was not wrapped for this key and place."""
    try:
        return SUITE.decrypt(wrapped, private_key, info=binding.for_purpose(f"key {share}"))
    except (InvalidTag, ValueError):
        raise _damaged() from None


def split_key(data_key: bytes, shares: int) -> list[bytes]:
    """Return shares that only together give the key; all but one of them say nothing about it."""
    random = [os.urandom(len(data_key)) for _share in range(shares - 1)]
    return [*random, reduce(_xor, random, data_key)]


def join_key(shares: list[bytes]) -> bytes:
    """Return the key from all its shares."""
    return reduce(_xor, shares)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _pad(content: bytes) -> bytes:
    # A mark ends the content, so that zeros at its own end are kept.
    marked = content + b"\x80"
    return marked + bytes(-len(marked) % LENGTH_CLASS)


def _damaged() -> DamagedSealError:
    return DamagedSealError(
        "What is stored is not what was sealed here, so it cannot be trusted or read. "
        "Bring the database back from a backup, or erase the sealed fields of this record."
    )
