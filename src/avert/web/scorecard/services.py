"""Writing down what came of a warning."""

from __future__ import annotations

import datetime as dt
import uuid

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.scorecard.selectors import warning_that_is_over
from avert.web.warnings.models import Outcome, Warning
from avert.web.warnings.vocabulary import OutcomeWord


def mark_outcome(
    *,
    warning: Warning,
    word: str,
    why: str,
    viewer: Person,
    occasion: Occasion,
    owner_id: uuid.UUID,
    occurred_on: dt.date | None = None,
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
) -> Outcome:
    """Mark what came of a warning that is over. Never that something *would have* happened.

    Raises DoesNotExist where there is no such warning for the viewer, InputError for a day that does not fit.
    """
    now = now_in(warning.exercise, occasion.at)
    if warning_that_is_over(viewer, warning.pk, now) is None:
        raise Warning.DoesNotExist
    if (occurred_on is not None) and word != OutcomeWord.OCCURRED:
        raise InputError(
            "A day is given of an event that did not occur. Leave it out, or choose that it did."
        )
    if occurred_on is not None and occurred_on > now.date():
        raise InputError("An event that is still to come cannot be marked. Correct the day.")
    marked = Outcome(
        owner_id=owner_id, warning=warning, word=word, occurred_on=occurred_on, why=why, marking=marking
    )
    return services.create(record=marked, viewer=viewer, occasion=occasion, sharing=sharing)
