"""The words in which what became of a commitment is reported."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FindingWord(TextChoices):
    """What one report finds: ``avert.commitments.Finding``, by name."""

    FULFILLED = "FULFILLED", _("Fulfilled")
    PARTLY = "PARTLY", _("Partly fulfilled")
    VIOLATED = "VIOLATED", _("Violated")
