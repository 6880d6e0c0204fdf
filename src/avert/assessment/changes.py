"""What changed between two editions or rounds: who says something new, and what has only grown old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from avert.assessment.ageing import Kind, is_stale
from avert.assessment.readings import Newest, Standing
from avert.assessment.values import Value


class What(StrEnum):
    """What became of one stakeholder's answer to one indicator, or of their dissent."""

    NEW = "new"
    RAISED = "raised"
    LOWERED = "lowered"
    NO_LONGER_KNOWN = "no_longer_known"
    GONE_STALE = "gone_stale"
    DISSENT = "dissent"


@dataclass(frozen=True)
class Change:
    """One change. A value is none where there was no answer; a declared dissent is about no single indicator."""

    stakeholder: str
    code: str | None
    what: What
    before: Value | None
    after: Value | None


@dataclass(frozen=True)
class Changes:
    """All that changed. What those who left had said is no change of anybody's mind and is not listed."""

    changes: tuple[Change, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]


def changes(before: Standing, after: Standing, kinds: Mapping[str, Kind]) -> Changes:
    """Return what changed from one standing to a later one; ``kinds`` says how each indicator ages."""
    found = []
    for who in sorted(after.answers):
        old, new = before.answers.get(who, {}), after.answers[who]
        for code in sorted({*old, *new}):
            was, is_ = old.get(code), new.get(code)
            moves = list(_moves(was, is_))
            if is_ is not None and _has_gone_stale(was, is_, kinds.get(code), before, after):
                moves.append(What.GONE_STALE)
            found += [Change(who, code, what, _value(was), _value(is_)) for what in moves]
        if who in after.dissents and after.dissents[who] != before.dissents.get(who):
            found.append(Change(who, None, What.DISSENT, None, None))
    joined, left = after.answers.keys() - before.answers.keys(), before.answers.keys() - after.answers.keys()
    return Changes(tuple(found), tuple(sorted(joined)), tuple(sorted(left)))


def _value(newest: Newest | None) -> Value | None:
    return newest.answer.value if newest else None


def _moves(was: Newest | None, is_: Newest | None) -> Iterator[What]:
    old = was.answer.value if was and was.answer.value.is_known else None
    new = is_.answer.value if is_ and is_.answer.value.is_known else None
    if old is None and new is not None:
        yield What.NEW
    elif old is not None and new is None:
        yield What.NO_LONGER_KNOWN
    elif old is not None and new is not None and old is not new:
        yield What.RAISED if new > old else What.LOWERED


def _has_gone_stale(
    was: Newest | None, is_: Newest, kind: Kind | None, before: Standing, after: Standing
) -> bool:
    if kind is None or not is_.answer.value.is_known or not is_stale(kind, is_.at, after.as_of):
        return False
    return was is None or not was.answer.value.is_known or not is_stale(kind, was.at, before.as_of)
