"""Files of reports: kept while they are looked at, taken in row by row, and then removed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import cache
from typing import Protocol

from django.db import transaction

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.jobs.models import Job, State
from avert.web.jobs.services import enqueue
from avert.web.records import services as records
from avert.web.records.audiences import sharing_of
from avert.web.records.policy import may_create
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.signals import services as signals
from avert.web.signals.intake.models import ReportFile
from avert.web.signals.intake.policy import place_within_reach
from avert.web.signals.intake.rows import Reading, Row, read_rows
from avert.web.signals.intake.selectors import card
from avert.web.signals.models import Signal
from avert.web.signals.vocabulary import Way
from avert.web.uploads.tables import read_sheet

AT_ONCE = 200  # more rows are a job
JOB = "take_in_file"


class CleanedFile(Protocol):
    """A file that was cleaned when it came in."""

    @property
    def content(self) -> bytes:
        """The bytes."""

    @property
    def media_type(self) -> str:
        """The media type that the content has."""

    @property
    def name(self) -> str:
        """The name to keep it under."""


@transaction.atomic
def keep_file(
    *,
    owner_id: uuid.UUID,
    file: CleanedFile,
    zone: str,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> ReportFile:
    """Keep a cleaned table until its reports are taken in. Raises InputError where it is no table."""
    read_sheet(file.content, file.media_type)
    kept = ReportFile(
        owner_id=owner_id,
        place=place,
        marking=marking,
        name=file.name,
        media_type=file.media_type,
        zone=zone,
        data=file.content,
    )
    return records.create(record=kept, viewer=viewer, occasion=occasion, sharing=sharing)


def reading_of(file: ReportFile, *, viewer: Person) -> Reading:
    """Return what each row of a file becomes when the viewer takes it in."""

    @cache
    def reaches(place: str) -> bool:
        return may_create(viewer, Signal, owner_id=file.owner_id, place=place)

    sheet = read_sheet(file.content, file.media_type)
    return read_rows(sheet, zone=file.zone, about=card().uncoded, reaches=reaches)


def take_in_file(
    *,
    file: ReportFile,
    viewer: Person,
    occasion: Occasion,
    advance: Callable[[int, int], None] = lambda _done, _of: None,
) -> int:
    """Take in every row that can be, then remove the file; return how many there were.

    Each row is taken in by itself and known by what is in it, so that beginning again doubles nothing.
    """
    rows = reading_of(file, viewer=viewer).good
    for done, row in enumerate(rows):
        advance(done, len(rows))
        _take_in(row, file, viewer, occasion)
    found = readable_by(viewer, ReportFile).filter(pk=file.pk).first()
    if found is not None:
        records.remove(record=found, row_version=found.row_version, viewer=viewer, occasion=occasion)
    return len(rows)


def take_in_later(*, file: ReportFile, viewer: Person, now: dt.datetime) -> Job:
    """Have a long file taken in by a worker, once however often it is asked.

    A job that failed or was cancelled does not stand in the way of another try.
    """
    tries = Job.objects.filter(kind=JOB, idempotency_key__startswith=str(file.pk))
    in_vain = tries.filter(state__in=[State.FAILED, State.CANCELLED]).count()
    return enqueue(
        kind=JOB,
        arguments={"file": file.pk},
        idempotency_key=f"{file.pk}-{in_vain}",
        created_by=viewer,
        now=now,
        owner=file.owner,
    )


def _take_in(row: Row, file: ReportFile, viewer: Person, occasion: Occasion) -> None:
    content = dict(row.content)
    signals.take_in(
        owner_id=file.owner_id,
        way=Way.FILE,
        place=place_within_reach(viewer, file.owner_id, content.pop("place") or file.place),
        marking=file.marking,
        sharing=sharing_of(file.audience_id),
        viewer=viewer,
        occasion=occasion,
        message_key=row.key,
        **content,
    )
