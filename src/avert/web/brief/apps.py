from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefConfig(AppConfig):
    """Briefs and submissions."""

    name = "avert.web.brief"
    label = "brief"
    verbose_name = _("Briefs")
