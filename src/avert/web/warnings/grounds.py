"""The signals that a warning rests on."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from avert.errors import InputError
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records.models import Link, RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.signals.selectors import signals_for
from avert.web.signals.services import mark_warned
from avert.web.warnings.models import Warning

RESTS_ON = "rests-on"


def rest_on(*, warning: Warning, signals: Collection[uuid.UUID], viewer: Person, occasion: Occasion) -> None:
    """Say that a warning rests on signals, which are then in a warning; real and exercise do not mix."""
    found = list(signals_for(viewer, exercise_id=warning.exercise_id).filter(pk__in=signals))
    if len(found) != len(set(signals)):
        raise InputError(
            "Not all of these signals can be used: some are hidden from you, or one is real and one an exercise."
        )
    for signal in found:
        Link.objects.get_or_create(from_id=warning.pk, to_id=signal.pk, kind=RESTS_ON)
        mark_warned(signal=signal, viewer=viewer, occasion=occasion)


def grounds_of(warning: Warning, viewer: Viewer) -> set[uuid.UUID]:
    """Return the signals that a warning rests on, of those that the viewer may read, by id."""
    return set(signals_under(warning, viewer).values_list("pk", flat=True))


def signals_under(warning: Warning, viewer: Viewer) -> RecordQuerySet:
    """Return the signals that a warning rests on, as far as the viewer may read them."""
    linked = Link.objects.filter(from_id=warning.pk, kind=RESTS_ON).values("to_id")
    found: RecordQuerySet = signals_for(viewer, exercise_id=warning.exercise_id).filter(pk__in=linked)
    return found
