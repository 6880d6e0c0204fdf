"""What has come of a download so far: ``NAME.part``, and ``NAME.part.json`` saying of which version it is."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

_SUFFIXES = (".csv", ".zip", ".gz", ".xlsx", ".parquet", ".txt", ".tsv", ".tab")
_KINDS = ((b"pk\x03\x04", ".zip"), (b"par1", ".parquet"), (b"\x1f\x8b", ".csv.gz"))


@dataclass
class Part:
    """What has come of a file so far, and of which version of it."""

    path: Path
    url: str
    validator: str = ""
    total: int | None = None

    @property
    def _said(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    @property
    def bytes(self) -> int:
        """How much has come."""
        return self.path.stat().st_size if self.path.exists() else 0

    @classmethod
    def of(cls, target: Path, url: str) -> Part:
        """Take up what an earlier run left of the same address, if the version can be told; else start afresh."""
        part = cls(target.with_name(target.name + ".part"), url)
        try:
            said = json.loads(part._said.read_text(encoding="utf-8"))
            is_same = said["url"] == url and said["validator"]
            part.validator, part.total = (said["validator"], said["total"]) if is_same else ("", None)
        except (OSError, ValueError, KeyError, TypeError):
            part.validator = ""
        if not part.validator:
            part.discard()
        return part

    def begin(self, validator: str, total: int | None) -> None:
        """Start from nothing with the version that the server sends now."""
        self.validator, self.total = validator, total
        self.path.write_bytes(b"")
        said = {"url": self.url, "validator": validator, "total": total}
        self._said.write_text(json.dumps(said), encoding="utf-8")

    def discard(self) -> None:
        """Forget what came."""
        self.validator, self.total = "", None
        self.path.unlink(missing_ok=True)
        self._said.unlink(missing_ok=True)

    def put_in_place(self, target: Path) -> None:
        """Give the whole file its name in one step."""
        with self.path.open("rb+") as stream:
            os.fsync(stream.fileno())
        self.path.replace(target)
        self._said.unlink(missing_ok=True)


def validator_of(headers: Message) -> str:
    """Return what tells one version of the file from another, if the server says so strongly enough."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def content_range(text: str) -> tuple[int | None, int | None]:
    """Return where the piece starts and how long the whole is, from ``bytes 100-199/200``."""
    unit, _, rest = text.strip().partition(" ")
    span, _, total = rest.partition("/")
    return (number(span.partition("-")[0]) if unit == "bytes" else None), number(total)


def number(text: str | None) -> int | None:
    """Return a header's number, if it is one."""
    return int(text) if text is not None and text.strip().isdecimal() else None


def with_suffix_of(target: Path, start: bytes) -> Path:
    """Name a file by what it is where the address does not end in a name, as with ``…/SP.POP.TOTL?format=csv``."""
    if target.suffix.lower() in _SUFFIXES:
        return target
    suffix = next((kind for magic, kind in _KINDS if start.startswith(magic)), ".csv")
    if suffix == ".zip" and b"[content_types].xml" in start:
        suffix = ".xlsx"
    return target.with_name(target.name + suffix)
