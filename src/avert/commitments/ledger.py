"""All commitments together: what is overdue, and totals that rank nobody."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from avert.commitments.commitment import Commitment, Report
from avert.commitments.status import Status, Word, status_of


@dataclass(frozen=True)
class Totals:
    """How many commitments there are of each word. There is no total by who promised: no league tables."""

    n: int
    words: dict[Word, int]
    disputed: int
    overdue: int


def overdue(
    commitments: Iterable[Commitment], reports: Iterable[Report], now: dt.datetime
) -> tuple[Commitment, ...]:
    """Return what is past its date and neither kept nor broken by any report, the longest overdue first."""
    late = [c for c, status in _statuses(commitments, reports, now) if _is_overdue(status)]
    return tuple(sorted(late, key=lambda c: (c.due.instant if c.due else now, c.id)))


def totals(commitments: Iterable[Commitment], reports: Iterable[Report], now: dt.datetime) -> Totals:
    """Return how many commitments were kept, broken, unknown and so on, as was known at ``now``."""
    statuses = [status for _, status in _statuses(commitments, reports, now)]
    found = Counter(status.word for status in statuses)
    return Totals(
        n=len(statuses),
        words={word: found[word] for word in Word},
        disputed=sum(status.is_disputed for status in statuses),
        overdue=sum(_is_overdue(status) for status in statuses),
    )


def _is_overdue(status: Status) -> bool:
    said = {reading.word for reading in status.readings}
    return status.is_past_due and not said & {Word.KEPT, Word.KEPT_LATE, Word.BROKEN}


def _statuses(
    commitments: Iterable[Commitment], reports: Iterable[Report], now: dt.datetime
) -> list[tuple[Commitment, Status]]:
    of: dict[str, list[Report]] = {}
    for report in reports:
        of.setdefault(report.commitment_id, []).append(report)
    return [(c, status_of(c, of.get(c.id, ()), now)) for c in commitments]
