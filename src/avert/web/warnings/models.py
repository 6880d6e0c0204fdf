from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.models import Organisation
from avert.web.accounts.vocabulary import Level, Topic
from avert.web.contacts.models import Contact, Ladder
from avert.web.exercises.models import Exercise
from avert.web.records.models import Record
from avert.web.signals.vocabulary import Lens
from avert.web.warnings.vocabulary import (
    CheckKind,
    Confidence,
    DecisionWord,
    Event,
    Message,
    OutcomeWord,
    Probability,
    StageWord,
    State,
    Verdict,
)


class Warning(Record):
    """What may happen to whom, where and when; how likely, how sure; and what would change our mind.

    What is asked of whom by when stands in its addressees. It is changed only until it is released; after that an
    update, a withdrawal or an all clear takes its place (``replaces``).
    """

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "event",
        "lens",
        "what",
        "to_whom",
        "window_from",
        "window_until",
        "probability",
        "confidence",
        "rests_on",
        "would_change",
        "harm_of_issuing",
        "language",
        "threatens_life",
        "state",
        "released_at",
        "review_due_at",
        "expires_at",
    )

    exercise_id: uuid.UUID | None
    replaces_id: uuid.UUID | None

    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    message = models.CharField(max_length=10, choices=Message.choices, default=Message.ALERT, editable=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )
    title = models.CharField(_("in one line, naming nobody"), max_length=160)
    event = models.CharField(_("what may happen"), max_length=20, choices=Event.choices)
    lens = models.CharField(_("lens"), max_length=10, choices=Lens.choices, default=Lens.BOTH)
    # What a draft may still lack must be there before it is proposed: ``warnings.requirements``.
    what = models.TextField(_("what may happen, in words"), max_length=3000, blank=True)
    to_whom = models.CharField(_("to whom"), max_length=300, blank=True)  # groups at risk, never persons
    window_from = models.DateField(_("from"), null=True, blank=True)
    window_until = models.DateField(_("until"), null=True, blank=True)
    probability = models.CharField(_("how likely"), max_length=30, choices=Probability.choices, blank=True)
    confidence = models.CharField(_("how sure we are"), max_length=10, choices=Confidence.choices, blank=True)
    rests_on = models.TextField(_("what this rests on"), max_length=3000, blank=True)
    would_change = models.TextField(_("what would change our mind"), max_length=2000, blank=True)
    harm_of_issuing = models.TextField(_("what harm this warning may do"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en")
    threatens_life = models.BooleanField(_("a life is in danger now"), default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    identifier = models.UUIDField(default=uuid.uuid4, editable=False)  # what other systems call it
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    review_due_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # it went out before a second look
    expires_at = models.DateTimeField(_("holds until"), null=True, blank=True)


class Addressee(Record):
    """Someone who can act, or people at risk: what is asked of them, by when."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "role",
        "organisation",
        "contact",
        "level",
        "is_at_risk",
        "can_do",
        "asked",
        "zone",
        "acknowledge_by",
        "decide_by",
        "act_by",
        "ladder",
    )
    PARENT = "warning"

    organisation_id: uuid.UUID | None
    contact_id: uuid.UUID | None
    ladder_id: uuid.UUID | None
    warning_id: uuid.UUID

    warning = models.ForeignKey(Warning, on_delete=models.PROTECT, related_name="addressees", editable=False)
    role = models.CharField(_("role"), max_length=200)
    # On this site: its people see the warning and answer it here.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    is_at_risk = models.BooleanField(_("people at risk themselves"), default=False)
    can_do = models.TextField(_("what they can do"), max_length=1000, blank=True)
    asked = models.TextField(_("what is asked of them"), max_length=1000, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    acknowledge_by = models.DateTimeField(_("acknowledge by"), null=True, blank=True)
    decide_by = models.DateTimeField(_("decide by"), null=True, blank=True)
    act_by = models.DateTimeField(_("act by"), null=True, blank=True)
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # With it they acknowledge by text message or telephone, saying nothing else.
    code = models.CharField(max_length=12, editable=False)


class Check(Record):
    """What somebody other than its author found when looking at a warning before it went out, or within 30 minutes."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("kind", "verdict", "panic", "entrapment", "exposure", "note")
    PARENT = "warning"

    warning = models.ForeignKey(Warning, on_delete=models.PROTECT, related_name="checks", editable=False)
    kind = models.CharField(_("what was looked at"), max_length=20, choices=CheckKind.choices)
    verdict = models.CharField(_("verdict"), max_length=5, choices=Verdict.choices)
    panic = models.TextField(_("could it set off panic or violence?"), max_length=1000, blank=True)
    entrapment = models.TextField(_("could it lead people into a trap?"), max_length=1000, blank=True)
    exposure = models.TextField(
        _("could it expose a source or the people warned?"), max_length=1000, blank=True
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    # The version that was looked at; a later change makes the check worthless.
    of_version = models.PositiveIntegerField(default=1, editable=False)


class CourseEvent(Record):
    """One step of a warning at one addressee. It belongs to whoever wrote it down, who decides who may see it.

    Never changed or removed: a mistake is corrected by a later one.
    """

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("reason",)

    addressee_id: uuid.UUID
    corrects_id: uuid.UUID | None

    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="course", editable=False)
    stage = models.CharField(max_length=15, choices=StageWord.choices, editable=False)
    at = models.DateTimeField(editable=False)
    recorded_at = models.DateTimeField(editable=False)  # by the clock of the exercise, if it is one
    decision = models.CharField(max_length=15, choices=DecisionWord.choices, blank=True, editable=False)
    reason = models.TextField(_("why, or what was done"), max_length=3000, blank=True)
    deferred_until = models.DateTimeField(null=True, blank=True, editable=False)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    is_withdrawn = models.BooleanField(default=False, editable=False)


class Outcome(Record):
    """What came of what was feared, as somebody judges it, with why; readings of several stand side by side."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("word", "occurred_on", "why")
    PARENT = "warning"

    warning = models.ForeignKey(Warning, on_delete=models.PROTECT, related_name="outcomes", editable=False)
    word = models.CharField(_("what came of it"), max_length=20, choices=OutcomeWord.choices)
    occurred_on = models.DateField(_("on"), null=True, blank=True)
    why = models.TextField(_("how this is known"), max_length=2000)


class Agreed(Record):
    """A message and its recipients agreed beforehand, so that one person may send it at night to save a life."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "event",
        "what",
        "to_whom",
        "asked",
        "harm_of_issuing",
        "language",
        "agreed_on",
        "review_on",
        "ladder",
    )

    ladder_id: uuid.UUID | None

    title = models.CharField(_("in one line, naming nobody"), max_length=160)
    event = models.CharField(_("what may happen"), max_length=20, choices=Event.choices)
    what = models.TextField(_("what is said"), max_length=3000)
    to_whom = models.CharField(_("to whom it may happen"), max_length=300)
    asked = models.TextField(_("what is asked"), max_length=1000)
    harm_of_issuing = models.TextField(_("what harm it may do"), max_length=2000)
    language = models.CharField(_("language"), max_length=20, default="en")
    agreed_on = models.DateField(_("agreed on"))
    review_on = models.DateField(_("look again on"))
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class AgreedRecipient(Record):
    """Someone to whom a message agreed beforehand goes."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("contact", "can_do")
    PARENT = "agreed"

    contact_id: uuid.UUID

    agreed = models.ForeignKey(Agreed, on_delete=models.PROTECT, related_name="recipients", editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    can_do = models.TextField(_("what they can do"), max_length=1000, blank=True)
