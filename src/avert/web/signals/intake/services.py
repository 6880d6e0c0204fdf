"""Taking in what came by text message and e-mail: once, answered at once, and saying nothing of who sent it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.views.decorators.debug import sensitive_variables

from avert.errors import UnknownPlaceError
from avert.places import find_place
from avert.warning.text_codes import Coded, read_text
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.audit.selectors import was_read
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import now_in
from avert.web.records import services as records
from avert.web.records.audiences import sharing_of
from avert.web.records.selectors import readable_by
from avert.web.sealing.errors import NoCustodianError
from avert.web.signals import services as signals
from avert.web.signals.intake.mail import Mail
from avert.web.signals.intake.messages import LONGEST_TEXT, Message
from avert.web.signals.intake.policy import place_within_reach
from avert.web.signals.intake.selectors import card
from avert.web.signals.models import Answer, Signal, Verification
from avert.web.signals.taken import remember
from avert.web.signals.vocabulary import About, AnswerKind, Way

MAY_BE_TAKEN_BACK = dt.timedelta(days=7)
SHORTEST_NAME = 4  # shorter ones are codes of states, and words such as "at" are too
# Said in English, as what the site itself adds to a report is.
ASKS_TO_BE_CALLED = "[Asks to be called back.]"
ASKS_FOR_DELETION = (
    "[Whoever sent this asks that what they sent be deleted. What had been read by then is still here: {ids}. "
    "Decide, and answer.]"
)
NOTHING_KNOWN = "not known which"


@sensitive_variables()
@transaction.atomic
def take_in_text(
    *,
    owner_id: uuid.UUID,
    message: Message,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    exercise: Exercise | None = None,
    receipt: str = "",
) -> None:
    """Take in a text message; with a receipt that is handed to the gateway, write down that it was.

    A code of the code card says what it is about, a code of an addressee acknowledges a warning, and STOP takes back
    what nobody has read yet. The sender's number is sealed for the owner's custodian, or kept nowhere.
    """
    read = read_text(message.text, card())
    if read.acknowledges or read.wants_deletion:
        # It may make no signal, by which it would be known when it is sent again.
        key = f"code:{message.key}"
        if message.key and not remember(owner_id=owner_id, message_key=key, now=occasion.at)[1]:
            return
        if read.acknowledges and _acknowledged(read.acknowledges, viewer, occasion) and not read.words:
            return
        if read.wants_deletion and _took_back(owner_id, message, exercise, viewer, occasion):
            return
    signal_id, is_new = signals.take_in(
        owner_id=owner_id,
        text=_told(message, read, owner_id, exercise, viewer),
        about=About(read.kind.about if read.kind else card().uncoded),
        way=Way.SMS,
        viewer=viewer,
        occasion=occasion,
        place=place_within_reach(viewer, owner_id, _place(read) or place),
        exercise=exercise,
        received_at=None if exercise else message.at,
        message_key=message.key,
        where=read.where[:200],
        threatens_life=read.is_urgent,
        reply_to=message.conversation,
    )
    if is_new and signal_id:
        _note_sender(signal_id, message.sender, viewer, occasion)
        if receipt:
            _note_receipt(signal_id, receipt, viewer, occasion)


@sensitive_variables()
@transaction.atomic
def take_in_mail(
    *,
    owner_id: uuid.UUID,
    mail: Mail,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    exercise: Exercise | None = None,
) -> None:
    """Take in an e-mail. Whoever it says it is from is sealed for the owner's custodian, or kept nowhere."""
    signal_id, is_new = signals.take_in(
        owner_id=owner_id,
        text=mail.text,
        about=About(card().uncoded),
        way=Way.EMAIL,
        viewer=viewer,
        occasion=occasion,
        place=place_within_reach(viewer, owner_id, place),
        exercise=exercise,
        message_key=mail.key,
    )
    if is_new and signal_id:
        _note_sender(signal_id, mail.sender, viewer, occasion)


def _told(
    message: Message, read: Coded, owner_id: uuid.UUID, exercise: Exercise | None, viewer: Person
) -> str:
    said = [message.text]
    if read.wants_call:
        said.append(ASKS_TO_BE_CALLED)
    if read.wants_deletion:
        kept = ", ".join(str(signal.pk) for signal in _sent_before(owner_id, message, exercise, viewer))
        said.append(ASKS_FOR_DELETION.format(ids=kept or NOTHING_KNOWN))
    return "\n\n".join(said)[:LONGEST_TEXT]


def _place(read: Coded) -> str:
    """Return the key of the place that was named, or nothing where it is a town, unknown, or of several places."""
    if read.place or len(read.where) < SHORTEST_NAME or not read.where.isalpha():
        return read.place
    try:
        return find_place(read.where).key
    except UnknownPlaceError:
        return ""


def _acknowledged(code: str, viewer: Person, occasion: Occasion) -> bool:
    hooks = [import_string(path) for path in settings.AVERT_ON_CODE]
    return any(hook(code=code, occasion=occasion, viewer=viewer) for hook in hooks)


def _sent_before(
    owner_id: uuid.UUID, message: Message, exercise: Exercise | None, viewer: Person
) -> Sequence[Signal]:
    if not message.conversation:
        return ()
    found = readable_by(viewer, Signal).filter(
        owner=owner_id, way=Way.SMS, exercise=exercise, reply_to=message.conversation
    )
    return list(found.order_by("created_at"))


def _took_back(
    owner_id: uuid.UUID,
    message: Message,
    exercise: Exercise | None,
    viewer: Person,
    occasion: Occasion,
) -> bool:
    """Remove what was sent in this conversation and nobody has read; say whether that was all of it."""
    sent = _sent_before(owner_id, message, exercise, viewer)
    unread = [signal for signal in sent if _is_unread(signal, viewer, occasion)]
    for signal in unread:
        records.remove(record=signal, row_version=signal.row_version, viewer=viewer, occasion=occasion)
    return bool(sent) and len(unread) == len(sent)


def _is_unread(signal: Signal, viewer: Person, occasion: Occasion) -> bool:
    is_as_sent = signal.row_version == 1 and signal.created_by_id == viewer.pk
    is_recent = occasion.at - signal.created_at <= MAY_BE_TAKEN_BACK
    # What was found out or answered since was done by someone who has read it.
    parts = (
        readable_by(viewer, Verification).filter(signal=signal),
        readable_by(viewer, Answer).filter(signal=signal).exclude(kind=AnswerKind.RECEIVED),
    )
    is_untouched = not any(found.exists() for found in parts) and not was_read(object_id=signal.pk)
    return is_as_sent and is_recent and is_untouched


def _note_sender(signal_id: uuid.UUID, sender: str, viewer: Person, occasion: Occasion) -> None:
    if not sender:
        return
    signal = readable_by(viewer, Signal).get(pk=signal_id)
    try:
        records.seal(record=signal, values={"reporter_contact": sender}, viewer=viewer, occasion=occasion)
    except NoCustodianError:
        return  # nobody could keep it safe, so it is kept nowhere


def _note_receipt(signal_id: uuid.UUID, receipt: str, viewer: Person, occasion: Occasion) -> None:
    # Not signals.answer: that would have the receipt sent a second time.
    signal = readable_by(viewer, Signal).get(pk=signal_id)
    told = Answer(owner_id=signal.owner_id, signal=signal, marking=signal.marking)
    told.kind, told.text = AnswerKind.RECEIVED, receipt
    told.at = now_in(signal.exercise, occasion.at)
    sharing = sharing_of(signal.audience_id)
    records.create(record=told, viewer=viewer, occasion=occasion, sharing=sharing)
