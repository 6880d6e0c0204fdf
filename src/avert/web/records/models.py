from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Topic
from avert.web.records.fields import MarkingField


class SharingGroup(models.Model):
    """Organisations that share what they choose to. Each says yes for itself before it sees anything."""

    keeper_id: uuid.UUID

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.JSONField(_("name"), default=dict)  # {language: text}
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="kept_groups")

    def __str__(self) -> str:
        return str(self.id)


class GroupMembership(models.Model):
    """An organisation in a sharing group: asked, and since it said yes, in."""

    group_id: uuid.UUID
    organisation_id: uuid.UUID

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(SharingGroup, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="group_memberships")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "organisation"], name="group_membership_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Audience(models.Model):
    """Who, besides its owner, a record is for. Never changed: a record is given another one.

    Equal audiences are one row, so that a list of ten thousand records asks about a few.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)

    def __str__(self) -> str:
        return str(self.id)


class AudienceMember(models.Model):
    """An organisation, a sharing group or a person in an audience. Without one it is for nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(SharingGroup, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="audience_member_is_one_thing",
                condition=models.Q(organisation__isnull=False, group=None, person=None)
                | models.Q(organisation=None, group__isnull=False, person=None)
                | models.Q(organisation=None, group=None, person__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class UnfilteredError(RuntimeError):
    """Records were asked for without saying who looks. A mistake in the code, found before anyone sees anything."""


class RecordQuerySet(models.QuerySet):
    """Records that can be had only for a viewer: see ``records.selectors.readable_by``.

    What changes many rows at once would pass by row versions, history and audit, so it is refused.
    """

    _is_opened = False

    def opened(self, condition: models.Q) -> Self:
        """Keep what fulfils the policy's condition, and let it be read. For ``selectors`` and ``services`` here."""
        kept = self.filter(condition)
        kept._is_opened = True
        return kept

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # the stubs leave it out
        clone._is_opened = self._is_opened
        return clone

    def _fetch_all(self) -> None:
        self._refuse_unless_opened()
        super()._fetch_all()

    def _refuse_unless_opened(self) -> None:
        if not self._is_opened:
            raise UnfilteredError(f"{self.model._meta.label}: ask records.selectors.readable_by for them.")

    def count(self) -> int:
        """Count what the viewer may read."""
        self._refuse_unless_opened()
        return super().count()

    def exists(self) -> bool:
        """Say whether the viewer may read any."""
        self._refuse_unless_opened()
        return super().exists()

    def aggregate(self, *args: Any, **options: Any) -> dict[str, Any]:
        """Add up what the viewer may read."""
        self._refuse_unless_opened()
        return super().aggregate(*args, **options)

    def iterator(self, *args: Any, **options: Any) -> Any:
        """Yield what the viewer may read."""
        self._refuse_unless_opened()
        return super().iterator(*args, **options)

    def explain(self, *args: Any, **options: Any) -> str:
        """Show the plan for what the viewer may read."""
        self._refuse_unless_opened()
        return super().explain(*args, **options)

    def _refuse(self, *_args: Any, **_options: Any) -> NoReturn:
        raise UnfilteredError(
            f"{self.model._meta.label}: records are written one by one, with history and audit, by records.services."
        )

    create = get_or_create = update_or_create = _refuse
    update = bulk_create = bulk_update = delete = raw = _refuse
    acreate = aget_or_create = aupdate_or_create = aupdate = abulk_create = abulk_update = adelete = _refuse
    _update = _raw_delete = _refuse
    # Joined with what was not opened, what was opened would let it through.
    union = intersection = difference = __or__ = __and__ = __xor__ = aiterator = _refuse


class Record(models.Model):
    """Anything that belongs to an organisation and may harm someone if the wrong people read it.

    A kind says what it is about (``TOPIC``), which of its fields are content that people write (``CONTENT``),
    and, if it is part of another record, by which of its keys (``PARENT``). What else it cannot be without is named
    by ``NEEDS``: it goes with that.
    """

    TOPIC: ClassVar[Topic]
    CONTENT: ClassVar[tuple[str, ...]] = ()
    PARENT: ClassVar[str] = ""
    NEEDS: ClassVar[tuple[str, ...]] = ()

    owner_id: uuid.UUID
    audience_id: uuid.UUID
    created_by_id: uuid.UUID | None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    marking = MarkingField(_("marking"))
    place = models.CharField(_("place"), max_length=100, blank=True, db_index=True)  # scheme:code
    # Someone who leads decided so; what only inherits its readers shrinks with its parent.
    is_wider_than_parent = models.BooleanField(default=False, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)  # given by the service: time is an argument
    created_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def parent(self) -> Record | None:
        """Return the record that this one is part of."""
        return getattr(self, self.PARENT) if self.PARENT else None

    def save(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: records are written by ``records.services``, with row version, history and audit."""
        raise UnfilteredError(f"{self._meta.label}: records are written by records.services.")

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: records are removed by ``records.services``."""
        raise UnfilteredError(f"{self._meta.label}: records are removed by records.services.")

    def __str__(self) -> str:
        # Never a title or a name: what a model prints ends up in logs.
        return f"{self._meta.label} {self.pk}"


class Revision(models.Model):
    """What one change did to one record: who, when, why, and each field before and after.

    It is content like the record itself and is shown only to who may read that. No foreign key: kinds differ.
    """

    by_id: uuid.UUID | None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_id = models.UUIDField(editable=False)
    record_kind = models.CharField(max_length=80, editable=False)
    row_version = models.PositiveIntegerField(editable=False)
    at = models.DateTimeField(editable=False)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    why = models.CharField(max_length=500, blank=True, editable=False)
    changes = models.JSONField(
        default=dict, editable=False, encoder=DjangoJSONEncoder
    )  # {field: [before, after]}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["record_id", "row_version"], name="revision_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


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
