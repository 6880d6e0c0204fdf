"""Signed heads of the chain in a file outside the database, so that a database cut short is found out."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from avert.web.audit import keys
from avert.web.audit.chain import canonical

FORM = "avert-audit-head-1"
FILE_NAME = "heads.jsonl"
EVERY = 25
"""A head is signed each time that many entries have come: so many at most can be cut off unnoticed by the file."""


@dataclass(frozen=True)
class Head:
    """That the chain had this hash at this sequence number."""

    sequence: int
    hash: str
    at: str
    signature: str

    def message(self) -> bytes:
        """Return what is signed."""
        return canonical([FORM, self.sequence, self.hash, self.at])


def sign(folder: Path, *, sequence: int, hash_: str, at: dt.datetime) -> Head:
    """Sign a head and append it to the file; it is on the disk when this returns."""
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    message = Head(sequence, hash_, moment, "").message()
    head = Head(sequence, hash_, moment, keys.signing_key(folder).sign(message).hex())
    _append(folder / FILE_NAME, json.dumps(asdict(head)))
    return head


def read(path: Path) -> Iterator[tuple[int, Head | None]]:
    """Yield each line's number with its head, or with none where the line cannot be read as one."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _parsed(line)


def holds(head: Head, public_key: str) -> bool:
    """Say whether the owner of the key signed this head."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(head.signature), head.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def is_signed(folder: Path, sequence: int, hash_: str) -> bool:
    """Say whether the file's newest readable head is this one."""
    found = [head for _line, head in read(folder / FILE_NAME) if head is not None]
    return bool(found) and (found[-1].sequence, found[-1].hash) == (sequence, hash_)


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Appended in one write, which processes at the same time do not interleave.
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # After a power cut the file may end half-way; a new line keeps the next head whole.
        start = b"" if _ends_whole(descriptor) else b"\n"
        os.write(descriptor, start + line.encode("ascii") + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ends_whole(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    if size == 0:
        return True
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == b"\n"


def _parsed(line: bytes) -> Head | None:
    try:
        found = json.loads(line)
        head = Head(**found)
    except (ValueError, TypeError):
        return None
    is_whole = isinstance(head.sequence, int) and all(
        isinstance(text, str) for text in (head.hash, head.at, head.signature)
    )
    return head if is_whole else None
