from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Topic
from avert.web.records.models import Record


class Note(Record):
    """What someone knows, heard or asks about a place, before it is anything else."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = ("title", "text")

    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=20_000, blank=True)


class Attachment(Record):
    """A file that belongs to a note: cleaned when it came in, and never changed after."""

    TOPIC = Topic.ASSESSMENT
    CONTENT: ClassVar[tuple[str, ...]] = ("name", "media_type", "size")
    PARENT = "note"

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="attachments", editable=False)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(editable=False)  # bytes
    data = models.BinaryField(editable=False)

    @property
    def content(self) -> bytes:
        """Return the bytes of the file."""
        return bytes(self.data)
