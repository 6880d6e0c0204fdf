from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The chain of audit entries."""

    name = "avert.web.audit"
    label = "audit"
    verbose_name = _("Audit")
