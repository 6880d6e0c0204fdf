"""What is signed outside the database: heads of the chain, what has expired, and that a backup was restored."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from avert.web.audit.chain import canonical

WHOLE = frozenset({"sequence", "through", "count", "kept", "lost"})


@dataclass(frozen=True)
class Statement:
    """One signed line; its last two fields are the moment and the signature."""

    FORM: ClassVar[str]

    def message(self) -> bytes:
        """Return what is signed."""
        return canonical([self.FORM, *list(vars(self).values())[:-1]])

    def signed_with(self, signature: str) -> Self:
        """Return the same with its signature."""
        return type(self)(**{**vars(self), "signature": signature})


@dataclass(frozen=True)
class Head(Statement):
    """That the chain had this hash at this sequence number."""

    FORM: ClassVar[str] = "avert-audit-head-1"
    sequence: int
    hash: str
    at: str
    signature: str = ""


@dataclass(frozen=True)
class Expiry(Statement):
    """That bodies of one class were erased: of the entries up to ``through``, those of days before ``before``."""

    FORM: ClassVar[str] = "avert-audit-expiry-1"
    retention: str
    before: str
    through: int
    count: int
    at: str
    signature: str = ""


@dataclass(frozen=True)
class Restore(Statement):
    """That a backup was restored: of what followed entry ``kept``, up to entry ``lost``, not all is there.

    ``sequence`` and ``hash`` are of the entry that says so; it vouches for what precedes it as a head does.
    """

    FORM: ClassVar[str] = "avert-audit-restore-1"
    sequence: int
    hash: str
    kept: int
    lost: int
    lost_hash: str
    at: str
    signature: str = ""


KINDS: dict[frozenset[str], type[Statement]] = {
    frozenset(field.name for field in fields(kind)): kind for kind in (Head, Expiry, Restore)
}


def parse(found: Any) -> Statement | None:
    """Return the statement that a line's JSON holds, or nothing when it holds none."""
    kind = KINDS.get(frozenset(found)) if isinstance(found, dict) else None
    if kind is None or any(type(found[name]) is not (int if name in WHOLE else str) for name in found):
        return None
    return kind(**found)
