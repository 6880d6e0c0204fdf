from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Level, RoleKind, Sector, Topic


class Organisation(models.Model):
    """Whoever owns records: a district committee as much as an agency."""

    # Random, because a key that counts or tells time tells an outsider how much there is, and since when.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.JSONField(_("name"), default=dict)  # {language: text}
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    # Being on this server at all may put an organisation at risk, so nobody else is told unless it agrees.
    is_listed = models.BooleanField(_("others here may find it"), default=False)

    def __str__(self) -> str:
        return str(self.id)


class Person(AbstractUser):
    """Someone who can log in, or a program that acts for an organisation. Being one gives no right to read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)  # as the person writes it, in one piece
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    organisations = models.ManyToManyField(Organisation, through="Membership", related_name="persons")
    must_change_password = models.BooleanField(default=False)
    # A service account: it has tokens, no password, and roles like anyone else.
    is_service = models.BooleanField(default=False, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def get_full_name(self) -> str:
        """Return the name, as Django's own code asks for it."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Return the name, as Django's own code asks for it."""
        return self.get_full_name()


class Membership(models.Model):
    """A person in an organisation. What the person may do there is said by roles; without one, nothing."""

    person_id: uuid.UUID
    organisation_id: uuid.UUID

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "organisation"], name="membership_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Limits(models.Model):
    """What a role is and where it ends: a place with all within it, a topic; empty is no limit."""

    kind = models.CharField(_("role"), max_length=10, choices=RoleKind)
    place = models.CharField(_("only for"), max_length=100, blank=True)  # scheme:code
    topic = models.CharField(_("only about"), max_length=20, choices=Topic, blank=True)

    class Meta:
        abstract = True


class Role(Limits):
    """What a member may do."""

    membership_id: uuid.UUID

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["membership", "kind", "place", "topic"], name="role_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Invitation(Limits):
    """A place in an organisation for whoever brings the code, once and before it expires."""

    organisation_id: uuid.UUID

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    code_digest = models.CharField(
        max_length=64, unique=True
    )  # the code itself is shown once and kept nowhere
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class AccessToken(models.Model):
    """What a program shows instead of logging in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_tokens")
    label = models.CharField(_("what it is for"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)  # the token itself is shown once and kept nowhere
    scopes = models.JSONField(default=list)  # words of vocabulary.Scope
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class PersonSession(models.Model):
    """What a person is told of a session. It ends with the session, and ending it ends the session.

    No address and no name of a browser's version: whoever reads the database must not learn where people are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+")
    session_id: str
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    started = models.DateTimeField()
    last_seen = models.DateTimeField()  # to the hour, so that it is no diary
    device = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.id)
