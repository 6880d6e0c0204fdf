"""Reading signals: always for a viewer."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from avert.web.accounts.policy import LEADS, standings_of
from avert.web.records.models import Record, RecordQuerySet, Revision
from avert.web.records.policy import Viewer, is_led_by, places_within
from avert.web.records.selectors import readable_by
from avert.web.signals.models import Answer, Signal, Verification
from avert.web.signals.vocabulary import FROM_PEOPLE, AnswerKind, Standing

MOST_ALIKE = 500
NEAR = dt.timedelta(hours=48)


@dataclass(frozen=True)
class Wanted:
    """Which signals to list; what is empty is not asked."""

    place: str = ""
    about: str = ""
    way: str = ""
    lens: str = ""
    standing: str = Standing.OPEN
    is_unanswered: bool = False
    is_unverified: bool = False


def signals_for(viewer: Viewer, *, exercise_id: uuid.UUID | None = None) -> RecordQuerySet:
    """Return the signals that the viewer may read: of one exercise, or without one what is real."""
    found: RecordQuerySet = readable_by(viewer, Signal).filter(exercise=exercise_id)
    return found


def signal_for(viewer: Viewer, signal_id: uuid.UUID) -> Signal | None:
    """Return a signal, if there is one that the viewer may read."""
    found: Signal | None = readable_by(viewer, Signal).filter(pk=signal_id).first()
    return found


def wanted_for(
    viewer: Viewer, wanted: Wanted = Wanted(), *, exercise_id: uuid.UUID | None = None
) -> RecordQuerySet:
    """Return the signals that the viewer asks for and may read."""
    return _narrowed(signals_for(viewer, exercise_id=exercise_id), viewer, wanted)


def led_by(
    viewer: Viewer, wanted: Wanted = Wanted(), *, exercise_id: uuid.UUID | None = None
) -> RecordQuerySet:
    """Return the signals that the viewer asks for, of organisations that she leads."""
    led: RecordQuerySet = Signal.objects.opened(is_led_by(viewer, Signal)).filter(exercise=exercise_id)
    return _narrowed(led, viewer, wanted)


def leads_any(viewer: Viewer) -> bool:
    """Say whether the viewer leads an organisation in what signals are about."""
    return any(standing.kind in LEADS and standing.reaches(Signal.TOPIC) for standing in standings_of(viewer))


def unanswered_for(
    viewer: Viewer, *, exercise_id: uuid.UUID | None = None, is_told_received: bool = False
) -> RecordQuerySet:
    """Return the signals of people who were told nothing, or only that it was received; the longest wait first."""
    is_owed = _owed(viewer)
    if is_told_received:
        more = readable_by(viewer, Answer).exclude(kind=AnswerKind.RECEIVED)
        is_owed = Q(has_part(viewer, Answer), ~Exists(more.filter(signal=OuterRef("pk"))))
        is_owed &= Q(way__in=FROM_PEOPLE)
    return signals_for(viewer, exercise_id=exercise_id).filter(is_owed).order_by("received_at", "pk")


def verifications_of(viewer: Viewer, signal: Signal) -> RecordQuerySet:
    """Return what second persons found out about a signal, as far as the viewer may read it, the newest first."""
    return _parts(viewer, Verification, signal)


def answers_of(viewer: Viewer, signal: Signal) -> RecordQuerySet:
    """Return what whoever reported was told, as far as the viewer may read it, the newest first."""
    return _parts(viewer, Answer, signal)


def near(viewer: Viewer, signal: Signal) -> RecordQuerySet:
    """Return the other signals of its place and time that the viewer may read: any may tell of the same."""
    if not signal.place:
        return signals_for(viewer).none()
    around = (signal.at - NEAR, signal.at + NEAR)
    is_then = Q(happened_at__range=around) | Q(happened_at=None, received_at__range=around)
    found = signals_for(viewer, exercise_id=signal.exercise_id).filter(is_then, place=signal.place)
    return found.exclude(pk=signal.pk).exclude(standing=Standing.MERGED).order_by("-received_at")[:MOST_ALIKE]


def graded_by(signal: Signal) -> uuid.UUID | None:
    """Return who graded a signal last: whoever took it in, until somebody else does."""
    graded = Revision.objects.filter(record_id=signal.pk, changes__has_key="grade")
    return graded.order_by("-row_version").values_list("by_id", flat=True).first()


def has_part(viewer: Viewer, kind: type[Record]) -> Exists:
    """Return the condition that a signal has such a part which the viewer may read."""
    return Exists(readable_by(viewer, kind).filter(signal=OuterRef("pk")))


def _narrowed(found: RecordQuerySet, viewer: Viewer, wanted: Wanted) -> RecordQuerySet:
    asked = {name: getattr(wanted, name) for name in ("about", "way", "lens", "standing")}
    narrowed: RecordQuerySet = found.filter(**{name: value for name, value in asked.items() if value})
    if wanted.place:
        narrowed = narrowed.filter(place__in=places_within(wanted.place))
    if wanted.is_unanswered:
        narrowed = narrowed.filter(_owed(viewer))
    if wanted.is_unverified:
        narrowed = narrowed.filter(~has_part(viewer, Verification))
    return narrowed


def _owed(viewer: Viewer) -> Q:
    return Q(~has_part(viewer, Answer), way__in=FROM_PEOPLE)


def _parts(viewer: Viewer, kind: type[Record], signal: Signal) -> RecordQuerySet:
    found: RecordQuerySet = readable_by(viewer, kind).filter(signal=signal.pk)
    return found.order_by("-created_at", "pk")
