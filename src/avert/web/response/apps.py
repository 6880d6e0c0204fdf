from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponseConfig(AppConfig):
    """Response."""

    name = "avert.web.response"
    label = "response"
    verbose_name = _("Response")
