"""Signed heads of the chain in a file outside the database, so that a database cut short is found out.

Beside them stand the signed statements of what has expired and what was restored: one file to keep and to copy.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from avert.web.audit import keys, statements
from avert.web.audit.statements import Head, Statement

Said = TypeVar("Said", bound=Statement)
FILE_NAME = "heads.jsonl"
EVERY = 25
"""A head is signed each time that many entries have come: so many at most can be cut off unnoticed by the file."""


def sign(folder: Path, *, sequence: int, hash_: str, at: dt.datetime) -> Head:
    """Sign a head and append it to the file; it is on the disk when this returns."""
    return state(folder, Head(sequence, hash_, moment_of(at)))


def state(folder: Path, statement: Said) -> Said:
    """Sign a statement and append it to the file; it is on the disk when this returns."""
    signature = keys.signing_key(folder).sign(statement.message()).hex()
    signed = statement.signed_with(signature)
    _append(folder / FILE_NAME, json.dumps(asdict(signed)))
    return signed


def moment_of(at: dt.datetime) -> str:
    """Return a moment as statements write it."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def read(path: Path) -> Iterator[tuple[int, Statement | None]]:
    """Yield each line's number with what it states, or with none where the line cannot be read."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _parsed(line)


def holds(statement: Statement, public_key: str) -> bool:
    """Say whether the owner of the key signed this."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(vars(statement)["signature"]), statement.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def is_signed(folder: Path, sequence: int, hash_: str) -> bool:
    """Say whether the file's newest readable head is this one."""
    found = [head for _line, head in read(folder / FILE_NAME) if isinstance(head, Head)]
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


def _parsed(line: bytes) -> Statement | None:
    try:
        return statements.parse(json.loads(line))
    except ValueError:
        return None
