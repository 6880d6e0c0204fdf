"""What is known of a commitment depends on neither the order of reports nor the future."""

from __future__ import annotations

import datetime as dt
import random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from avert.commitments import Commitment, Finding, Report, Word, status_of, totals
from avert.deadlines import Deadline

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PROMISE = Commitment(
    "c",
    "org:a",
    "org:b",
    "open the road",
    Deadline(dt.date(2026, 1, 5), "Africa/Juba"),
    "visit",
    "org:c",
    UUID("3f0b5c8e-7d0a-4c39-9c39-0d9d3a0e6f11"),
)
hours = st.integers(0, 200).map(lambda h: START + dt.timedelta(hours=h))


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        at = draw(hours)
        recorded = at + dt.timedelta(hours=draw(st.integers(0, 40)))
        who, finding = draw(st.sampled_from("xyz")), draw(st.sampled_from(Finding))
        found.append(Report(str(number), "c", who, finding, at, recorded, (f"e{number}",)))
    return found


@given(reports(), hours, st.randoms())
def test_order_does_not_matter(found: list[Report], now: dt.datetime, rng: random.Random) -> None:
    assert status_of(PROMISE, rng.sample(found, len(found)), now) == status_of(PROMISE, found, now)


@given(reports(), hours)
def test_the_future_is_not_looked_at(found: list[Report], now: dt.datetime) -> None:
    known = [report for report in found if report.recorded_at <= now]
    assert status_of(PROMISE, found, now) == status_of(PROMISE, known, now)
    assert totals([PROMISE], found, now) == totals([PROMISE], known, now)


@given(reports(), hours)
def test_every_reporter_is_heard_and_disagreement_is_never_resolved(
    found: list[Report], now: dt.datetime
) -> None:
    status = status_of(PROMISE, found, now)
    heard = [who for reading in status.readings for who in reading.reporters]
    assert sorted(heard) == sorted({report.reporter for report in found if report.recorded_at <= now})
    assert not status.is_disputed or status.word is Word.UNKNOWN
