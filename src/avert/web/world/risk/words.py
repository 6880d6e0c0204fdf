"""The words of models, metrics and spans, for translation."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avert.risk.protocols.ewp_ro30 import DEVELOPMENT
from avert.web.site.components import Download
from avert.web.world.addresses import address_or_empty, file_format

METRICS: dict[str, tuple[Promise, Promise]] = {
    "log_loss": (_("Log-loss"), _("lower is better")),
    "auc": (_("AUC"), _("higher is better")),
    "auc_within_years": (_("AUC within years"), _("higher is better")),
    "average_precision": (_("Average precision"), _("higher is better")),
    "brier": (_("Brier score"), _("lower is better")),
    "recall_at_10": (_("Onsets among the first 10"), _("share, higher is better")),
    "recall_at_30": (_("Onsets among the first 30"), _("share, higher is better")),
    "calibration_slope": (_("Calibration slope"), _("1 is right")),
    "mean_p": (_("Mean risk stated"), _("right where it equals the next")),
    "share_of_onsets": (_("Share with an onset"), _("what happened")),
}
DECIMALS = {
    "log_loss": 4,
    "brier": 4,
    "average_precision": 3,
    "calibration_slope": 2,
    "mean_p": 4,
    "share_of_onsets": 4,
}
"""Others have three."""


def span_note(span: str) -> str | Promise:
    """Say whether models may have been developed on a span of origins."""
    return _("models are developed on it") if span == DEVELOPMENT else _("held out, opened once")


def risk_file(part: str, query: str) -> list[Download]:
    """Return the download of a part of these pages."""
    url = address_or_empty("risk-file", part)
    return [Download(file_format("csv"), f"{url}?{query}" if query else url)] if url else []
