"""Weighing, triage and suggestions do not depend on the order of entry."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from avert.assessment.ageing import Kind, freshness
from avert.assessment.grading import Credibility, Grade, Reliability, Report, Stance, weigh
from avert.warning.signals import Signal, duplicates, plain_text, triage

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
times = st.integers(0, 500).map(lambda h: START + dt.timedelta(hours=h))
grades = st.builds(Grade, st.sampled_from(Reliability), st.sampled_from(Credibility))
reports = st.lists(
    st.builds(
        Report, st.uuids().map(str), st.sampled_from(Stance), grades, st.sampled_from([None, "a", "b", "c"])
    ),
    max_size=12,
)
signals = st.lists(
    st.builds(
        Signal,
        id=st.uuids().map(str),
        received_at=times,
        text=st.sampled_from(["tracts au marché", "Tracts au marche", "منشورات", "leaflets"]),
        place=st.sampled_from([None, "gw:501", "gw:437"]),
        at=st.none() | times,
        kind=st.sampled_from(Kind),
        threatens_life=st.booleans(),
        has_second=st.booleans(),
    ),
    max_size=12,
)


@given(reports, st.randoms())
def test_weighing_does_not_depend_on_order_or_repetition(found: list[Report], rng: random.Random) -> None:
    assert weigh([*rng.sample(found, len(found)), *found]) == weigh(found)


@given(reports)
def test_no_more_origins_count_than_there_are(found: list[Report]) -> None:
    weighed = weigh(found)
    origins = {report.origin for report in found} - {None}
    assert weighed.supporting + weighed.contradicting + weighed.of_both_minds == len(origins)


@given(signals, times, st.randoms())
def test_triage_does_not_depend_on_order_and_loses_nobody(
    found: list[Signal], now: dt.datetime, rng: random.Random
) -> None:
    queue = triage(found, now)
    assert triage(rng.sample(found, len(found)), now) == queue
    assert {item.signal.id for item in queue} == {one.id for one in found if one.received_at <= now}
    lives = [item.signal.threatens_life for item in queue]
    assert lives == sorted(lives, reverse=True)


@given(signals, st.randoms())
def test_suggestions_do_not_depend_on_order(found: list[Signal], rng: random.Random) -> None:
    assert duplicates(rng.sample(found, len(found))) == duplicates(found)


@given(st.text())
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text)


@given(st.sampled_from(Kind), times, times, times)
def test_information_only_grows_older(
    kind: Kind, of: dt.datetime, one: dt.datetime, other: dt.datetime
) -> None:
    first, second = sorted((one, other))
    assert 0 < freshness(kind, of, second) <= freshness(kind, of, first) <= 1
