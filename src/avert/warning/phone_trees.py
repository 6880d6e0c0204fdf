"""Phone trees: who calls whom, agreed beforehand, so that everyone is reached once and nobody waits for nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from avert.errors import InputError

MINUTES_PER_CALL = 5.0
"""An assumption, not a measurement: a call with its greeting, what is to be said, and a question or two."""


@dataclass(frozen=True)
class Call:
    """One call: whoever calls (None is the first to know), whom, whom instead when nobody answers, as which call."""

    caller: str | None
    callee: str
    instead: str | None = None
    order: int = 1


@dataclass(frozen=True)
class Reached:
    """Someone a tree reaches: how many calls from the first to know, and after how many minutes at the latest."""

    who: str
    depth: int
    minutes: float


def check_calls(calls: Sequence[Call]) -> None:
    """Refuse a tree in which someone is called twice, calls herself, or calls go round in a circle."""
    callees = [call.callee for call in calls]
    if len(set(callees)) < len(callees):
        raise InputError(
            "Someone would be called twice, and others wait meanwhile. Have each role called once."
        )
    if any(call.callee in {call.caller, call.instead} for call in calls):
        raise InputError("A call leads from one role to another, and so does the one instead. Choose two.")
    if in_circles(calls):
        raise InputError(
            "These calls would go round in a circle that nobody begins. Have one of them be called by someone else."
        )


def in_circles(calls: Sequence[Call]) -> frozenset[str]:
    """Return who calls on and on until the call comes back; nobody outside ever calls them."""
    caller_of = {call.callee: call.caller for call in calls}
    return frozenset(who for who in caller_of if who in set(_callers(who, caller_of)))


def not_reached(calls: Sequence[Call], everyone: Iterable[str] = ()) -> tuple[str, ...]:
    """Return who stands in the tree as a caller, or among everyone, and is reached by no call, each once."""
    reached = {found.who for found in reached_by(calls)}
    callers = [call.caller for call in calls if call.caller is not None]
    in_question = dict.fromkeys([*callers, *(call.callee for call in calls), *everyone])
    return tuple(who for who in in_question if who not in reached)


def reached_by(calls: Iterable[Call], minutes_per_call: float = MINUTES_PER_CALL) -> tuple[Reached, ...]:
    """Return whom the tree reaches, in the order in which it does.

    Each caller begins when her own call ends and takes hers one after the other.

    >>> tree = [Call(None, "deputy"), Call(None, "chair", order=2), Call("deputy", "elders")]
    >>> [(found.who, found.minutes) for found in reached_by(tree)]
    [('deputy', 5.0), ('chair', 10.0), ('elders', 10.0)]
    """
    by_caller = calls_by_caller(calls)
    found: dict[str, Reached] = {}
    waiting: list[tuple[str | None, int, float]] = [(None, 0, 0.0)]
    for caller, depth, begins in waiting:
        for number, call in enumerate(by_caller.get(caller, ()), start=1):
            if call.callee not in found:
                at = begins + number * minutes_per_call
                found[call.callee] = Reached(call.callee, depth + 1, at)
                waiting.append((call.callee, depth + 1, at))
    return tuple(sorted(found.values(), key=lambda one: (one.minutes, one.depth)))


def calls_by_caller(calls: Iterable[Call]) -> dict[str | None, list[Call]]:
    """Return the calls of each caller in the order in which they are made; the first to know comes first."""
    found: dict[str | None, list[Call]] = {}
    for call in sorted(calls, key=lambda call: (call.caller is not None, call.order)):
        found.setdefault(call.caller, []).append(call)
    return found


def _callers(who: str, caller_of: Mapping[str, str | None]) -> Iterator[str]:
    seen: set[str] = set()
    caller = caller_of.get(who)
    while caller is not None and caller not in seen:
        seen.add(caller)
        yield caller
        caller = caller_of.get(caller)
