from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.deadlines import zone_of
from avert.errors import InputError
from avert.web.accounts.vocabulary import Topic
from avert.web.commitments.vocabulary import FindingWord
from avert.web.exercises.models import Exercise
from avert.web.records.models import Record


class Commitment(Record):
    """Who promised what to whom, by when, and how and by whom it is verified.

    It is not removed, since others may have reported on it; a mistake is mended, and its history says so. What it is
    about, a warning or a response room, is a ``records.Link``.
    """

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = (
        "by",
        "to",
        "what",
        "due_on",
        "due_time",
        "zone",
        "verified_how",
        "verified_by",
    )

    exercise_id: uuid.UUID | None

    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    # Roles or organisations in words, never persons.
    by = models.CharField(_("who promised"), max_length=200)
    to = models.CharField(_("to whom"), max_length=200)
    what = models.TextField(_("what was promised"), max_length=1000)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_time = models.TimeField(_("by what time"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    verified_how = models.TextField(_("how it is verified"), max_length=1000, blank=True)
    verified_by = models.CharField(_("by whom it is verified"), max_length=200, blank=True)
    # It names the date in other people's calendars, so it is not the id.
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)

    def clean(self) -> None:
        """Refuse a zone that nobody knows, and a time of no day."""
        try:
            zone_of(self.zone)
        except InputError:
            raise ValidationError(
                {"zone": _("This is no time zone. Use a name such as Africa/Juba.")}
            ) from None
        if self.due_time and not self.due_on:
            raise ValidationError({"due_on": _("A time needs a day. Add the day or leave out the time.")})


class CommitmentReport(Record):
    """What an organisation finds of a commitment. Only ever added: its latest stands for it, beside those of others.

    It belongs to whoever reports, who decides who may see it, and shows only to those who also see the commitment.
    """

    TOPIC = Topic.RESPONSE
    CONTENT: ClassVar[tuple[str, ...]] = ("finding", "at", "evidence")

    commitment_id: uuid.UUID

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="reports", editable=False
    )
    finding = models.CharField(_("what was found"), max_length=10, choices=FindingWord.choices)
    at = models.DateTimeField(_("when it was so"))
    recorded_at = models.DateTimeField(editable=False)  # by the clock of the exercise, if it is one
    evidence = models.TextField(_("how this is known, without naming anyone"), max_length=2000)
