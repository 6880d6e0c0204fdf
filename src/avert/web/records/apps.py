from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What every protected record has in common."""

    name = "avert.web.records"
    label = "records"
    verbose_name = _("Records")
