"""Drafting a warning, proposing it, taking it back; what replaces another begins as a draft too."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.selectors import is_readable
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.warnings.grounds import grounds_of, rest_on
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.replacing import addressees_for, content_for
from avert.web.warnings.requirements import Missing, missing_in
from avert.web.warnings.vocabulary import Message, State
from avert.web.warnings.writing import BY_SERVICES, addressees_of, current, set_state

WRITTEN = frozenset(Warning.CONTENT) - BY_SERVICES


class IncompleteError(InputError):
    """A warning lacks something that it needs before it may be proposed or go out."""

    def __init__(self, missing: Collection[Missing]) -> None:
        super().__init__("This warning is not complete yet. Add what is missing, then propose it.")
        self.missing = tuple(missing)


@transaction.atomic
def draft(
    *,
    owner_id: uuid.UUID,
    viewer: Person,
    occasion: Occasion,
    place: str = "",
    marking: Marking = Marking.AMBER_STRICT,
    sharing: Sharing = NOBODY_ELSE,
    exercise: Exercise | None = None,
    signals: Collection[uuid.UUID] = (),
    replaces: Warning | None = None,
    message: Message = Message.ALERT,
    **content: Any,
) -> Warning:
    """Draft a warning; ``content`` are its fields by name, and it may still lack some.

    What replaces another takes over its exercise, its addressees and whatever ``content`` does not say anew.
    ``signals`` are those that it rests on. Raises PermissionDenied and InputError.
    """
    _check_written(content)
    if (replaces is None) != (message == Message.ALERT):
        raise InputError("An update, a withdrawal and an all clear replace a warning. Say which one.")
    if replaces is not None:
        replaces = current(replaces, viewer, State.RELEASED)
        owner_id, exercise = replaces.owner_id, replaces.exercise
        place, content = place or replaces.place, content_for(replaces, message) | content
        signals = {*signals, *grounds_of(replaces, viewer)}
    if exercise is not None and not is_readable(exercise, viewer=viewer):
        raise PermissionDenied
    warning = Warning(
        owner_id=owner_id,
        place=place,
        marking=marking,
        exercise=exercise,
        replaces=replaces,
        message=message,
        **content,
    )
    services.create(record=warning, viewer=viewer, occasion=occasion, sharing=sharing)
    rest_on(warning=warning, signals=signals, viewer=viewer, occasion=occasion)
    if replaces is not None:
        for addressee in addressees_for(warning, replaces, now_in(exercise, occasion.at)):
            put_to(addressee, sharing, viewer, occasion)
    return warning


@transaction.atomic
def change_draft(
    *,
    warning: Warning,
    row_version: int,
    fields: Mapping[str, Any],
    viewer: Person,
    occasion: Occasion,
    why: str = "",
) -> Warning:
    """Change what a draft says, or where it is about, as it was read at ``row_version``."""
    _check_written({name: value for name, value in fields.items() if name != "place"})
    current(warning, viewer, State.DRAFT)
    return services.change(
        record=warning, row_version=row_version, fields=fields, viewer=viewer, occasion=occasion, why=why
    )


@transaction.atomic
def propose(*, warning: Warning, row_version: int, viewer: Person, occasion: Occasion) -> Warning:
    """Hand a complete draft to a second person. Raises IncompleteError with all that is missing."""
    if viewer.is_service:
        raise PermissionDenied
    found = current(warning, viewer, State.DRAFT, row_version=row_version)
    check_complete(found, now_in(found.exercise, occasion.at))
    return set_state(found, State.PROPOSED, viewer, occasion)


@transaction.atomic
def back_to_draft(
    *, warning: Warning, row_version: int, viewer: Person, occasion: Occasion, why: str = ""
) -> Warning:
    """Take a proposed warning back to draft, so that it can be changed; checks made so far are worth nothing then."""
    found = current(warning, viewer, State.PROPOSED, row_version=row_version)
    return set_state(found, State.DRAFT, viewer, occasion, why)


@transaction.atomic
def drop(*, warning: Warning, row_version: int, viewer: Person, occasion: Occasion, why: str = "") -> Warning:
    """Drop a warning that never went out; it stays to be read."""
    found = current(warning, viewer, State.DRAFT, State.PROPOSED, row_version=row_version)
    return set_state(found, State.DROPPED, viewer, occasion, why)


@transaction.atomic
def remove_draft(*, warning: Warning, row_version: int, viewer: Person, occasion: Occasion) -> None:
    """Remove a draft for good. What went out, or waits for a second person, is never removed."""
    current(warning, viewer, State.DRAFT, State.DROPPED)
    services.remove(record=warning, row_version=row_version, viewer=viewer, occasion=occasion)


def check_complete(warning: Warning, now: dt.datetime) -> None:
    """Raise IncompleteError where a warning lacks something."""
    if missing := missing_in(warning, addressees_of(warning), now):
        raise IncompleteError(missing)


def put_to(addressee: Addressee, sharing: Sharing, viewer: Person, occasion: Occasion) -> Addressee:
    """Write an addressee of a warning, who learns of it only when it goes out; persons named see the draft whole."""
    addressee.owner_id, addressee.marking = addressee.warning.owner_id, addressee.warning.marking
    addressee.code = new_code()
    return services.create(
        record=addressee, viewer=viewer, occasion=occasion, sharing=Sharing(persons=sharing.persons)
    )


def new_code() -> str:
    """Return what an addressee answers with: long enough to be no other's by a slip of the thumb."""
    return f"{secrets.randbelow(10**8):08}"


def _check_written(content: Mapping[str, Any]) -> None:
    if unknown := set(content) - WRITTEN:
        raise ValueError(f"{', '.join(sorted(unknown))}: not written by hand in a warning.")
