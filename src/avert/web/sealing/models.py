from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from avert.web.accounts.models import Organisation, Person
from avert.web.sealing.envelope import Binding
from avert.web.sealing.key_file import fingerprint

IN_USE = Q(begun_at__isnull=False, retired_at__isnull=True)
TO_COME = Q(begun_at__isnull=True, retired_at__isnull=True)


class OrganisationKey(models.Model):
    """The public half of an organisation's key, and who keeps the private half: the custodian.

    It comes to be in steps: a lead names the custodian, the custodian makes the key, and proves to be able to open
    with it; only then is anything sealed with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Protected: deleting the one person who can open would lose what is sealed without a word. A key that opens
    # nothing any more has no custodian.
    custodian = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    public_key = models.BinaryField(default=bytes)
    named_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    organisation_id: uuid.UUID
    custodian_id: uuid.UUID | None

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], condition=IN_USE, name="key_in_use_once"),
            models.UniqueConstraint(fields=["organisation"], condition=TO_COME, name="key_to_come_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def fingerprint(self) -> str:
        """Return what the custodian compares with the key file; nothing while there is no key."""
        return fingerprint(bytes(self.public_key)) if self.public_key else ""


class Sealed(models.Model):
    """One field of one record, as nobody but the custodian can read it.

    Each has a data key of its own, so that one field can be written anew by someone who cannot read the others.
    """

    ANY_ONE = "any-one"  # of the wrapped keys opens it; later: all of several shares

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField(editable=False, db_index=True)
    record_kind = models.CharField(max_length=80)
    field = models.CharField(max_length=60)
    scheme = models.CharField(max_length=20, default=ANY_ONE)
    ciphertext = models.BinaryField()

    organisation_id: uuid.UUID

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "record_id", "field"], name="sealed_field_once")
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def binding(self) -> Binding:
        """Return the place that the ciphertext is bound to."""
        return Binding(self.organisation_id, self.record_kind, self.record_id, self.field, self.id)


class WrappedKey(models.Model):
    """A sealed field's data key, or a share of it, encrypted for one organisation's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.ForeignKey(Sealed, on_delete=models.CASCADE, related_name="wrapped_keys")
    key = models.ForeignKey(OrganisationKey, on_delete=models.PROTECT, related_name="wrapped_keys")
    share = models.PositiveSmallIntegerField(default=0)  # 0 is the whole key
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sealed", "key", "share"], name="wrapped_key_once")
        ]

    def __str__(self) -> str:
        return str(self.id)
