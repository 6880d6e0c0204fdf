from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.models import Organisation, Person


class State(models.TextChoices):
    """Where a job stands. The last three are final."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


UNFINISHED = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """One piece of long work. It holds ids and plain parameters, never what a case record says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=50, editable=False)
    arguments = models.JSONField(default=dict, editable=False)
    idempotency_key = models.CharField(max_length=200, editable=False)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(editable=False)  # given by the service: time is an argument
    created_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    row_version = models.PositiveIntegerField(default=1, editable=False)

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_label = models.CharField(max_length=60, blank=True)

    # A run is known by its attempt: what an earlier attempt still writes after it lost its lease finds no row.
    attempt = models.PositiveSmallIntegerField(default=0)
    most_attempts = models.PositiveSmallIntegerField()
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    task_id = models.UUIDField(null=True)  # its entry in the queue; no key, for the queue forgets old entries

    result_id = models.CharField(max_length=64, blank=True)
    error_class = models.CharField(max_length=100, blank=True)  # never the message, which may hold data

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "idempotency_key"], name="job_once_per_key")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "lease_until"], name="job_by_lease"),
            models.Index(fields=["-created_at"], name="job_newest_first"),
        ]

    @property
    def is_over(self) -> bool:
        """Say whether the job has ended, one way or another."""
        return self.state not in UNFINISHED

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"
