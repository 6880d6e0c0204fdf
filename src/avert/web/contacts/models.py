from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.models import Organisation
from avert.web.accounts.vocabulary import Level, Topic
from avert.web.contacts.vocabulary import Way
from avert.web.records.models import Record


class Contact(Record):
    """A role that can be reached, never a person's name; with how to reach it and when that was last tried."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = (
        "role",
        "organisation",
        "level",
        "is_at_risk",
        "language",
        "way",
        "email",
        "phone",
        "webhook",
        "tried_on",
        "review_on",
    )

    organisation_id: uuid.UUID | None

    role = models.CharField(_("role"), max_length=200)
    # The organisation on this site that it belongs to: its people see the warning here and answer it here.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    is_at_risk = models.BooleanField(_("people at risk themselves"), default=False)
    language = models.CharField(_("language"), max_length=20, blank=True)  # BCP 47
    way = models.CharField(_("first way"), max_length=20, choices=Way.choices, default=Way.SITE)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)  # E.164
    webhook = models.URLField(_("web address of their system"), blank=True)
    tried_on = models.DateField(_("last tried"), null=True, blank=True)
    review_on = models.DateField(_("look again on"), null=True, blank=True)


class PhoneTree(Record):
    """Who calls whom, agreed beforehand and kept on paper."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("title", "opens_with", "rehearsed_on", "review_on")

    title = models.CharField(_("title"), max_length=200)
    opens_with = models.TextField(_("what the first caller says"), max_length=1000, blank=True)
    rehearsed_on = models.DateField(_("last rehearsed"), null=True, blank=True)
    review_on = models.DateField(_("look again on"), null=True, blank=True)


class Call(Record):
    """One call of a phone tree: who calls whom, and whom instead when nobody answers."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("caller", "callee", "instead", "order")
    PARENT = "tree"

    caller_id: uuid.UUID | None
    callee_id: uuid.UUID
    instead_id: uuid.UUID | None
    tree_id: uuid.UUID

    tree = models.ForeignKey(PhoneTree, on_delete=models.PROTECT, related_name="calls", editable=False)
    # Without a caller it is the first to know.
    caller = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    callee = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    instead = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=1)


class Ladder(Record):
    """Whom to turn to while nobody answers, agreed beforehand; the steps are ``LadderStep``."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("title", "ends_with_decision", "zone", "days", "opens", "closes")

    title = models.CharField(_("title"), max_length=200)
    ends_with_decision = models.BooleanField(_("only a decision ends it"), default=False)
    # Without a zone every hour counts, as it must where lives are threatened.
    zone = models.CharField(_("time zone of working hours"), max_length=60, blank=True)
    days = models.CharField(_("working days"), max_length=7, blank=True, default="01234")  # 0 is Monday
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)


class LadderStep(Record):
    """After so much silence, turn to this contact."""

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("after", "contact")
    PARENT = "ladder"

    contact_id: uuid.UUID
    ladder_id: uuid.UUID

    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="steps", editable=False)
    after = models.DurationField(_("after so much silence"))
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
