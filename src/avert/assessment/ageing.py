"""How information ages: structural, dynamic and trigger information lose weight at different speeds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from avert.content import read_table
from avert.deadlines import in_utc

TABLE = Path(__file__).with_name("half_lives.yaml")


class Kind(Enum):
    """What kind of change information is about."""

    STRUCTURAL = "structural"
    DYNAMIC = "dynamic"
    TRIGGER = "trigger"


@dataclass(frozen=True)
class HalfLife:
    """After how long a kind of information weighs half, and after how long it is stale."""

    half_life: dt.timedelta
    stale_after: dt.timedelta
    says: str


@cache
def half_lives(path: Path = TABLE) -> dict[Kind, HalfLife]:
    """Return the half-life of every kind, from a table that a deployment may change."""
    columns = frozenset({"kind", "half_life_days", "stale_after_days", "says"})
    rows = read_table(path, columns, "kind", frozenset(kind.value for kind in Kind))
    return {
        Kind(name): HalfLife(
            dt.timedelta(days=int(row["half_life_days"])),
            dt.timedelta(days=int(row["stale_after_days"])),
            row["says"],
        )
        for name, row in rows.items()
    }


def freshness(kind: Kind, of: dt.datetime, now: dt.datetime) -> float:
    """Return the weight that is left, from 1 (new, or still to come) towards 0.

    >>> freshness(Kind.TRIGGER, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 29, tzinfo=dt.UTC))
    0.5
    """
    age = max(in_utc(now) - in_utc(of), dt.timedelta())
    return float(0.5 ** (age / half_lives()[kind].half_life))


def is_stale(kind: Kind, of: dt.datetime, now: dt.datetime) -> bool:
    """Say whether information of a kind is too old to rest on without looking again."""
    return in_utc(now) - in_utc(of) > half_lives()[kind].stale_after
