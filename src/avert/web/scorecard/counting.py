"""From rows to the scorecard's figures: by level of society, never by organisation."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from avert.assessment.probability_words import YARDSTICK
from avert.warning.clock import Event
from avert.warning.scorecard import Course, LeadTime, Level, Outcome, Share, Tally, lead_time, share_of, tally
from avert.web.accounts.vocabulary import Level as Reach
from avert.web.warnings.vocabulary import OutcomeWord

# How far an addressee's work reaches stands for where in society they stand. It is the nearest that is recorded.
LEVELS: Mapping[str, Level] = {
    Reach.GLOBAL: Level.TOP,
    Reach.REGIONAL: Level.TOP,
    Reach.NATIONAL: Level.TOP,
    Reach.SUBNATIONAL: Level.MIDDLE,
    Reach.LOCAL: Level.GRASSROOTS,
}
OUTCOMES = {
    OutcomeWord.OCCURRED: Outcome.HIT,
    OutcomeWord.NOT_OCCURRED: Outcome.DID_NOT_OCCUR,
    OutcomeWord.POSSIBLY_PREVENTED: Outcome.POSSIBLY_PREVENTED,
    OutcomeWord.UNKNOWN: Outcome.UNKNOWN,
}


@dataclass(frozen=True)
class Chain:
    """A warning with its updates, which together are one: the first that went out counts, and the last is read."""

    rows: tuple[Any, ...]  # as they were released

    @property
    def first(self) -> Any:
        """Return the warning that went out first."""
        return self.rows[0]

    @property
    def last(self) -> Any:
        """Return the newest one."""
        return self.rows[-1]


class NoReading(Enum):
    """Why there is no outcome of a warning."""

    NOT_MARKED = "nobody has marked it"
    DISPUTED = "those who marked it disagree"


@dataclass(frozen=True)
class Said:
    """A word of the yardstick, its range in per cent, and how often the event followed where it was said."""

    word: str
    low: int
    high: int
    followed: Share


@dataclass(frozen=True)
class Outcomes:
    """What came of warnings, kept apart; those that nobody marked, or on which readings differ, enter no share."""

    n: int
    tally: Tally
    not_marked: int
    disputed: int
    lead: LeadTime
    said: tuple[Said, ...]


def course_at(addressee: Any, events: tuple[Event, ...]) -> Course | None:
    """Return the course at an addressee with their level; none where no level is recorded.

    The same organisation, contact or role in several warnings is one addressee.
    """
    level = LEVELS.get(addressee.level)
    whom = addressee.organisation_id or addressee.contact_id or addressee.role
    return Course(str(whom), level, events) if level else None


def chains_of(warnings: Iterable[Any]) -> list[Chain]:
    """Return warnings with their updates as chains, the newest first; a link that is hidden begins a new one."""
    known = {row.pk: row for row in warnings}
    members: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in known.values():
        members[_root(row, known).pk].append(row)
    chains = [Chain(tuple(sorted(rows, key=_released))) for rows in members.values()]
    return sorted(chains, key=lambda chain: _released(chain.first), reverse=True)


def outcomes_of(chains: Sequence[Chain], rows: Iterable[Any]) -> Outcomes:
    """Return what came of warnings from what was marked on any warning of each chain."""
    of: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        of[row.warning_id].append(row)
    read = [(chain, [row for one in chain.rows for row in of[one.pk]]) for chain in chains]
    words = [(chain, marked, reading_of(chain, marked)) for chain, marked in read]
    return Outcomes(
        n=len(chains),
        tally=tally(word for _chain, _marked, word in words if isinstance(word, Outcome)),
        not_marked=sum(word is NoReading.NOT_MARKED for *_, word in words),
        disputed=sum(word is NoReading.DISPUTED for *_, word in words),
        lead=lead_time(
            (day_of(chain), min(days))
            for chain, marked, word in words
            if word is Outcome.HIT and (days := [row.occurred_on for row in marked if row.occurred_on])
        ),
        said=_said([(chain, word) for chain, _marked, word in words]),
    )


def reading_of(chain: Chain, marked: Sequence[Any]) -> Outcome | NoReading:
    """Return the outcome that all who marked a warning agree on.

    What occurred before the first warning went out was missed: that warning came too late to be one.
    """
    if not marked:
        return NoReading.NOT_MARKED
    words = {_outcome(chain, row) for row in marked}
    return words.pop() if len(words) == 1 else NoReading.DISPUTED


def day_of(chain: Chain) -> dt.date:
    """Return the day on which a warning first went out."""
    day: dt.date = chain.first.released_at.date()
    return day


def _outcome(chain: Chain, row: Any) -> Outcome:
    word = OUTCOMES[OutcomeWord(row.word)]
    is_late = word is Outcome.HIT and row.occurred_on is not None and row.occurred_on < day_of(chain)
    return Outcome.MISS if is_late else word


def _said(words: Sequence[tuple[Chain, Outcome | NoReading]]) -> tuple[Said, ...]:
    clear = [
        (chain.first.probability, word is Outcome.HIT)
        for chain, word in words
        if word in {Outcome.HIT, Outcome.DID_NOT_OCCUR}
    ]
    found = []
    for word, (low, high) in YARDSTICK.items():
        came = [is_hit for said, is_hit in clear if said == word]
        found.append(Said(word, low, high, share_of(sum(came), len(came))))
    return tuple(found)


def _root(row: Any, known: Mapping[uuid.UUID, Any]) -> Any:
    seen = {row.pk}
    while row.replaces_id in known and row.replaces_id not in seen:
        row = known[row.replaces_id]
        seen.add(row.pk)
    return row


def _released(row: Any) -> tuple[dt.datetime, str]:
    return row.released_at, str(row.pk)
