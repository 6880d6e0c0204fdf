"""Laws of phone trees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avert.errors import InputError
from avert.warning.phone_trees import Call, check_calls, in_circles, not_reached, reached_by


@st.composite
def trees(draw: st.DrawFn) -> list[Call]:
    """Trees in which everyone has one caller that stands before her, or is called by the first to know."""
    size = draw(st.integers(1, 12))
    calls = []
    for number in range(size):
        caller = draw(st.sampled_from([None, *(str(one) for one in range(number))]))
        calls.append(Call(caller, str(number), order=draw(st.integers(1, 5))))
    return draw(st.permutations(calls))


@given(trees(), st.floats(0.5, 60))
def test_everyone_is_reached_once_and_after_whoever_calls(calls: list[Call], minutes: float) -> None:
    check_calls(calls)
    found = reached_by(calls, minutes)
    by_name = {one.who: one for one in found}
    assert sorted(by_name) == sorted(call.callee for call in calls)
    assert len(found) == len(calls)
    assert not_reached(calls) == ()
    for call in calls:
        if call.caller is not None:
            assert by_name[call.callee].minutes >= by_name[call.caller].minutes + minutes * 0.999
            assert by_name[call.callee].depth == by_name[call.caller].depth + 1
    assert max(one.minutes for one in found) <= minutes * len(calls) * 1.001


@given(trees(), st.data())
def test_a_circle_is_found_and_refused(calls: list[Call], data: st.DataObject) -> None:
    broken = data.draw(st.sampled_from(calls))
    below = {broken.callee}
    for _ in calls:
        below |= {call.callee for call in calls if call.caller in below}
    caller = data.draw(st.sampled_from(sorted(below)))
    circular = [
        Call(caller, call.callee, call.instead, call.order) if call is broken else call for call in calls
    ]
    with pytest.raises(InputError):
        check_calls(circular)
    assert broken.callee in in_circles(circular)
    assert below <= set(not_reached(circular))


@given(trees(), st.data())
def test_without_a_call_those_below_it_are_named(calls: list[Call], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(calls))
    left = [call for call in calls if call is not gone]
    callers = {call.caller for call in left}
    assert (gone.callee in not_reached(left)) == (gone.callee in callers)
    assert gone.callee in not_reached(left, everyone=[gone.callee])


@given(trees())
def test_someone_called_twice_is_refused(calls: list[Call]) -> None:
    with pytest.raises(InputError, match="twice"):
        check_calls([*calls, Call(None, calls[0].callee, order=9)])
