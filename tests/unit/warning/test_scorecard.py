"""The scorecard against published and hand-worked figures, and what it will not say."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import fields

import numpy as np
import pytest

from avert.deadlines import Deadline
from avert.errors import InputError
from avert.warning import scorecard
from avert.warning.clock import Decision, Event, Stage
from avert.warning.scorecard import (
    Course,
    Level,
    Outcome,
    brier,
    calibration,
    kaplan_meier,
    lead_time,
    response_times,
    share_of,
    tally,
)

START = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
# Weeks of remission under 6-MP (Freireich et al. 1963, Blood 21(6)); "+" still in remission.
REMISSION = tuple(
    "6 6 6 7 10 13 16 22 23 6+ 9+ 10+ 11+ 17+ 19+ 20+ 25+ 32+ 32+ 34+ 35+".replace(" ", ",").split(",")
)
WEEKS, ENDED = [int(w.rstrip("+")) for w in REMISSION], ["+" not in w for w in REMISSION]


def test_kaplan_meier_gives_the_published_remission_curve() -> None:
    km = kaplan_meier(WEEKS, ENDED)
    s6 = 18 / 21
    s7 = s6 * 16 / 17
    s10 = s7 * 14 / 15
    s13 = s10 * 11 / 12
    s16 = s13 * 10 / 11
    s22 = s16 * 6 / 7
    assert km.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert km.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert km.unanswered == pytest.approx([s6, s7, s10, s13, s16, s22, s22 * 5 / 6], abs=1e-10)
    assert [round(km.at(week), 3) for week in (6, 10, 23)] == [0.857, 0.753, 0.448]
    assert (km.at(5.9), km.median) == (1.0, 23)


def test_greenwood_and_log_log_intervals_are_as_worked_by_hand() -> None:
    km = kaplan_meier(WEEKS, ENDED)
    greenwood = 3 / (21 * 18) + 1 / (17 * 16) + 1 / (15 * 14)
    share, z = 18 / 21 * 16 / 17 * 14 / 15, 1.959963984540054
    assert km.variance[2] == pytest.approx(share**2 * greenwood, abs=1e-10)
    theta = z * math.sqrt(greenwood) / math.log(share)
    assert (km.high[2], km.low[2]) == pytest.approx(
        (share ** math.exp(theta), share ** math.exp(-theta)), abs=1e-10
    )
    assert km.median_interval == (13, None)


def test_the_interval_is_open_where_everyone_has_answered() -> None:
    km = kaplan_meier([1, 2], [True, True])
    assert km.unanswered.tolist() == [0.5, 0]
    assert math.isnan(km.low[1])
    assert km.variance[1] == 0


def test_nobody_who_answered_gives_no_median() -> None:
    assert kaplan_meier([3, 4], [False, False]).median is None


def course(number: int, hours: float | None, addressees: int = 5, decision: Decision | None = None) -> Course:
    who = f"org:{number % addressees}"
    events = [Event("s", who, Stage.SENT, START, START)]
    if hours is not None:
        at = START + dt.timedelta(hours=hours)
        stage = Stage.DECIDED if decision else Stage.ACKNOWLEDGED
        until = Deadline(dt.date(2026, 3, 1), "UTC") if decision is Decision.DEFER else None
        events.append(Event("a", who, stage, at, at, decision, "r" if decision else "", until))
    return Course(who, Level.MIDDLE, tuple(events))


def middle(courses: list[Course], stage: Stage, hours: float = 100) -> scorecard.ResponseTimes:
    now = START + dt.timedelta(hours=hours)
    return next(times for times in response_times(courses, stage, now) if times.level is Level.MIDDLE)


def test_silence_counts_as_waiting_and_not_as_an_answer() -> None:
    courses = [course(n, hours) for n, hours in enumerate([1, 2, 3, 4, 5, None, None, None, None, None])]
    times = middle(courses, Stage.ACKNOWLEDGED)
    assert times.survival is not None
    assert (times.n, times.survival.median, times.survival.at(90)) == (10, 5, 0.5)
    # An hour after sending, the later answers were not known.
    early = middle(courses, Stage.ACKNOWLEDGED, hours=1)
    assert early.survival is not None
    assert early.survival.at(1) == pytest.approx(0.9)


def test_a_decision_shows_that_it_was_acknowledged_by_then() -> None:
    courses = [course(n, 7, decision=Decision.ACT) for n in range(10)]
    times = middle(courses, Stage.ACKNOWLEDGED)
    assert times.survival is not None
    assert times.survival.median == 7


def test_where_no_new_action_was_decided_nobody_waits_for_it_to_be_done() -> None:
    courses = [course(n, 7, decision=Decision.NO_NEW_ACTION) for n in range(10)]
    assert middle(courses, Stage.DONE).n == 0
    assert middle([course(n, 7, decision=Decision.ACT) for n in range(10)], Stage.DONE).n == 10


def test_to_defer_acknowledges_a_warning_but_decides_nothing_yet() -> None:
    courses = [course(n, 7, decision=Decision.DEFER) for n in range(10)]
    acknowledged, decided = middle(courses, Stage.ACKNOWLEDGED), middle(courses, Stage.DECIDED)
    assert acknowledged.survival is not None
    assert decided.survival is not None
    assert (acknowledged.survival.median, decided.survival.median) == (7, None)


@pytest.mark.parametrize(("n", "addressees"), [(9, 5), (20, 2)])
def test_too_few_courses_or_addressees_give_only_their_number(n: int, addressees: int) -> None:
    times = middle([course(k, 1, addressees) for k in range(n)], Stage.ACKNOWLEDGED)
    assert (times.n, times.survival) == (n, None)
    assert "Too few" in times.why_none


def test_nothing_is_returned_by_organisation() -> None:
    for name in scorecard.__all__:
        kind = getattr(scorecard, name)
        if isinstance(kind, type) and name != "Course" and hasattr(kind, "__dataclass_fields__"):
            assert not [f.name for f in fields(kind) if "organisation" in f.name or "addressee" in f.name]


def test_possibly_prevented_is_kept_apart_from_both_success_and_failure() -> None:
    base = [Outcome.HIT] * 8 + [Outcome.DID_NOT_OCCUR] * 4
    prevented = tally(base + [Outcome.POSSIBLY_PREVENTED] * 30)
    assert prevented.followed == tally(base).followed
    assert prevented.counts[Outcome.POSSIBLY_PREVENTED] == 30


def test_wilsons_interval_is_as_published() -> None:
    # 81 of 263: Newcombe 1998, Statistics in Medicine 17, table I.
    share = share_of(81, 263)
    assert (round(share.low or 0, 4), round(share.high or 0, 4)) == (0.2553, 0.3662)


def test_lead_time_refuses_a_warning_after_the_event() -> None:
    day = dt.date(2026, 1, 5)
    with pytest.raises(InputError, match="miss"):
        lead_time([(day, day - dt.timedelta(days=1))])
    assert lead_time([(day, day)] * 3).median_days is None
    assert lead_time([(day, day + dt.timedelta(days=n)) for n in range(11)]).median_days == 5


def test_brier_and_calibration_say_only_n_when_there_is_too_little() -> None:
    rng = np.random.default_rng(7)
    assert brier([0.5] * 9, [True] * 9, rng).score is None
    scored = brier([0.2] * 20, [True] * 4 + [False] * 16, rng)
    assert scored.score == pytest.approx(0.16)
    assert scored.low is not None
    assert scored.high is not None
    assert scored.low < 0.16 < scored.high
    bins = calibration([0.2] * 20 + [1.0] * 3, [True] * 4 + [False] * 16 + [True] * 3)
    assert [b.occurred.n for b in bins] == [0, 20, 0, 0, 3]
    assert (bins[1].occurred.share, bins[4].occurred.share) == (0.2, None)


def test_kaplan_meier_says_how_far_it_is_known() -> None:
    assert kaplan_meier([3, 4], [True, False]).longest == 4
    assert kaplan_meier([], []).longest == 0
