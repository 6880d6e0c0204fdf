"""The scorecard's figures, by hand-made small cases."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

import pytest

from avert.warning.scorecard import Level, Outcome
from avert.web.scorecard.counting import (
    YARDSTICK,
    NoReading,
    chains_of,
    course_at,
    outcomes_of,
    reading_of,
)

START = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@dataclass
class Warned:
    released_at: dt.datetime = START
    probability: str = "likely"
    replaces_id: uuid.UUID | None = None
    pk: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass
class Marked:
    warning_id: uuid.UUID
    word: str
    occurred_on: dt.date | None = None


@dataclass
class Asked:
    level: str
    organisation_id: uuid.UUID | None = None
    contact_id: uuid.UUID | None = None
    role: str = "Commissioner"


def test_a_warning_and_its_updates_are_one() -> None:
    first = Warned()
    second = Warned(START + DAY, replaces_id=first.pk)
    third = Warned(START + 2 * DAY, replaces_id=second.pk)
    other = Warned(START + 3 * DAY)
    found = chains_of([third, other, first, second])
    assert [chain.rows for chain in found] == [(other,), (first, second, third)]


def test_an_update_of_what_the_viewer_may_not_read_begins_anew() -> None:
    hidden = uuid.uuid4()
    first, second = Warned(replaces_id=hidden), Warned(START + DAY, replaces_id=hidden)
    assert len(chains_of([first, second])) == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], NoReading.NOT_MARKED),
        ([("occurred", None)], Outcome.HIT),
        ([("occurred", dt.date(2026, 1, 5))], Outcome.HIT),
        ([("occurred", dt.date(2026, 1, 4))], Outcome.MISS),
        ([("not-occurred", None)], Outcome.DID_NOT_OCCUR),
        ([("possibly-prevented", None)] * 2, Outcome.POSSIBLY_PREVENTED),
        ([("unknown", None)], Outcome.UNKNOWN),
        ([("occurred", None), ("not-occurred", None)], NoReading.DISPUTED),
    ],
)
def test_an_outcome_is_what_all_who_marked_it_agree_on(
    words: list[tuple[str, dt.date | None]], expected: Outcome | NoReading
) -> None:
    (chain,) = chains_of([Warned()])
    assert reading_of(chain, [Marked(chain.first.pk, *said) for said in words]) is expected


def test_outcomes_are_counted_apart_and_only_the_clear_ones_enter_shares() -> None:
    counts = {"occurred": 6, "not-occurred": 6, "possibly-prevented": 3, "unknown": 2}
    warned = [Warned() for _ in range(19)]
    words = [word for word, number in counts.items() for _ in range(number)]
    rows = [Marked(row.pk, word) for row, word in zip(warned, words, strict=False)]
    rows += [Marked(warned[17].pk, "occurred"), Marked(warned[17].pk, "unknown")]
    found = outcomes_of(chains_of(warned), rows)
    assert (found.n, found.disputed, found.not_marked) == (19, 1, 1)
    assert found.tally.counts[Outcome.POSSIBLY_PREVENTED] == 3
    assert (found.tally.followed.n, found.tally.followed.share) == (12, 0.5)
    likely = next(said for said in found.said if said.word == "likely")
    assert (likely.low, likely.high, likely.followed.n, likely.followed.share) == (55, 75, 12, 0.5)


def test_lead_time_runs_from_the_first_warning_of_a_chain_to_the_event() -> None:
    first = [Warned() for _ in range(10)]
    updates = [Warned(START + 3 * DAY, replaces_id=row.pk) for row in first]
    rows = [Marked(row.pk, "occurred", dt.date(2026, 1, 5) + n * DAY) for n, row in enumerate(updates)]
    lead = outcomes_of(chains_of([*first, *updates]), rows).lead
    assert (lead.n, lead.median_days, lead.shortest_days, lead.longest_days) == (10, 4.5, 0, 9)


def test_below_ten_nothing_is_said_of_a_share_or_a_lead_time() -> None:
    warned = [Warned() for _ in range(9)]
    found = outcomes_of(chains_of(warned), [Marked(row.pk, "occurred", START.date()) for row in warned])
    assert found.tally.followed.share is None
    assert found.lead.median_days is None


def test_the_words_of_the_yardstick_do_not_overlap() -> None:
    ends = [end for both in YARDSTICK.values() for end in both]
    assert ends == sorted(ends)
    assert len(set(ends)) == len(ends), "between two words there is a gap"


def test_an_addressee_counts_once_however_many_warnings_they_got_and_only_with_a_level() -> None:
    organisation = uuid.uuid4()
    courses = [
        course_at(Asked(level, organisation), ())
        for level in ("national", "regional", "subnational", "local")
    ]
    assert [course.level for course in courses if course] == [
        Level.TOP,
        Level.TOP,
        Level.MIDDLE,
        Level.GRASSROOTS,
    ]
    assert {course.addressee_id for course in courses if course} == {str(organisation)}
    assert course_at(Asked(""), ()) is None
