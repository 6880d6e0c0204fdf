"""The queue as a file. Words that may not travel far stay here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from avert.handling import Marking
from avert.web.signals import queue
from avert.web.site.sheets import Column, sheet

COLUMNS = (
    Column("signal_id", "#meta+id"),
    Column("received_at", "#date+received"),
    Column("happened_at", "#date+occurred"),
    Column("place", "#geo+code"),
    Column("about", "#event+type"),
    Column("way", "#meta+channel"),
    Column("lens", "#meta+lens"),
    Column("threatens_life", "#severity"),
    Column("grade", "#indicator+grade"),
    Column("marking", "#meta+marking"),
    Column("text", "#description"),
)


def queue_sheet(viewer: Any, found: Any, *, now: dt.datetime) -> str:
    """Return these signals as a table, in the order of the queue; only text up to TLP:GREEN stands in it."""
    known = found.filter(received_at__lte=now)
    keys = queue.ordered(viewer, known, now)
    names = ("received_at", "happened_at", "place", "about", "way", "lens", "threatens_life", "grade")
    rows = keys.values_list("pk", *names, "marking", "text")
    return sheet(COLUMNS, (_row(names, *row) for row in rows.iterator()))


def _row(names: tuple[str, ...], key: Any, *values: Any) -> dict[str, Any]:
    *plain, marking, text = values
    said = dict(zip(names, (v.isoformat() if isinstance(v, dt.datetime) else v for v in plain), strict=True))
    may_travel = marking <= Marking.GREEN
    return {"signal_id": str(key), **said, "marking": str(marking), "text": text if may_travel else None}
