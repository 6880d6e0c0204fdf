from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WarningsConfig(AppConfig):
    """Warnings."""

    name = "avert.web.warnings"
    label = "warnings"
    verbose_name = _("Warnings")
