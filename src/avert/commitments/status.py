"""Whether a commitment was kept, as far as was known on a day; reports that contradict each other are all kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from avert.commitments.commitment import Commitment, Finding, Report
from avert.deadlines import in_utc


class Word(Enum):
    """What can be said of a commitment."""

    KEPT = "kept"
    KEPT_LATE = "kept late"
    PARTLY = "partly kept"
    BROKEN = "broken"
    NOT_YET_DUE = "not yet due"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """One answer to whether it was kept, who gives it and on what evidence."""

    word: Word
    reporters: tuple[str, ...]
    evidence_ids: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """What can be said at one time. If readings differ the word is *unknown* and the disagreement is the finding."""

    word: Word
    readings: tuple[Reading, ...]
    is_past_due: bool

    @property
    def is_disputed(self) -> bool:
        """Say whether reporters disagree."""
        return len(self.readings) > 1


def status_of(commitment: Commitment, reports: Iterable[Report], now: dt.datetime) -> Status:
    """Return whether a commitment was kept, from reports recorded by ``now``; those of other commitments are left out.

    Without a report it is *not yet due* before its date, and *unknown* after it or if no date was agreed: that nobody
    reported fulfilment does not show a breach.

    >>> import uuid
    >>> from avert.deadlines import Deadline
    >>> by = Deadline(dt.date(2014, 1, 23), "Africa/Addis_Ababa")
    >>> c = Commitment("c", "org:a", "org:b", "cease fire", by, "monitors", "org:igad", uuid.uuid4())
    >>> status_of(c, [], dt.datetime(2014, 1, 20, tzinfo=dt.UTC)).word.value
    'not yet due'
    >>> status_of(c, [], dt.datetime(2014, 2, 1, tzinfo=dt.UTC)).word.value
    'unknown'
    """
    latest = _latest_by_reporter(commitment, reports, now)
    readings = _readings(commitment, latest)
    is_past_due = commitment.due is not None and commitment.due.is_past(now)
    if len(readings) == 1:
        return Status(readings[0].word, readings, is_past_due)
    waits = not readings and commitment.due is not None and not is_past_due
    return Status(Word.NOT_YET_DUE if waits else Word.UNKNOWN, readings, is_past_due)


def _latest_by_reporter(commitment: Commitment, reports: Iterable[Report], now: dt.datetime) -> list[Report]:
    known = [r for r in reports if r.commitment_id == commitment.id and in_utc(r.recorded_at) <= in_utc(now)]
    latest = {r.reporter: r for r in sorted(known, key=lambda r: (in_utc(r.at), in_utc(r.recorded_at), r.id))}
    return sorted(latest.values(), key=lambda r: r.reporter)


def _readings(commitment: Commitment, latest: list[Report]) -> tuple[Reading, ...]:
    words = [_word(commitment, report) for report in latest]
    readings = []
    for word in Word:
        same = [report for report, said in zip(latest, words, strict=True) if said is word]
        if same:
            evidence = sorted({one for report in same for one in report.evidence_ids})
            readings.append(Reading(word, tuple(report.reporter for report in same), tuple(evidence)))
    return tuple(readings)


def _word(commitment: Commitment, report: Report) -> Word:
    if report.finding is Finding.FULFILLED:
        is_late = commitment.due is not None and commitment.due.is_past(report.at)
        return Word.KEPT_LATE if is_late else Word.KEPT
    return Word.PARTLY if report.finding is Finding.PARTLY else Word.BROKEN
