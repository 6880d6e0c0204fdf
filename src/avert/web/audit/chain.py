"""How entries are chained: pure functions of plain values, so that anyone can check a chain without this site.

An entry's *body* says what was done; its digest, the sequence number and the hash before it give its *hash*. The
body stands apart so that it can be erased one day, and the chain still holds: see docs/decisions/audit-chain.md.
Where it may be, the hash also covers the class that says so and the day, which outlast the body.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

FORM = "avert-audit-1"
FORM_THAT_EXPIRES = "avert-audit-2"
BEFORE_THE_FIRST = "0" * 64


class Entry(NamedTuple):
    """One entry as it was stored; ``body`` holds plain values only: text, lists of text, nothing."""

    sequence: int
    previous_hash: str
    body_digest: str
    hash: str
    body: Mapping[str, Any]
    retention: str = ""
    is_erased: bool = False

    @property
    def day(self) -> str:
        """Return the day of the act where the hash covers it, in universal time."""
        return str(self.body["at"])[:10] if self.retention else ""


def canonical(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """Return the one way to write a value down: JSON in ASCII, keys sorted, no spaces."""
    return _ENCODER.encode(value).encode("ascii")


def digest_body(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what an entry says."""
    return hashlib.sha256(canonical(body)).hexdigest()


def hash_entry(
    *, sequence: int, previous_hash: str, body_digest: str, retention: str = "", day: str = ""
) -> str:
    """Return the SHA-256 that binds an entry to its place and to all entries before it."""
    bound: list[Any] = [FORM, sequence, previous_hash, body_digest]
    if retention:
        bound = [FORM_THAT_EXPIRES, *bound[1:], retention, day]
    return hashlib.sha256(canonical(bound)).hexdigest()


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
