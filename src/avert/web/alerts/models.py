from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from avert.web.alerts.vocabulary import Purpose, State
from avert.web.contacts.models import Contact
from avert.web.signals.models import Answer
from avert.web.warnings.models import Addressee


class Delivery(models.Model):
    """One message to one addressee by one channel: the outbox. It holds no content; that is put together when sent.

    Written in the transaction of the act that it tells of, so that neither is there without the other.
    """

    addressee_id: uuid.UUID | None
    answer_id: uuid.UUID | None
    contact_id: uuid.UUID | None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, null=True, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, related_name="+")
    # On whom a channel is tried out.
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="+")
    # Where an answer goes: what the gateway calls the conversation. Emptied once it has arrived.
    reply_to = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    message_id = models.UUIDField(default=uuid.uuid4)  # the same in every attempt
    is_urgent = models.BooleanField(default=False)  # a life is in danger
    attempts = models.PositiveSmallIntegerField(default=0)  # that came to an end
    doubts = models.PositiveSmallIntegerField(default=0)  # hand-overs of which nobody knows how they ended
    next_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True)  # what the other side calls it
    error_class = models.CharField(max_length=100, blank=True)  # never a message, which may hold an address
    created_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="delivery_is_about_one_thing",
                condition=models.Q(purpose=Purpose.ANSWER, addressee=None, answer__isnull=False, contact=None)
                | models.Q(purpose=Purpose.TEST, addressee=None, answer=None, contact__isnull=False)
                | models.Q(
                    purpose__in=[Purpose.WARNING, Purpose.ESCALATION],
                    addressee__isnull=False,
                    answer=None,
                    contact=None,
                ),
            ),
            models.UniqueConstraint(
                fields=["addressee", "channel", "purpose"],
                condition=models.Q(addressee__isnull=False),
                name="delivery_once_per_addressee",
            ),
            models.UniqueConstraint(
                fields=["answer", "channel", "purpose"],
                condition=models.Q(answer__isnull=False),
                name="delivery_once_per_answer",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "next_at"], name="delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"
