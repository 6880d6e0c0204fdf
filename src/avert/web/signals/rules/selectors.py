"""Reading rules: always for a viewer."""

from __future__ import annotations

from avert.web.records.models import RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.signals.models import Rule


def rules_for(viewer: Viewer) -> RecordQuerySet:
    """Return the rules that the viewer may read, by title."""
    found: RecordQuerySet = readable_by(viewer, Rule)
    return found.order_by("title", "pk")
