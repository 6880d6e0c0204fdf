from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Topic
from avert.web.records.models import Record


class Exercise(Record):
    """A case that is worked through as if it were now. What belongs to it never mixes with what is real.

    Its clock stands still until someone moves it on, never back; what a replay held later than that is absent.
    """

    TOPIC = Topic.WARNING
    CONTENT: ClassVar[tuple[str, ...]] = ("title", "replay", "clock")

    title = models.CharField(_("title"), max_length=200)
    replay = models.CharField(_("replay"), max_length=100, blank=True)  # its id; none for a made-up case
    clock = models.DateTimeField(_("clock"))
