from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotesConfig(AppConfig):
    """Notes on a place."""

    name = "avert.web.notes"
    label = "notes"
    verbose_name = _("Notes")
