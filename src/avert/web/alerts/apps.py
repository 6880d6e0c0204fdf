from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    """Alert channels."""

    name = "avert.web.alerts"
    label = "alerts"
    verbose_name = _("Alert channels")
