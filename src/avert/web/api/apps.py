from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The figures of the reference pages, for programs."""

    name = "avert.web.api"
    label = "api"
    verbose_name = _("API and downloads")
