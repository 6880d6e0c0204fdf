"""Acknowledging by a code, said in a text message or on the telephone with nothing else."""

from __future__ import annotations

import hmac

from django.db import transaction

from avert.web.accounts.models import Person
from avert.web.alerts.telling import tell_stage
from avert.web.audit.occasions import Occasion
from avert.web.limits.purposes import Purpose
from avert.web.limits.selectors import is_exceeded
from avert.web.limits.services import note_failure
from avert.web.records.selectors import own_organisations
from avert.web.records.writing import rows_of
from avert.web.warnings.models import Addressee
from avert.web.warnings.vocabulary import StageWord, State


@transaction.atomic
def acknowledge_by_code(*, code: str, occasion: Occasion, viewer: Person) -> bool:
    """Acknowledge the warning that the code was sent with; return False for one that is not good, or not alone so.

    ``viewer`` is who brings it: the program of a gateway, or whoever takes calls. Only warnings of its organisations
    are looked at, and so many wrong codes an hour are counted for it and no more.
    """
    key = str(viewer.pk)
    if is_exceeded(purpose=Purpose.ALERT_CODE, key=key, now=occasion.at):
        return False
    found = _addressees_with(code.strip().upper(), viewer, occasion)
    if len(found) != 1:
        note_failure(purpose=Purpose.ALERT_CODE, key=key, now=occasion.at)
        return False
    tell_stage(found[0], StageWord.ACKNOWLEDGED, occasion)
    return True


def _addressees_with(code: str, viewer: Person, occasion: Occasion) -> list[Addressee]:
    rows = (
        rows_of(Addressee)
        .select_related("warning__exercise")
        .filter(
            warning__state=State.RELEASED,
            warning__expires_at__gt=occasion.at,
            warning__owner__in=own_organisations(viewer),
        )
    )
    # All are compared, each in the same time, so that how long it takes tells nothing of how near a guess was.
    said = code.encode()
    return [row for row in rows if hmac.compare_digest(row.code.upper().encode(), said) and code]
