"""Whether what a delivery carries still holds."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from avert.web.alerts.models import Delivery
from avert.web.alerts.vocabulary import State
from avert.web.records.writing import rows_of
from avert.web.warnings.models import Addressee
from avert.web.warnings.vocabulary import State as WarningState


class Ended(NamedTuple):
    """Why something is not sent, and what becomes of its delivery."""

    state: State
    named: str


def what_ended_it(delivery: Delivery, now: dt.datetime) -> Ended | None:
    """Return why a delivery is not sent any more; nothing while it holds."""
    if delivery.addressee_id is None:
        return None
    found = rows_of(Addressee).filter(pk=delivery.addressee_id).select_related("warning").first()
    if found is None or found.warning.state != WarningState.RELEASED:
        return Ended(State.WITHDRAWN, "Replaced")
    if found.warning.expires_at is not None and found.warning.expires_at <= now:
        # It never arrived while it would have helped, so people must see it.
        return Ended(State.DEAD, "Expired")
    return None
