from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorldConfig(AppConfig):
    """The world map, a page for every place, what is loaded, and the search."""

    name = "avert.web.world"
    label = "world"
    verbose_name = _("World")
