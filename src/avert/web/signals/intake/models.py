from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Topic
from avert.web.records.models import Record


class ReportFile(Record):
    """A table of reports that was handed in, until they are taken in: then it is removed.

    For whom the reports will be, how they are marked and where they belong that name no place is said by the file.
    """

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("name", "media_type", "zone")

    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100, editable=False)
    zone = models.CharField(_("time zone of times without one"), max_length=60, default="UTC")
    data = models.BinaryField(editable=False)

    @property
    def content(self) -> bytes:
        """Return the bytes of the file."""
        return bytes(self.data)
