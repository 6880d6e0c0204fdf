from __future__ import annotations

import uuid

from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.models import AuditEntry
from avert.web.audit.occasions import Occasion


def record_reading(*, object_id: uuid.UUID | None, occasion: Occasion) -> AuditEntry:
    """Write down that someone read the trail: one entry for the list, however many lines it has."""
    return audit.append(
        occasion=occasion,
        action=Action.READ_LIST,
        object_kind=AuditEntry._meta.label_lower,
        field_names=["object_id"] if object_id else [],
    )
