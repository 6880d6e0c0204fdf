from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReplaysConfig(AppConfig):
    """Real cases, shown day by day with only what was known."""

    name = "avert.web.replays"
    label = "replays"
    verbose_name = _("Replays")
