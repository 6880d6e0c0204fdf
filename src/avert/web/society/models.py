from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.society.vocabulary import Status, Trust
from avert.web.accounts.vocabulary import Topic
from avert.web.exercises.models import Exercise
from avert.web.records.models import Record
from avert.web.society.vocabulary import (
    KINDS,
    LAYERS,
    LEVELS,
    SECTORS,
    STATUSES,
    TRUST,
    Consent,
    choices_of,
)

# What others call a thing they sent us: the same file read again finds what it made before.
IMPORT_KEY: dict[str, Any] = {"max_length": 300, "blank": True, "editable": False, "db_index": True}


class Structure(Record):
    """A structure or actor of peace: an organisation or a role, never a person's name.

    ``areas`` are place keys finer than the record's own place. ``voices`` says of women, youth, displaced people and
    people with disabilities how many seats they hold and whether they lead, speak and decide: what was not asked is
    absent. One that is protected stands by role, and in no measure, export or answer of the API.
    """

    TOPIC = Topic.SOCIETY
    CONTENT: ClassVar[tuple[str, ...]] = (
        "name",
        "other_names",
        "kind",
        "sector",
        "level",
        "is_decision_maker",
        "is_protected",
        "groups",
        "areas",
        "where",
        "mandate",
        "mandate_document",
        "capacities",
        "languages",
        "seats",
        "voices",
        "begins",
        "ends",
        "consent",
        "consent_on",
        "review_on",
        "source",
        "merged_into",
    )

    exercise_id: uuid.UUID | None
    merged_into_id: uuid.UUID | None

    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    name = models.CharField(_("name of the organisation or role"), max_length=200)
    other_names = models.JSONField(_("other names"), default=list, blank=True)  # [text]
    kind = models.CharField(_("kind"), max_length=20, choices=choices_of(KINDS), blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=choices_of(SECTORS), blank=True)
    level = models.CharField(_("level"), max_length=20, choices=choices_of(LEVELS), blank=True)
    is_decision_maker = models.BooleanField(_("it can decide on a response"), default=False)
    is_protected = models.BooleanField(_("being known puts it at risk"), default=False)
    groups = models.JSONField(_("groups it belongs to, or is seen to"), default=list, blank=True)  # [text]
    areas = models.JSONField(_("areas where it works"), default=list, blank=True)  # [place key]
    where = models.CharField(_("where, in words"), max_length=200, blank=True)
    mandate = models.TextField(_("mandate"), max_length=2000, blank=True)
    mandate_document = models.CharField(_("document that gives it"), max_length=500, blank=True)
    capacities = models.JSONField(_("what it can do"), default=list, blank=True)  # [Capacity]
    languages = models.JSONField(_("languages"), default=list, blank=True)  # [text]
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    # {attribute: {"seats": number, "leads" | "speaks" | "decides": true | false}}
    voices = models.JSONField(_("who has a seat, leads, speaks and decides"), default=dict, blank=True)
    begins = models.DateField(_("active from"), null=True, blank=True)
    ends = models.DateField(_("active until"), null=True, blank=True)
    consent = models.CharField(
        _("consent to be listed"), max_length=10, choices=Consent.choices, default=Consent.NOT_ASKED
    )
    consent_on = models.DateField(_("consent of"), null=True, blank=True)
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    # Someone found that this is the same as another. It stays as it is, so that this can be undone.
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    import_key = models.CharField(**IMPORT_KEY)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)


class GroupTrust(Record):
    """How far one group trusts a structure, who says so and when; the latest of a group stands."""

    TOPIC = Topic.SOCIETY
    CONTENT: ClassVar[tuple[str, ...]] = ("group", "trust", "basis", "on")
    PARENT = "structure"

    structure_id: uuid.UUID

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", editable=False)
    group = models.CharField(_("group"), max_length=200)
    trust = models.CharField(_("trust"), max_length=12, choices=choices_of(TRUST), default=Trust.UNKNOWN)
    basis = models.TextField(_("who says so, and why"), max_length=1000, blank=True)
    on = models.DateField(_("on"), null=True, blank=True)


class Tie(Record):
    """What runs from one structure to another, and on what evidence. It goes with either of them."""

    TOPIC = Topic.SOCIETY
    CONTENT: ClassVar[tuple[str, ...]] = ("layer", "is_directed", "weight", "begins", "ends", "evidence")
    NEEDS = ("source", "target")

    source_id: uuid.UUID
    target_id: uuid.UUID

    source = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", editable=False)
    target = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", editable=False)
    layer = models.CharField(_("what runs along it"), max_length=20, choices=choices_of(LAYERS))
    is_directed = models.BooleanField(_("one way only"), default=False)
    weight = models.FloatField(_("weight"), default=1.0, validators=[MinValueValidator(0.0)])
    begins = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), max_length=1000, blank=True)
    import_key = models.CharField(**IMPORT_KEY)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)


class Activity(Record):
    """What a structure does where, for whom, and on which drivers of conflict it bears."""

    TOPIC = Topic.SOCIETY
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "what",
        "what_scheme",
        "areas",
        "target_group",
        "drivers",
        "status",
        "begins",
        "ends",
        "source",
    )
    PARENT = "structure"

    structure_id: uuid.UUID

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="+", editable=False)
    title = models.CharField(_("what it does"), max_length=300)
    what = models.CharField(_("code"), max_length=100, blank=True)
    what_scheme = models.CharField(_("list of codes"), max_length=100, blank=True)
    areas = models.JSONField(_("areas"), default=list, blank=True)  # [place key]
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    drivers = models.JSONField(_("drivers of conflict it bears on"), default=list, blank=True)  # [text]
    status = models.CharField(
        _("how far"), max_length=12, choices=choices_of(STATUSES), default=Status.UNKNOWN
    )
    begins = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    import_key = models.CharField(**IMPORT_KEY)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)


class SecurityPolicy(Record):
    """What an organisation lets security actors see of its register, decided and looked at again. Without one: nothing.

    Whatever it says, protected actors and trust are never shown to them.
    """

    TOPIC = Topic.SOCIETY
    CONTENT: ClassVar[tuple[str, ...]] = (
        "levels",
        "sectors",
        "layers",
        "shows_activities",
        "why",
        "review_on",
    )

    levels = models.JSONField(_("structures of these levels"), default=list, blank=True)  # [Level]
    sectors = models.JSONField(_("of these sectors"), default=list, blank=True)  # [Sector]
    layers = models.JSONField(_("ties of these kinds among them"), default=list, blank=True)  # [Layer]
    shows_activities = models.BooleanField(_("what these structures do"), default=False)
    why = models.TextField(_("why"), max_length=1000, blank=True)
    review_on = models.DateField(_("look again on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner"], name="one_security_policy_of_an_organisation")
        ]


class ImportFile(Record):
    """A table or register that was handed in, until it is taken in or given up: then it is removed."""

    TOPIC = Topic.SOCIETY
    CONTENT: ClassVar[tuple[str, ...]] = ("name", "media_type", "form")

    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100, editable=False)
    form = models.CharField(_("what it holds"), max_length=20)
    data = models.BinaryField(editable=False)

    @property
    def content(self) -> bytes:
        """Return the bytes of the file."""
        return bytes(self.data)


class NetworkStudy(Record):
    """How the measures of a network compare with chance, and what to connect: long work, kept while it goes on.

    It holds numbers and no names; ``answer`` is the canonical form of what was asked and how far it is.
    """

    TOPIC = Topic.SOCIETY
    CONTENT: ClassVar[tuple[str, ...]] = ("title", "on", "asked", "answer")

    exercise_id: uuid.UUID | None

    exercise = models.ForeignKey(
        Exercise, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    title = models.CharField(_("title"), max_length=160)
    on = models.DateField(_("network of"))
    asked = models.JSONField(default=dict, editable=False)
    answer = models.JSONField(default=dict, editable=False)
    # The digest of the network that was studied: another one today means that the answer is old.
    digest = models.CharField(max_length=64, blank=True, editable=False)
