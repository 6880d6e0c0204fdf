from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.models import Organisation, Person
from avert.web.records.fields import MarkingField


class Record(models.Model):
    """Anything that belongs to an organisation and may harm someone if the wrong people read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    marking = MarkingField(_("marking"))
    place = models.CharField(_("place"), max_length=100, blank=True, db_index=True)  # scheme:code
    row_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)  # given by the service: time is an argument
    created_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # Never a title or a name: what a model prints ends up in logs.
        return f"{self._meta.label} {self.pk}"


class Link(models.Model):
    """That one record has to do with another, of whatever app, and how."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_id = models.UUIDField(editable=False)
    to_id = models.UUIDField(editable=False, db_index=True)
    kind = models.CharField(max_length=50)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["from_id", "to_id", "kind"], name="link_once"),
            models.CheckConstraint(
                condition=~models.Q(from_id=models.F("to_id")), name="link_joins_two_records"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
