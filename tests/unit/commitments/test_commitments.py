"""Whether commitments were kept, and what a calendar shows of them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid1

import icalendar
import pytest

from avert.commitments import (
    CalendarItem,
    Commitment,
    Finding,
    Report,
    Word,
    item_of,
    overdue,
    status_of,
    totals,
    write_calendar,
)
from avert.deadlines import Deadline
from avert.errors import InputError
from avert.handling import Marking

UID = UUID("3f0b5c8e-7d0a-4c39-9c39-0d9d3a0e6f11")
DUE = Deadline(dt.date(2014, 1, 24), "Africa/Addis_Ababa", dt.time(17, 30))
BEFORE, AFTER = dt.datetime(2014, 1, 24, 14, 0, tzinfo=dt.UTC), dt.datetime(2014, 3, 1, tzinfo=dt.UTC)


def promise(**more: Any) -> Commitment:
    given = {"id": "c1", "by": "org:a", "to": "org:b", "what": "stop all attacks on civilians", "due": DUE}
    given |= {"verified_how": "monitors' weekly report", "verified_by": "org:monitors", "calendar_uid": UID}
    return Commitment(**(given | more))


def report(reporter: str, finding: Finding, at: dt.datetime = BEFORE, **more: Any) -> Report:
    given = {
        "id": f"{reporter}{at}{finding}",
        "commitment_id": "c1",
        "recorded_at": at,
        "evidence_ids": (f"e-{reporter}",),
    }
    return Report(reporter=reporter, finding=finding, at=at, **(given | more))


@pytest.mark.parametrize(
    ("finding", "at", "word"),
    [
        (Finding.FULFILLED, BEFORE, Word.KEPT),
        (Finding.FULFILLED, BEFORE + dt.timedelta(hours=1), Word.KEPT_LATE),
        (Finding.PARTLY, BEFORE, Word.PARTLY),
        (Finding.VIOLATED, BEFORE, Word.BROKEN),
    ],
)
def test_one_report_is_taken_at_its_word(finding: Finding, at: dt.datetime, word: Word) -> None:
    status = status_of(promise(), [report("monitors", finding, at)], AFTER)
    assert (status.word, status.is_disputed) == (word, False)
    assert status.readings[0].evidence_ids == ("e-monitors",)


def test_reports_that_contradict_are_both_kept_and_leave_it_unknown() -> None:
    status = status_of(promise(), [report("a", Finding.FULFILLED), report("b", Finding.VIOLATED)], AFTER)
    assert (status.word, status.is_disputed) == (Word.UNKNOWN, True)
    assert [(r.word, r.reporters) for r in status.readings] == [(Word.KEPT, ("a",)), (Word.BROKEN, ("b",))]


def test_a_reporter_may_change_their_mind_but_not_anothers() -> None:
    later = BEFORE + dt.timedelta(days=3)
    reports = [
        report("a", Finding.FULFILLED, later),
        report("a", Finding.PARTLY),
        report("b", Finding.VIOLATED),
    ]
    assert {r.word for r in status_of(promise(), reports, AFTER).readings} == {Word.KEPT_LATE, Word.BROKEN}


def test_what_is_recorded_later_is_not_known_yet() -> None:
    late = report("a", Finding.VIOLATED, recorded_at=AFTER)
    assert status_of(promise(), [late], BEFORE).word is Word.NOT_YET_DUE
    assert status_of(promise(), [late], AFTER).word is Word.BROKEN


def test_silence_after_the_date_is_unknown_and_not_a_breach() -> None:
    assert status_of(promise(), [], AFTER).word is Word.UNKNOWN
    assert status_of(promise(due=None), [], BEFORE).word is Word.UNKNOWN


def test_overdue_is_what_nobody_says_was_kept_or_broken() -> None:
    early = Deadline(dt.date(2014, 1, 2), "UTC")
    listed = [promise(id="c1"), promise(id="c2", due=early), promise(id="c3"), promise(id="c4", due=None)]
    reports = [report("a", Finding.PARTLY), report("a", Finding.FULFILLED, commitment_id="c3")]
    assert [c.id for c in overdue(listed, reports, AFTER)] == ["c2", "c1"]
    assert [c.id for c in overdue(listed, reports, BEFORE)] == ["c2"]


def test_totals_count_words_and_rank_nobody() -> None:
    reports = [report("a", Finding.FULFILLED), report("b", Finding.VIOLATED)]
    found = totals([promise(), promise(id="c2")], reports, AFTER)
    assert (found.n, found.words[Word.UNKNOWN], found.disputed, found.overdue) == (2, 2, 1, 1)
    assert set(found.words) == set(Word)


def test_a_commitment_needs_who_what_and_to_whom() -> None:
    with pytest.raises(InputError, match="who, what and to whom"):
        promise(to=" ")
    with pytest.raises(InputError, match="random"):
        promise(calendar_uid=uuid1())


def read(content: bytes) -> icalendar.Calendar:
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar


def test_a_calendar_is_read_back_with_zone_id_and_title() -> None:
    item = item_of(promise(marking=Marking.CLEAR), is_done=False)
    assert item is not None
    calendar = read(write_calendar([item], AFTER))
    (todo,) = calendar.walk("VTODO")
    assert todo["DUE"].params["TZID"] == "Africa/Addis_Ababa"
    assert todo["DUE"].dt == dt.datetime(2014, 1, 24, 14, 30, tzinfo=dt.UTC)
    assert (todo["UID"], todo["SUMMARY"], todo["STATUS"]) == (str(UID), promise().what, "NEEDS-ACTION")
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Africa/Addis_Ababa"]


def test_a_calendar_says_nothing_of_what_it_may_not_carry() -> None:
    item = item_of(promise(), is_done=True)
    assert item is not None
    content = write_calendar([item], AFTER)
    (todo,) = read(content).walk("VTODO")
    assert (todo["SUMMARY"], todo["CLASS"], todo["STATUS"]) == (
        "A date to look up",
        "CONFIDENTIAL",
        "COMPLETED",
    )
    for secret in (b"attacks", b"org:", b"c1", b"monitors", b"Africa", b"+03"):
        assert secret not in content
    assert todo["DUE"].dt == dt.datetime(2014, 1, 24, 14, 30, tzinfo=dt.UTC)
    assert b"attacks" in write_calendar([item], AFTER, carries=Marking.AMBER)


def test_a_long_title_in_any_script_is_folded_and_read_back() -> None:
    title = "አዲስ አበባ، تقرير; comma, semicolon\nnew line " * 12
    item = CalendarItem(UID, Deadline(dt.date(2026, 5, 1), "UTC"), title, Marking.CLEAR, is_task=False)
    content = write_calendar([item], AFTER)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = read(content).walk("VEVENT")
    assert (event["SUMMARY"], event["DTSTART"].dt) == (title, dt.date(2026, 5, 1))


def test_the_same_dates_give_the_same_file() -> None:
    items = [item for n in range(2) if (item := item_of(promise(id=f"c{n}"), is_done=False))]
    assert write_calendar(items, AFTER) == write_calendar(items, AFTER)
    assert write_calendar([], AFTER).startswith(b"BEGIN:VCALENDAR")


def test_a_commitment_without_a_date_is_in_no_calendar() -> None:
    assert item_of(promise(due=None), is_done=False) is None
