from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """Whoever owns records: a district committee as much as an agency."""

    # Random, because a key that counts or tells time tells an outsider how much there is, and since when.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.JSONField(_("name"), default=dict)  # {language: text}

    def __str__(self) -> str:
        return str(self.id)


class Person(AbstractUser):
    """Someone who can log in. Being one gives no right to read anything."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)  # as the person writes it, in one piece
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    organisations = models.ManyToManyField(Organisation, through="Membership", related_name="persons")
    must_change_password = models.BooleanField(default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def get_full_name(self) -> str:
        """Return the name, as Django's own code asks for it."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Return the name, as Django's own code asks for it."""
        return self.get_full_name()


class Membership(models.Model):
    """A person in an organisation. What the person may do there comes with the roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "organisation"], name="membership_once")
        ]

    def __str__(self) -> str:
        return str(self.id)
