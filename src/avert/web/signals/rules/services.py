"""Writing rules."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records import services
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.signals.models import Rule


def add_rule(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    **content: Any,
) -> Rule:
    """Have a rule applied from now on; its signals go to those whom the rule is for."""
    rule = Rule(owner_id=owner_id, place=place, marking=marking, **content)
    return services.create(record=rule, viewer=viewer, occasion=occasion, sharing=sharing)


def change_rule(
    *,
    record: Rule,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Rule:
    """Change a rule; from now on it is applied in the viewer's name."""
    return services.change(
        record=record, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


def append_list_read(*, occasion: Occasion) -> None:
    """Write down that the list of rules was read."""
    services.append_list_read(kind=Rule, occasion=occasion)
