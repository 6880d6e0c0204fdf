"""Everything with a date that a viewer may read between two days, whichever app keeps it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.commitments import CalendarItem, Word
from avert.deadlines import Deadline
from avert.handling import Marking
from avert.web.assessment.selectors import assessments_for
from avert.web.book.selectors import entries_for
from avert.web.commitments.ledger import lines_of
from avert.web.commitments.selectors import commitments_for, reports_for
from avert.web.contacts.models import Contact, PhoneTree
from avert.web.records.models import Record
from avert.web.records.policy import Viewer, places_within
from avert.web.records.selectors import readable_by
from avert.web.response.models import Meeting, Protocol, Rehearsal, Room, Task
from avert.web.response.vocabulary import TaskState
from avert.web.signals.watch.dates import next_date
from avert.web.signals.watch.selectors import watches_for
from avert.web.site.navigation import url_or_empty
from avert.web.society.models import SecurityPolicy, Structure
from avert.web.warnings.course_rows import deadline_at
from avert.web.warnings.models import Agreed

Text = str | Promise
KINDS: Mapping[str, Text] = {
    "meeting": gettext_lazy("Meeting"),
    "task": gettext_lazy("Task due"),
    "commitment": gettext_lazy("Commitment due"),
    "watch": gettext_lazy("Date to watch"),
    "review": gettext_lazy("To look at again"),
    "rehearsal": gettext_lazy("Rehearsal"),
}
KEPT = frozenset({Word.KEPT, Word.KEPT_LATE})


@dataclass(frozen=True)
class Asked:
    """Whose dates, from which day to which, of which place and exercise."""

    viewer: Viewer
    since: dt.date
    until: dt.date
    now: dt.datetime
    place: str = ""
    exercise_id: uuid.UUID | None = None

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Return the first day and the last, both counted in."""
        return self.since, self.until

    @property
    def hours(self) -> tuple[dt.datetime, dt.datetime]:
        """Return the instants between which these days lie in whatever zone."""
        first, last = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in self.days)
        return first - dt.timedelta(hours=14), last + dt.timedelta(hours=36)

    def of(self, kind: type[Record], **wanted: Any) -> Any:
        """Return the records of a kind that the viewer may read at the place, with what else is wanted of them."""
        found = readable_by(self.viewer, kind).filter(**wanted)
        return found.filter(place__in=places_within(self.place)) if self.place else found


@dataclass(frozen=True)
class Dated:
    """One date: of which kind, when, and what it is as the viewer may see it."""

    kind: str
    due: Deadline
    title: str
    url: str
    place: str
    marking: Marking
    uid: uuid.UUID
    note: str = ""
    is_done: bool = False

    @property
    def label(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def item(self) -> CalendarItem:
        """Return it for somebody's own calendar."""
        is_task = self.kind in {"task", "commitment", "review"}
        return CalendarItem(
            self.uid, self.due, self.title, self.marking, is_task=is_task, is_done=self.is_done
        )


def dates_of(asked: Asked, *, kind: str = "") -> list[Dated]:
    """Return what the viewer may read that comes within the days asked for, the earliest first; of one kind or all."""
    makers = EVERYWHERE if asked.exercise_id else EVERYWHERE + ONLY_REAL
    found = (date for of_kind, make in makers if kind in {"", of_kind} for date in make(asked))
    inside = (date for date in found if asked.since <= date.due.day <= asked.until)
    return sorted(inside, key=lambda date: (date.due.day, date.due.time or dt.time(), date.title))


def _meetings(asked: Asked) -> Iterator[Dated]:
    rows = list(asked.of(Meeting, room__exercise=asked.exercise_id, at__range=asked.hours))
    for row, url, note in _in_rooms(asked, rows):
        due = deadline_at(row.at, row.zone)
        if due is not None:
            yield Dated("meeting", due, row.where, url, row.place, row.marking, row.calendar_uid, note)


def _tasks(asked: Asked) -> Iterator[Dated]:
    wanted = {"room__exercise": asked.exercise_id, "due__range": asked.hours}
    rows = list(asked.of(Task, **wanted).exclude(state=TaskState.DROPPED))
    for row, url, note in _in_rooms(asked, rows):
        due, is_done = deadline_at(row.due, row.zone), row.state == TaskState.DONE
        if due is not None:
            yield Dated("task", due, row.what, url, row.place, row.marking, row.calendar_uid, note, is_done)


def _in_rooms(asked: Asked, rows: list[Any]) -> Iterator[tuple[Any, str, str]]:
    """Yield each with the page and title of its room; what was shown to someone without its room has none."""
    rooms = readable_by(asked.viewer, Room).filter(pk__in={row.room_id for row in rows})
    of = {room.pk: room for room in rooms}
    for row in rows:
        room = of.get(row.room_id)
        yield row, reverse("response:room", args=[room.pk]) if room else "", room.title if room else ""


def _commitments(asked: Asked) -> Iterator[Dated]:
    found = commitments_for(asked.viewer, place=asked.place, exercise_id=asked.exercise_id)
    due = found.filter(due_on__range=asked.days)
    for line in lines_of(due, reports_for(asked.viewer, due), asked.now):
        row, at = line.row, line.promise.due
        if at is not None:
            url, is_kept = reverse("commitments:commitment", args=[row.pk]), line.status.word in KEPT
            yield Dated(
                "commitment", at, row.what, url, row.place, row.marking, row.calendar_uid, row.by, is_kept
            )


def _watches(asked: Asked) -> Iterator[Dated]:
    rows = watches_for(asked.viewer).filter(on__isnull=False)
    for row in rows.filter(place__in=places_within(asked.place)) if asked.place else rows:
        day = next_date(row, asked.since)
        if day is not None:
            yield _of_day("watch", row, day, reverse("signals:watch", args=[row.pk]))


def _book(asked: Asked) -> Iterator[Dated]:
    entries = entries_for(asked.viewer, place=asked.place)
    for row in entries.filter(next_on__range=asked.days):
        due = Deadline(row.next_on, row.zone or "UTC", row.next_at)
        url, title = reverse("book:entry", args=[row.pk]), _("Meeting written down in the book")
        yield Dated("meeting", due, title, url, row.place, row.marking, row.calendar_uid)


def _book_tasks(asked: Asked) -> Iterator[Dated]:
    entries = entries_for(asked.viewer, place=asked.place, is_open=True)
    for row in entries.filter(to_do_by__range=asked.days):
        url = reverse("book:entry", args=[row.pk])
        yield _of_day("task", row, row.to_do_by, url, title=row.to_do[:120], note=row.to_do_role)


def _assessments(asked: Asked) -> Iterator[Dated]:
    found = assessments_for(asked.viewer, place=asked.place, exercise_id=asked.exercise_id)
    for row in found.filter(review_on__range=asked.days):
        url, note = reverse("assessment:assessment", args=[row.pk]), _("assessment")
        yield _of_day("review", row, row.review_on, url, note=note)


def _structures(asked: Asked) -> Iterator[Dated]:
    wanted = {"exercise": asked.exercise_id, "merged_into": None, "review_on__range": asked.days}
    for row in asked.of(Structure, **wanted):
        url, note = url_or_empty("society:structure", row.pk), _("peace structure")
        date = _of_day("review", row, row.review_on, url, title=row.name, note=note)
        # In no file, whatever it is marked.
        yield replace(date, marking=Marking.RED) if row.is_protected else date


def _reviews(asked: Asked) -> Iterator[Dated]:
    """Yield what else is to be looked at again, each with its page."""
    kinds: tuple[tuple[type[Record], str, str, str], ...] = (
        (Contact, "role", "contacts:contact", _("contact")),
        (PhoneTree, "title", "contacts:tree", _("phone tree")),
        (Protocol, "title", "response:protocol", _("protocol")),
        (Agreed, "title", "warnings:agreed", _("agreed message")),
        (SecurityPolicy, "", "", _("what security actors may see")),
    )
    for kind, name, route, note in kinds:
        for row in asked.of(kind, review_on__range=asked.days):
            url, title = reverse(route, args=[row.pk]) if route else "", getattr(row, name) if name else note
            yield _of_day("review", row, row.review_on, url, title=title, note=note if name else "")


def _rehearsals(asked: Asked) -> Iterator[Dated]:
    rows = list(asked.of(Rehearsal, on__range=asked.days))
    protocols = readable_by(asked.viewer, Protocol).filter(pk__in={row.protocol_id for row in rows})
    of = {protocol.pk: protocol for protocol in protocols}
    for row in rows:
        whole = of.get(row.protocol_id)
        url = reverse("response:protocol", args=[whole.pk]) if whole else ""
        yield _of_day("rehearsal", row, row.on, url, title=whole.title if whole else _("Rehearsal"))


def _of_day(
    kind: str, row: Any, day: dt.date, url: str, *, title: str | None = None, note: str = ""
) -> Dated:
    named = row.title if title is None else title
    return Dated(kind, Deadline(day, "UTC"), named, url, row.place, row.marking, _uid_of(row, day), note)


def _uid_of(row: Any, day: dt.date) -> uuid.UUID:
    """Return an id that stays the same, says nothing of the record's own and cannot be guessed from it."""
    digest = salted_hmac("avert.web.response.calendar", f"{row.pk} {day}", algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16], version=4)


Maker = Callable[[Asked], Iterator[Dated]]
EVERYWHERE: tuple[tuple[str, Maker], ...] = (
    ("meeting", _meetings),
    ("task", _tasks),
    ("commitment", _commitments),
    ("review", _assessments),
    ("review", _structures),
)
# What knows of no exercise is real.
ONLY_REAL: tuple[tuple[str, Maker], ...] = (
    ("meeting", _book),
    ("task", _book_tasks),
    ("watch", _watches),
    ("review", _reviews),
    ("rehearsal", _rehearsals),
)
