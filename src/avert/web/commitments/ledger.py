"""Rows of the database as the values that ``avert.commitments`` thinks with, and back into lines of a list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from avert.commitments import Commitment, Finding, Report, Status, Totals, overdue, status_of, totals
from avert.deadlines import Deadline


@dataclass(frozen=True)
class Line:
    """A commitment with what can be said of it now, from the reports that the viewer may read."""

    row: Any
    promise: Commitment
    reports: tuple[Any, ...]  # rows, the latest first
    status: Status
    is_overdue: bool


def promise_of(row: Any) -> Commitment:
    """Return the promise that a row holds. Raises InputError where it lacks who, what or to whom."""
    return Commitment(
        id=str(row.pk),
        by=row.by,
        to=row.to,
        what=row.what,
        due=Deadline(row.due_on, row.zone, row.due_time) if row.due_on else None,
        verified_how=row.verified_how,
        verified_by=row.verified_by,
        calendar_uid=row.calendar_uid,
        marking=row.marking,
    )


def report_of(row: Any) -> Report:
    """Return what a row reports. Raises InputError where it was recorded before it was so."""
    return Report(
        id=str(row.pk),
        commitment_id=str(row.commitment_id),
        reporter=str(row.owner_id),
        finding=Finding[row.finding],
        at=row.at,
        recorded_at=row.recorded_at,
    )


def lines_of(rows: Iterable[Any], reports: Iterable[Any], now: dt.datetime) -> list[Line]:
    """Return a line for each commitment, in the order given, as was known at ``now``."""
    of: dict[Any, list[Any]] = defaultdict(list)
    for report in reports:
        of[report.commitment_id].append(report)
    return [_line(row, of[row.pk], now) for row in rows]


def totals_of(lines: Iterable[Line], now: dt.datetime) -> Totals:
    """Return how many commitments there are of each word."""
    listed = list(lines)
    said = [report_of(report) for line in listed for report in line.reports]
    return totals([line.promise for line in listed], said, now)


def _line(row: Any, reports: list[Any], now: dt.datetime) -> Line:
    promise, said = promise_of(row), [report_of(report) for report in reports]
    newest = sorted(reports, key=lambda r: (r.at, r.recorded_at, str(r.pk)), reverse=True)
    return Line(
        row,
        promise,
        tuple(newest),
        status_of(promise, said, now),
        bool(overdue([promise], said, now)),
    )
