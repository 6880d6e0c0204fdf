from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealingConfig(AppConfig):
    """Fields that only an organisation's custodian can read."""

    name = "avert.web.sealing"
    label = "sealing"
    verbose_name = _("Sealed fields")
