from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Topic
from avert.web.contacts.models import Contact
from avert.web.exercises.models import Exercise
from avert.web.records.models import Record
from avert.web.response.vocabulary import InvitationAnswer, RoomState, TaskState
from avert.web.society.models import Structure
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import Event


class Protocol(Record):
    """What is to be done when a signal or warning of some kind comes, agreed and rehearsed before it does."""

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = ("title", "event", "trigger", "review_on")

    title = models.CharField(_("title"), max_length=200)
    event = models.CharField(_("what may happen"), max_length=20, choices=Event.choices, blank=True)
    trigger = models.TextField(_("what starts it"), max_length=2000)
    review_on = models.DateField(_("look again on"), null=True, blank=True)


class ProtocolOption(Record):
    """One thing that can be done: who has the mandate, with what, and what harm it may do."""

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = (
        "what",
        "mandate",
        "resources",
        "contact",
        "harm_check",
        "harm_checked_on",
        "harm_checked_by",
        "is_ready",
    )
    PARENT = "protocol"

    contact_id: uuid.UUID | None

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="options", editable=False)
    what = models.TextField(_("what is done"), max_length=1000)
    mandate = models.CharField(_("who has the mandate"), max_length=200)
    resources = models.TextField(_("with what: people, money, vehicles"), max_length=1000, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    harm_check = models.TextField(_("what harm it may do, and to whom"), max_length=2000, blank=True)
    harm_checked_on = models.DateField(_("checked on"), null=True, blank=True)
    harm_checked_by = models.CharField(_("checked by which role"), max_length=200, blank=True)
    is_ready = models.BooleanField(_("ready to be used"), default=False)


class Rehearsal(Record):
    """That a protocol was tried out, and what was learned."""

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = ("on", "learned")
    PARENT = "protocol"

    protocol = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, related_name="rehearsals", editable=False
    )
    on = models.DateField(_("on"))
    learned = models.TextField(_("what was learned"), max_length=2000)


class Room(Record):
    """Where organisations act together on a warning or a gap: shared with those that take part, nobody else."""

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = ("title", "gap", "contact_protocol", "no_new_action", "state")

    warning_id: uuid.UUID | None
    protocol_id: uuid.UUID | None
    exercise_id: uuid.UUID | None

    # Either what a warning says or a gap: people may be brought together long before anything is feared.
    warning = models.ForeignKey(
        Warning, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    protocol = models.ForeignKey(
        Protocol, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    title = models.CharField(_("title, naming nobody"), max_length=160)
    gap = models.TextField(_("what is missing, and why these should meet"), max_length=2000, blank=True)
    contact_protocol = models.TextField(
        _("who speaks with whom, in which words, and how to meet safely"), max_length=3000, blank=True
    )
    no_new_action = models.TextField(_("what speaks for no new action, and what against"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=RoomState.choices, default=RoomState.OPEN)

    def clean(self) -> None:
        """Refuse a room that is about nothing."""
        if self.warning_id is None and not self.gap.strip():
            raise ValidationError({"gap": _("Say what is missing: this room has no warning to be about.")})


class Invitation(Record):
    """Whom those who convene ask to take part, how, and what they answered. It lets nobody into the room.

    A structure that is taken off the register is taken off here too. What being seen to be invited could do to
    them is thought of before they are asked.
    """

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = (
        "role",
        "asked",
        "harm",
        "harm_by",
        "way",
        "contact",
        "asked_on",
        "answer",
        "answered_on",
        "others",
        "note",
    )
    PARENT = "room"
    NEEDS = ("structure",)

    room_id: uuid.UUID
    structure_id: uuid.UUID | None
    contact_id: uuid.UUID | None

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="invitations", editable=False)
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    role = models.CharField(_("which role"), max_length=200, blank=True)
    asked = models.TextField(_("what is asked of them"), max_length=1000)
    harm = models.TextField(_("what being seen to be invited could do to them"), max_length=2000)
    harm_by = models.CharField(_("thought of by which role"), max_length=200)
    way = models.CharField(_("how they are asked"), max_length=200, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answer = models.CharField(_("their answer"), max_length=10, choices=InvitationAnswer.choices, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    others = models.TextField(
        _("who else takes part, as far as the letter says"), max_length=1000, blank=True
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)

    def clean(self) -> None:
        """Refuse an invitation of nobody in particular."""
        if self.structure_id is None and not self.role.strip():
            raise ValidationError({"role": _("Say which role is invited.")})


class Meeting(Record):
    """One meeting of those who act together; who was there as roles, never as names."""

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = ("at", "zone", "where", "attendance", "decided")
    PARENT = "room"

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="meetings", editable=False)
    at = models.DateTimeField(_("when"))
    zone = models.CharField(_("time zone"), max_length=60)
    where = models.CharField(_("where, or how"), max_length=300)
    attendance = models.TextField(_("roles and organisations that take part"), max_length=1000, blank=True)
    decided = models.TextField(_("what was decided"), max_length=3000, blank=True)
    # What other people's calendars call it, so never the record's own id.
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)


class Task(Record):
    """Something to be done by a role or an organisation."""

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = ("what", "who", "due", "zone", "state", "reason")
    PARENT = "room"

    room_id: uuid.UUID

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="tasks", editable=False)
    what = models.CharField(_("what is to be done"), max_length=300)
    who = models.CharField(_("by which role or organisation"), max_length=200)
    due = models.DateTimeField(_("by when"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    state = models.CharField(_("state"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    reason = models.TextField(_("what came of it, or why it was dropped"), max_length=1000, blank=True)
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)


class Escalation(models.Model):
    """That a step of a ladder was taken for a silent addressee. The constraint keeps it from being taken twice."""

    addressee_id: uuid.UUID
    turned_to_id: uuid.UUID

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="+", editable=False)
    # No key: whoever tidies up a ladder later must not undo that this was done.
    step = models.UUIDField(editable=False)
    turned_to = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="+", editable=False)
    due_at = models.DateTimeField(editable=False)
    taken_at = models.DateTimeField(editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["addressee", "step"], name="step_is_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"
