from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntryKind(TextChoices):
    """What an entry in the book tells of."""

    INCIDENT = "incident", _("Incident")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    RUMOUR = "rumour", _("Rumour checked")
    AGREEMENT = "agreement", _("Agreement heard")
