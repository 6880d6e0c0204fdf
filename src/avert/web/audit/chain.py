"""How entries are chained: pure functions of plain values, so that anyone can check a chain without this site.

An entry's *body* says what was done; its digest, the sequence number and the hash before it give its *hash*. The
body stands apart so that it can be erased one day, and the chain still holds: see docs/decisions/audit-chain.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

FORM = "avert-audit-1"
BEFORE_THE_FIRST = "0" * 64


class Entry(NamedTuple):
    """One entry as it was stored; ``body`` holds plain values only: text, lists of text, nothing."""

    sequence: int
    previous_hash: str
    body_digest: str
    hash: str
    body: Mapping[str, Any]


def canonical(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """Return the one way to write a value down: JSON in ASCII, keys sorted, no spaces."""
    return _ENCODER.encode(value).encode("ascii")


def digest_body(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what an entry says."""
    return hashlib.sha256(canonical(body)).hexdigest()


def hash_entry(*, sequence: int, previous_hash: str, body_digest: str) -> str:
    """Return the SHA-256 that binds an entry to its place and to all entries before it."""
    return hashlib.sha256(canonical([FORM, sequence, previous_hash, body_digest])).hexdigest()


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
