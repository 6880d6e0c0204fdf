from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    """Counts of failures."""

    name = "avert.web.limits"
    label = "limits"
    verbose_name = _("Limits")
