"""Raise the signals of watched dates whose time has come, once for each date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from avert.brief.quantities import day_text
from avert.errors import StaleRecordError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records import services as records
from avert.web.records.audiences import sharing_of
from avert.web.records.writing import rows_of
from avert.web.signals import services
from avert.web.signals.acting import acting_for_all
from avert.web.signals.models import Watch
from avert.web.signals.vocabulary import About, Lens, Pace, Way
from avert.web.signals.watch.dates import last_day, to_be_raised


def due_watches(now: dt.datetime) -> list[tuple[Watch, dt.date]]:
    """Return the watches to be told of now, each with the date."""
    return list(_due(now.astimezone(dt.UTC).date()))


def raise_due(*, now: Callable[[], dt.datetime], advance: Callable[[int, int], None]) -> None:
    """Raise every signal that is due; each is one transaction, so that none is lost or doubled."""
    due = due_watches(now())
    whole = max(len(due), 1)
    advance(0, whole)
    people = acting_for_all([watch for watch, _date in due])
    for number, (watch, date) in enumerate(due, start=1):
        if (person := people[watch.pk]) is not None:
            _raise(watch, date, person, now())
        advance(number, whole)
    advance(whole, whole)


def _due(today: dt.date) -> Iterator[tuple[Watch, dt.date]]:
    for watch in rows_of(Watch).filter(on__isnull=False).order_by("on", "pk"):
        date = to_be_raised(watch, today)
        if date is not None and date != watch.raised_for:
            yield watch, date


def _raise(watch: Watch, date: dt.date, person: Person, now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            _tell(watch, date, person, Occasion.of_the_site(now))
    except (StaleRecordError, PermissionDenied, Watch.DoesNotExist):
        return  # someone is changing it at this moment; the next round sees what it says then


def _tell(watch: Watch, date: dt.date, person: Person, occasion: Occasion) -> None:
    services.take_in(
        owner_id=watch.owner_id,
        text=text_of(watch, date),
        about=About.CALENDAR,
        way=Way.CALENDAR,
        viewer=person,
        occasion=occasion,
        place=watch.place,
        marking=Marking(watch.marking),
        sharing=sharing_of(watch.audience_id),
        message_key=f"watch:{watch.pk}:{date.isoformat()}",
        happened_at=dt.datetime.combine(date, dt.time(), dt.UTC),
        lens=Lens(watch.lens),
        pace=Pace.TRIGGER,
    )
    records.change(
        record=watch,
        row_version=watch.row_version,
        fields={"raised_for": date},
        viewer=person,
        occasion=occasion,
    )


def text_of(watch: Watch, date: dt.date) -> str:
    """Return what the signal of a watched date says."""
    end = last_day(watch, date)
    when = (
        day_text(date)
        if end == date
        else _("{first} to {last}").format(first=day_text(date), last=day_text(end))
    )
    return "\n\n".join(filter(None, [f"{watch.title}: {when}", watch.what_to_watch]))
