"""Laws of readings: order does not matter, unknown is not absent, nothing sharp is lost on the way up."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from avert.assessment.ageing import Kind
from avert.assessment.changes import changes
from avert.assessment.nesting import Known, Level, roll_up
from avert.assessment.profiles import IndicatorProfile, profile
from avert.assessment.readings import Answer, Reading, Standing, latest
from avert.assessment.values import KNOWN, Value
from readings import CODE, NOW

KINDS = {CODE: Kind.DYNAMIC}
readings = st.lists(
    st.builds(
        lambda who, round_, hours, value, dissent: Reading(
            who,
            f"perspective of {who}",
            round_,
            NOW - dt.timedelta(hours=hours),
            {CODE: Answer(value)},
            dissent,
        ),
        st.sampled_from("abcdef"),
        st.integers(1, 4),
        st.integers(0, 24 * 400),
        st.sampled_from(Value),
        st.sampled_from(["", "", "we see it otherwise"]),
    ),
    max_size=16,
    unique_by=lambda reading: (reading.stakeholder, reading.round, reading.at),
)
told = readings.map(lambda given_: profile(KINDS, latest(given_, NOW))[CODE])


def of(answer: Answer, hours: int = 0) -> IndicatorProfile:
    standing = latest([Reading("x", "p", 1, NOW - dt.timedelta(hours=hours), {CODE: answer})], NOW)
    return profile(KINDS, standing)[CODE]


@given(readings, st.randoms(use_true_random=False))
def test_the_order_in_which_readings_come_does_not_matter(given_: list[Reading], rng: object) -> None:
    shuffled = list(given_)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = latest(given_, NOW), latest(shuffled, NOW)
    assert one == other
    assert profile(KINDS, one) == profile(KINDS, other)


@given(told)
def test_every_stakeholder_is_counted_once_and_somewhere(found: IndicatorProfile) -> None:
    assert sum(found.counts.values()) + sum(found.stale.values()) + found.no_answer == found.stakeholders


@given(told, st.integers(1, 5))
def test_unknown_is_never_counted_as_absent(found: IndicatorProfile, more: int) -> None:
    unknown = tuple(of(Answer(Value.UNKNOWN)).said * more)
    wider = IndicatorProfile(CODE, found.said + unknown, found.stakeholders + more, found.no_answer)
    assert {value: wider.counts[value] for value in KNOWN} == {value: found.counts[value] for value in KNOWN}
    assert (wider.lowest, wider.highest, wider.agreement) == (found.lowest, found.highest, found.agreement)
    assert (wider.medians, wider.dissents, wider.trends) == (found.medians, found.dissents, found.trends)
    assert wider.counts[Value.UNKNOWN] == found.counts[Value.UNKNOWN] + more


@given(told)
def test_what_is_far_from_all_others_is_named(found: IndicatorProfile) -> None:
    if (
        found.lowest is not None
        and found.highest is not None
        and found.highest.degree - found.lowest.degree >= 3
    ):
        assert found.dissents


@given(readings)
def test_whoever_ever_declared_a_dissent_is_still_on_record(given_: list[Reading]) -> None:
    assert set(latest(given_, NOW).dissents) == {reading.stakeholder for reading in given_ if reading.dissent}


@given(readings)
def test_nothing_changes_between_a_standing_and_itself(given_: list[Reading]) -> None:
    standing: Standing = latest(given_, NOW)
    found = changes(standing, standing, KINDS)
    assert (found.changes, found.joined, found.left) == ((), (), ())


@st.composite
def nested(draw: st.DrawFn) -> list[Level]:
    """A forest: each level lies in one before it, or in none."""
    size = draw(st.integers(2, 8))
    levels = []
    for number in range(size):
        within = draw(st.none() | st.sampled_from([f"p{n}" for n in range(number)])) if number else None
        standing = draw(st.none() | readings.map(lambda given_: latest(given_, NOW)))
        profiles = profile(KINDS, standing) if standing else {}
        levels.append(Level(f"p{number}", within, profiles, declared=standing.dissents if standing else {}))
    return draw(st.permutations(levels))


def inside(levels: list[Level], top: Level) -> list[Level]:
    own = [level for level in levels if level.within == top.id]
    return own + [deeper for level in own for deeper in inside(levels, level)]


@given(nested())
def test_no_dissent_and_no_acute_value_below_is_ever_lost(levels: list[Level]) -> None:
    rolled = roll_up(levels)
    for top in levels:
        below = rolled[top.id].below.get(CODE)
        for level in inside(levels, top):
            declared = {d.stakeholder: d.declared for d in rolled[top.id].declared if d.path[-1] == level.id}
            assert declared == level.declared
            found = level.profiles.get(CODE)
            if found is None:
                continue
            assert below is not None
            carried = [d.dissent for d in below.dissents if d.path[-1] == level.id]
            assert carried == list(found.dissents)
            if found.highest is Value.ACUTE:
                assert below.highest is not None
                assert below.highest.value is Value.ACUTE
                assert level.id in {path[-1] for path in below.highest.at}
            if found.stale[Value.ACUTE]:
                assert below.stale is not None
                assert level.id in {path[-1] for path in below.stale.at}


@given(nested())
def test_every_place_below_is_counted_once(levels: list[Level]) -> None:
    rolled = roll_up(levels)
    for top in levels:
        for below in rolled[top.id].below.values():
            assert sum(below.places.values()) == len(inside(levels, top))


@given(nested(), st.sampled_from(Value), st.integers(0, 24 * 400))
def test_one_more_place_below_never_lowers_what_is_shown(
    levels: list[Level], value: Value, hours: int
) -> None:
    answer = of(Answer(value), hours)
    before = roll_up(levels)
    after = roll_up([*levels, Level("new", levels[0].id, {CODE: answer})])
    for top in levels:
        old, new = before[top.id].below.get(CODE), after[top.id].below.get(CODE)
        if old is None or old.highest is None:
            continue
        assert new is not None
        assert new.highest is not None
        assert new.highest.value >= old.highest.value
        assert {(d.path, d.dissent) for d in old.dissents} <= {(d.path, d.dissent) for d in new.dissents}
        if not answer.fresh:
            assert (new.highest, new.lowest) == (old.highest, old.lowest)
            assert new.places[Known.KNOWN] == old.places[Known.KNOWN]
