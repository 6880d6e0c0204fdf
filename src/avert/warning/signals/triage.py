"""In which order to look at signals, and why. The order is a rule in words, not a score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from avert.assessment.ageing import is_stale
from avert.deadlines import in_utc
from avert.warning.signals.signal import Signal

SOON = dt.timedelta(hours=72)


@dataclass(frozen=True)
class Triaged:
    """A signal in its place in the queue, what speaks for it, and what put it before the next one."""

    signal: Signal
    reasons: tuple[str, ...]
    before_next: str


@dataclass(frozen=True)
class _Rule:
    says: str
    holds: Callable[[Signal, dt.datetime], bool]


def _is_soon(signal: Signal, now: dt.datetime) -> bool:
    return signal.at is not None and abs(in_utc(signal.at) - in_utc(now)) <= SOON


def _is_contradicted(signal: Signal, _: dt.datetime) -> bool:
    return signal.weighed is not None and signal.weighed.is_contradicted


def _is_corroborated(signal: Signal, _: dt.datetime) -> bool:
    return signal.weighed is not None and signal.weighed.is_corroborated


def _is_fresh(signal: Signal, now: dt.datetime) -> bool:
    return not is_stale(signal.kind, signal.at or signal.received_at, now)


# A low grade is no rule here: the first word of something new often comes from someone nobody can judge yet.
RULES = (
    _Rule("a threat to life is reported", lambda signal, _: signal.threatens_life),
    _Rule("it is within 72 hours of now", _is_soon),
    _Rule("reports from there have stopped", lambda signal, _: signal.is_blackout),
    _Rule("independent sources support it", _is_corroborated),
    _Rule("reports contradict each other", _is_contradicted),
    _Rule("no second person has verified it", lambda signal, _: not signal.has_second),
    _Rule("it is not stale", _is_fresh),
)
WAITED = "it has waited longer"


def triage(signals: Iterable[Signal], now: dt.datetime) -> tuple[Triaged, ...]:
    """Return signals in the order in which to look at them; those received after ``now`` are left out.

    The rules are asked in order, and the first on which two signals differ decides; then the one that has waited longer
    comes first.

    >>> at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    >>> queue = triage([Signal("1", at), Signal("2", at + dt.timedelta(hours=1), threatens_life=True)],
    ...                at + dt.timedelta(hours=2))
    >>> [(t.signal.id, t.before_next) for t in queue]
    [('2', 'a threat to life is reported'), ('1', '')]
    """
    known = [signal for signal in signals if in_utc(signal.received_at) <= in_utc(now)]
    asked = [(tuple(rule.holds(signal, now) for rule in RULES), signal) for signal in known]
    asked.sort(key=lambda one: ([not held for held in one[0]], in_utc(one[1].received_at), one[1].id))
    following = [held for held, _ in asked[1:]]
    queue = []
    for index, (held, signal) in enumerate(asked):
        reasons = tuple(rule.says for rule, holds in zip(RULES, held, strict=True) if holds)
        before = _difference(held, following[index]) if index < len(following) else ""
        queue.append(Triaged(signal, reasons, before))
    return tuple(queue)


def _difference(held: tuple[bool, ...], next_held: tuple[bool, ...]) -> str:
    differ = (rule.says for rule, a, b in zip(RULES, held, next_held, strict=True) if a != b)
    return next(differ, WAITED)
