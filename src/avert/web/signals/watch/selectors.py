"""Reading watched dates: always for a viewer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.signals.acting import acting_for_all
from avert.web.signals.models import Watch
from avert.web.signals.watch.dates import DAYS_AHEAD, is_over, next_date


@dataclass(frozen=True)
class Coming:
    """Watches by when they come, those of the next 90 days first."""

    soon: Sequence[tuple[dt.date, Any]]
    later: Sequence[tuple[dt.date, Any]]
    undated: Sequence[Any]
    over: Sequence[tuple[dt.date, Any]]


def watches_for(viewer: Viewer) -> RecordQuerySet:
    """Return the watches that the viewer may read."""
    return readable_by(viewer, Watch)


def coming(viewer: Viewer, today: dt.date) -> Coming:
    """Return the watches that the viewer may read, in the order in which they come."""
    watches = list(watches_for(viewer).order_by("title", "pk"))
    dated = [(day, watch) for watch in watches if (day := next_date(watch, today)) is not None]
    dated.sort(key=lambda pair: pair[0])
    ahead = [(day, watch) for day, watch in dated if not is_over(watch, today)]
    limit = today + dt.timedelta(days=DAYS_AHEAD)
    return Coming(
        soon=[pair for pair in ahead if pair[0] <= limit],
        later=[pair for pair in ahead if pair[0] > limit],
        undated=[watch for watch in watches if watch.on is None],
        over=[(day, watch) for day, watch in reversed(dated) if is_over(watch, today)],
    )


def left_alone(watches: Sequence[Any]) -> list[Any]:
    """Return those that nobody who saved them last may write of any longer, so that no signal will come."""
    people = acting_for_all(watches)
    return [watch for watch in watches if people[watch.pk] is None]
