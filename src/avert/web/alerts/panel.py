"""What the page of a warning shows of how it was sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from avert.web.alerts.policy import Viewer
from avert.web.alerts.registry import open_channels
from avert.web.alerts.rows import deliveries_table
from avert.web.alerts.selectors import deliveries_of
from avert.web.alerts.vocabulary import NOT_ARRIVED
from avert.web.warnings.models import Warning


def deliveries(warning: Warning, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:  # noqa: ARG001  every panel
    """Return how a warning was sent to whom, for ``warnings/parts/deliveries.html``."""
    rows = list(deliveries_of(viewer, warning))
    return {
        "deliveries": deliveries_table(rows) if rows else None,
        "not_arrived": sum(row.state in NOT_ARRIVED for row in rows),
        "has_card": bool(rows) and "card" in open_channels(),
        "warning_id": warning.pk,
    }
