"""Writing signals: taken in, graded, verified, put beside others, answered, and set aside with a reason."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.module_loading import import_string

from avert.assessment.grading import Grade
from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.models import Link
from avert.web.records.policy import may_create
from avert.web.records.selectors import is_readable, is_writable
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import append, rows_of
from avert.web.signals.models import Answer, Signal, TakenIn, Verification
from avert.web.signals.policy import is_second_person
from avert.web.signals.selectors import graded_by
from avert.web.signals.taken import remember
from avert.web.signals.vocabulary import (
    ENDS_THE_CONVERSATION,
    WITH_WORDS,
    About,
    AnswerKind,
    Finding,
    Relation,
    Standing,
    Way,
)


class NotSecondPersonError(InputError):
    """Whoever took a signal in or graded it, or a program, would verify it."""


@transaction.atomic
def take_in(
    *,
    owner_id: uuid.UUID,
    text: str,
    about: About,
    way: Way,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    exercise: Exercise | None = None,
    received_at: dt.datetime | None = None,
    message_key: str = "",
    **content: Any,
) -> tuple[uuid.UUID | None, bool]:
    """Take in a signal and return its id and whether it is new.

    ``message_key`` is whatever the sender calls the message: sent twice, it is one signal. ``content`` are further
    fields of the signal by name. Raises PermissionDenied, also where the message was taken in before: whoever may not
    write for the owner does not learn that it was.
    """
    if not may_create(viewer, Signal, owner_id=owner_id, place=place):
        raise PermissionDenied
    if message_key:
        taken, is_new = remember(owner_id=owner_id, message_key=message_key, now=occasion.at)
        if not is_new:
            return taken.signal_id, False
    signal = Signal(
        owner_id=owner_id,
        text=text,
        about=about,
        way=way,
        place=place,
        marking=marking,
        exercise=exercise,
        received_at=received_at or now_in(exercise, occasion.at),
        **content,
    )
    services.create(record=signal, viewer=viewer, occasion=occasion, sharing=sharing)
    if message_key:
        TakenIn.objects.filter(pk=taken.pk).update(signal_id=signal.pk)
    return signal.pk, True


def change(
    *,
    record: Signal,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Signal:
    """Change what a signal says, as it was read at ``row_version``."""
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def grade(
    *,
    signal: Signal,
    row_version: int,
    grade: str,
    origin: str,
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Signal:
    """Grade source and information apart, such as ``B2``, and say to whom the report goes back in the end."""
    fields = {"grade": str(Grade.parse(grade)), "origin": " ".join(origin.split())}
    return change(
        record=signal, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


@transaction.atomic
def verify(*, signal: Signal, finding: Finding, how: str, viewer: Person, occasion: Occasion) -> Verification:
    """Write down what a second person found out, and how, for those whom the signal is for.

    Raises NotSecondPersonError for whoever took the signal in or graded it last, and for programs.
    """
    if not is_second_person(viewer, signal, graded_by=[graded_by(signal)]):
        raise NotSecondPersonError(
            "Verifying takes a second person: not whoever took the report in or graded it last, and no program. "
            "Ask a colleague."
        )
    part = Verification(
        owner_id=signal.owner_id, signal=signal, marking=signal.marking, finding=finding, how=how
    )
    return services.create(
        record=part, viewer=viewer, occasion=occasion, sharing=sharing_of(signal.audience_id)
    )


@transaction.atomic
def answer(*, signal: Signal, kind: AnswerKind, viewer: Person, occasion: Occasion, text: str = "") -> Answer:
    """Write down what whoever reported is told, or why nothing; what sends it is named in ``AVERT_AFTER_ANSWER``.

    After the last word of a conversation the way to reach them by text message is forgotten.
    """
    if kind in WITH_WORDS and not text.strip():
        raise InputError(
            "This answer needs words: what is being done, why nothing will be, or why it is unsafe. Write them."
        )
    told = Answer(owner_id=signal.owner_id, signal=signal, marking=signal.marking, kind=kind, text=text)
    told.at = now_in(signal.exercise, occasion.at)
    sharing = sharing_of(signal.audience_id)
    services.create(record=told, viewer=viewer, occasion=occasion, sharing=sharing)
    for path in settings.AVERT_AFTER_ANSWER:
        import_string(path)(answer=told, signal=signal, occasion=occasion)
    if kind in ENDS_THE_CONVERSATION and signal.reply_to:
        rows_of(Signal).filter(pk=signal.pk).update(reply_to="")
    return told


@transaction.atomic
def relate(*, signal: Signal, other: Signal, relation: Relation, viewer: Person, occasion: Occasion) -> Link:
    """Say that a signal supports, contradicts or tells of the same as another; one pair has one relation."""
    _refuse_unless_related(signal, other, viewer)
    _unlink(signal, other)
    link: Link = Link.objects.create(from_id=signal.pk, to_id=other.pk, kind=relation)
    append(signal, Action.CHANGE, occasion, ["relation"])
    return link


@transaction.atomic
def unrelate(*, signal: Signal, other: Signal, viewer: Person, occasion: Occasion) -> None:
    """Take back that two signals have to do with each other."""
    _refuse_unless_related(signal, other, viewer)
    _unlink(signal, other)
    append(signal, Action.CHANGE, occasion, ["relation"])


def set_aside(*, signal: Signal, row_version: int, why: str, viewer: Person, occasion: Occasion) -> Signal:
    """Set a signal aside, with the reason; it keeps everything and can be taken up again."""
    if not why.strip():
        raise InputError("Setting a report aside needs a reason, or nobody can judge it later. Write one.")
    return _stand(
        signal, Standing.SET_ASIDE, row_version=row_version, why=why, viewer=viewer, occasion=occasion
    )


def reopen(*, signal: Signal, row_version: int, viewer: Person, occasion: Occasion, why: str = "") -> Signal:
    """Take a signal up again that was set aside, merged or in a warning."""
    return _stand(signal, Standing.OPEN, row_version=row_version, why=why, viewer=viewer, occasion=occasion)


@transaction.atomic
def merge(
    *, signal: Signal, into: Signal, row_version: int, viewer: Person, occasion: Occasion, why: str = ""
) -> Signal:
    """Say that a signal tells of the same as another and is looked at there; both stay, and both are answered."""
    relate(signal=signal, other=into, relation=Relation.SAME, viewer=viewer, occasion=occasion)
    if into.standing == Standing.MERGED:
        raise InputError(
            "That report is itself looked at with another one. Choose the one it is looked at with."
        )
    return _stand(signal, Standing.MERGED, row_version=row_version, why=why, viewer=viewer, occasion=occasion)


def mark_warned(*, signal: Signal, viewer: Person, occasion: Occasion) -> Signal:
    """Say that a signal went into a warning; one that the viewer may not change stays as its owner has it."""
    if not is_writable(signal, viewer=viewer) or signal.standing == Standing.WARNED:
        return signal
    version = signal.row_version
    return _stand(signal, Standing.WARNED, row_version=version, why="", viewer=viewer, occasion=occasion)


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that a list of signals was read."""
    services.append_list_read(kind=Signal, occasion=occasion)


def append_list_export(*, occasion: Occasion) -> None:
    """Write down that a list of signals was taken out as a file."""
    services.append_list_read(kind=Signal, occasion=occasion, action=Action.EXPORT)


def _stand(
    signal: Signal, standing: Standing, *, row_version: int, why: str, viewer: Person, occasion: Occasion
) -> Signal:
    fields = {"standing": standing, "standing_why": why.strip()}
    return change(
        record=signal, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def _refuse_unless_related(signal: Signal, other: Signal, viewer: Person) -> None:
    if not is_writable(signal, viewer=viewer) or not is_readable(other, viewer=viewer):
        raise PermissionDenied
    if signal.pk == other.pk or signal.exercise_id != other.exercise_id:
        raise InputError(
            "A report has to do with another one, both real or both of one exercise. Choose another."
        )


def _unlink(one: Signal, other: Signal) -> None:
    pair = [one.pk, other.pk]
    Link.objects.filter(from_id__in=pair, to_id__in=pair, kind__in=Relation.values).delete()
