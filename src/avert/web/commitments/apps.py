from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """Commitments."""

    name = "avert.web.commitments"
    label = "commitments"
    verbose_name = _("Commitments")
