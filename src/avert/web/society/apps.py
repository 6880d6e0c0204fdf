from __future__ import annotations

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SocietyConfig(AppConfig):
    """The infrastructure for peace."""

    name = "avert.web.society"
    label = "society"
    verbose_name = _("Peace structures")

    def ready(self) -> None:
        """Say what security actors may see: no kind of record here is read past that."""
        from avert.web.records.policy import narrow
        from avert.web.society import models, policy

        shown = {
            models.Structure: policy.structures_shown,
            models.GroupTrust: policy.trust_shown,
            models.Tie: policy.ties_shown,
            models.Activity: policy.activities_shown,
            models.NetworkStudy: policy.studies_shown,
            models.SecurityPolicy: policy.policies_shown,
            models.ImportFile: policy.files_shown,
        }
        for kind, condition in shown.items():
            narrow(kind, condition, partial(policy.kept_from, kind))
