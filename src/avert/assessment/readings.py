"""Readings: what each stakeholder said in each round, kept side by side, and what of it is the newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import Any

from avert.assessment.values import Trend, Value
from avert.deadlines import in_utc
from avert.errors import InputError

# Looked up in plain mappings: calling an enum takes as long as all the rest of reading an answer.
_VALUES: Mapping[str, Value] = {str(value): value for value in Value}
_TRENDS: Mapping[str, Trend] = {str(trend): trend for trend in Trend}
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one stakeholder says of one indicator, why, and on which evidence."""

    value: Value
    trend: Trend = Trend.UNKNOWN
    reason: str = ""
    evidence: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: str, trend: str = "unknown", reason: str = "", evidence: Iterable[str] = ()) -> Answer:
        """Return the answer that words stand for.

        >>> Answer.of("latent", "rising").trend
        <Trend.RISING: 'rising'>
        """
        try:
            return cls(_VALUES[value], _TRENDS[trend], reason, tuple(evidence))
        except (KeyError, TypeError):
            raise InputError(
                f"An answer has a value of {', '.join(Value)} and a trend of {', '.join(Trend)}. Use these words."
            ) from None


class StoredAnswers(Mapping[str, Answer]):
    """Answers as they are stored, by indicator in columns; each is read only when it is looked at.

    So a long history opens fast: most of its answers have been replaced by later ones.
    """

    def __init__(
        self,
        values: Mapping[str, str],
        trends: Mapping[str, str] = _NOTHING,
        reasons: Mapping[str, str] = _NOTHING,
        evidence: Mapping[str, Iterable[str]] = _NOTHING,
    ) -> None:
        self._values, self._trends, self._reasons, self._evidence = values, trends, reasons, evidence

    def __getitem__(self, code: str) -> Answer:
        return Answer.of(
            self._values[code],
            self._trends.get(code, "unknown"),
            self._reasons.get(code, ""),
            self._evidence.get(code, ()),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True)
class Reading:
    """What one stakeholder said in one round. An indicator without an answer was not asked about.

    ``dissent`` is what they declare against the assessment as a whole; ``recorded_at`` orders readings of one time.
    """

    stakeholder: str
    perspective: str
    round: int
    at: dt.datetime
    answers: Mapping[str, Answer]
    dissent: str = ""
    recorded_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        in_utc(self.at)

    @property
    def order(self) -> tuple[str, int, dt.datetime, dt.datetime]:
        """Return what orders the readings of one stakeholder: the round, then the time, then when it was recorded."""
        return self.stakeholder, self.round, self.at, self.recorded_at or self.at


@dataclass(frozen=True, slots=True)
class Newest:
    """An answer that nothing later of the same stakeholder has taken the place of."""

    answer: Answer
    at: dt.datetime
    round: int


@dataclass(frozen=True, slots=True)
class Declared:
    """A dissent that a stakeholder declared, in their words. It stands until they write another."""

    text: str
    at: dt.datetime
    round: int


@dataclass(frozen=True)
class Standing:
    """How things stand as of a moment: for each stakeholder the newest answers, and the newest declared dissent."""

    as_of: dt.datetime
    answers: Mapping[str, Mapping[str, Newest]]
    perspectives: Mapping[str, str]
    dissents: Mapping[str, Declared] = field(default_factory=dict)


def latest(readings: Iterable[Reading], as_of: dt.datetime) -> Standing:
    """Return the newest answers as of a moment.

    A later round takes the place of an earlier one only where it answers; *unknown* is an answer, *not asked* is none.

    Raises:
        InputError: Two readings of one stakeholder answer the same at one time, so that neither is the later.
    """
    told = sorted((reading for reading in readings if reading.at <= in_utc(as_of)), key=lambda r: r.order)
    for _order, group in groupby(told, key=lambda r: r.order):
        _refuse_two_at_once(list(group))
    newest: dict[str, dict[str, Newest]] = {}
    # From the last back to the first, so that of a long history only what still stands is read.
    for reading in reversed(told):
        _fill(newest.setdefault(reading.stakeholder, {}), reading)
    return Standing(
        in_utc(as_of),
        newest,
        {reading.stakeholder: reading.perspective for reading in told},
        {r.stakeholder: Declared(r.dissent, r.at, r.round) for r in told if r.dissent},
    )


def _fill(newest: dict[str, Newest], reading: Reading) -> None:
    for code in [code for code in reading.answers if code not in newest]:
        answer = reading.answers[code]
        if answer.value is not Value.NOT_ASKED:
            newest[code] = Newest(answer, reading.at, reading.round)


def _refuse_two_at_once(at_once: list[Reading]) -> None:
    codes = [code for reading in at_once for code in reading.answers] if len(at_once) > 1 else []
    said = [bool(reading.dissent) for reading in at_once]
    if len(set(codes)) < len(codes) or sum(said) > 1:
        raise InputError(
            f"Two readings of one stakeholder in round {at_once[0].round} have one time, so neither is the newest. "
            "Give them times that differ, or keep one."
        )
