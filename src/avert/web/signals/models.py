from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.models import Organisation
from avert.web.accounts.vocabulary import Topic
from avert.web.exercises.models import Exercise
from avert.web.records.models import Record
from avert.web.signals.vocabulary import About, AnswerKind, Finding, Lens, Pace, Standing, Trouble, Way


class Signal(Record):
    """Something reported, measured or expected that may call for a warning. Who reported it is sealed or not here."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "text",
        "language",
        "about",
        "lens",
        "pace",
        "where",
        "happened_at",
        "threatens_life",
        "grade",
        "origin",
        "standing",
        "standing_why",
    )

    exercise_id: uuid.UUID | None

    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    text = models.TextField(_("what is reported"), max_length=5000)
    language = models.CharField(_("language"), max_length=20, blank=True)  # BCP 47
    about = models.CharField(_("what it is about"), max_length=20, choices=About.choices)
    lens = models.CharField(_("lens"), max_length=10, choices=Lens.choices, default=Lens.BOTH)
    pace = models.CharField(
        _("how fast this changes"), max_length=10, choices=Pace.choices, default=Pace.TRIGGER
    )
    # Town or district in words, no finer; the place of the record is what roles and maps go by.
    where = models.CharField(_("where, in words"), max_length=200, blank=True)
    happened_at = models.DateTimeField(_("when it was so, or will be"), null=True, blank=True)
    threatens_life = models.BooleanField(_("a life is in danger"), default=False)
    grade = models.CharField(_("grade"), max_length=2, default="F6")  # Admiralty: source and information
    # Whoever it goes back to in the end, in words that name nobody; unknown is empty.
    origin = models.CharField(_("goes back to"), max_length=200, blank=True)
    standing = models.CharField(
        _("what was made of it"), max_length=10, choices=Standing.choices, default=Standing.OPEN
    )
    standing_why = models.CharField(_("why"), max_length=500, blank=True)
    way = models.CharField(_("came in by"), max_length=10, choices=Way.choices, editable=False)
    received_at = models.DateTimeField(_("received"), editable=False)
    result_id = models.CharField(max_length=100, blank=True, editable=False)  # of the result it cites
    # What the gateway calls the conversation, so that it can be answered; emptied with the answer.
    reply_to = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        # Of all signals there ever were, the queue wants the few that are open.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["exercise", "standing", "received_at"], name="signal_queue")
        ]

    @property
    def at(self) -> dt.datetime:
        """Return when it was so; unknown, when it was received."""
        return self.happened_at or self.received_at


class Verification(Record):
    """What a second person, not the one who took it in, found out about a signal, and how."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("finding", "how")
    PARENT = "signal"

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="verifications", editable=False)
    finding = models.CharField(_("what was found"), max_length=20, choices=Finding.choices)
    how = models.TextField(_("how, without naming anyone"), max_length=2000)


class Answer(Record):
    """What whoever reported was told, or why they were told nothing."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("kind", "text")
    PARENT = "signal"

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="answers", editable=False)
    kind = models.CharField(_("what they were told"), max_length=20, choices=AnswerKind.choices)
    text = models.TextField(_("in which words, or why not"), max_length=1000, blank=True)
    at = models.DateTimeField(editable=False)


class Watch(Record):
    """A date or a trigger that is watched: an election, the end of a mandate, a trial, a commemoration."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "what_to_watch",
        "lens",
        "on",
        "until",
        "raise_before",
        "is_yearly",
        "raised_for",
    )

    title = models.CharField(_("title"), max_length=200)
    what_to_watch = models.TextField(_("what to watch for"), max_length=2000, blank=True)
    lens = models.CharField(_("lens"), max_length=10, choices=Lens.choices, default=Lens.BOTH)
    on = models.DateField(_("on"), null=True, blank=True)  # a trigger without a date has none
    until = models.DateField(_("until"), null=True, blank=True)
    raise_before = models.DurationField(_("raise a signal so long before"), default=dt.timedelta(days=30))
    is_yearly = models.BooleanField(_("every year"), default=False)
    raised_for = models.DateField(null=True, blank=True, editable=False)


class Rule(Record):
    """Which results and new data raise a signal for an organisation."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "measure",
        "at_least",
        "violence_type",
        "deaths",
        "months",
        "is_on",
    )

    title = models.CharField(_("title"), max_length=200)
    measure = models.CharField(_("what is compared"), max_length=40)  # a key of signals.rules
    at_least = models.FloatField(_("at least"))
    # Of forecasts only: at least so many deaths of a type within so many months.
    violence_type = models.CharField(_("type of violence"), max_length=5, blank=True)
    deaths = models.PositiveIntegerField(_("deaths"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    is_on = models.BooleanField(_("is on"), default=True)


class Feed(Record):
    """Where signals are taken in from by themselves: a news feed, a mailbox, another system's alerts, a gateway."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "way",
        "address",
        "about",
        "words",
        "grade",
        "is_on",
        "read_at",
    )

    title = models.CharField(_("title"), max_length=200)
    way = models.CharField(_("kind"), max_length=10, choices=Way.choices)
    address = models.URLField(_("address"), max_length=500, blank=True)
    about = models.CharField(
        _("what its reports tell of"), max_length=20, choices=About.choices, default=About.TENSION
    )
    words = models.CharField(_("only with one of these words"), max_length=500, blank=True)
    grade = models.CharField(_("grade of what it brings"), max_length=2, default="F6")
    is_on = models.BooleanField(_("is on"), default=True)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)


class FeedReading(models.Model):
    """How the reading of a feed went; apart from the feed, so that it is no change that anyone has to settle."""

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    tried_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # the last time that it went well
    failures = models.PositiveIntegerField(default=0)  # in a row
    trouble = models.CharField(max_length=20, choices=Trouble.choices, blank=True)
    left_out = models.PositiveIntegerField(default=0)  # entries beyond what one reading takes
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"


class TakenIn(models.Model):
    """That a message was taken in, so that a gateway that sends it twice does not make two signals of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)  # keyed, of whatever the sender calls the message
    signal_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "digest"], name="taken_in_once")
        ]

    def __str__(self) -> str:
        return str(self.id)
