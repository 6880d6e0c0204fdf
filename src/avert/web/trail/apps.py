from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrailConfig(AppConfig):
    """The audit as people read it."""

    name = "avert.web.trail"
    label = "trail"
    verbose_name = _("Trail")
