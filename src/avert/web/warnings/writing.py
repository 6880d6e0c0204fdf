"""What the services of warnings have in common: a warning as it stands now, who wrote it, and that it was changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied

from avert.errors import InputError, StaleRecordError
from avert.web.accounts.models import Person
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.records import services, writing
from avert.web.records.audiences import circle_of_record
from avert.web.records.models import Revision
from avert.web.records.selectors import is_writable
from avert.web.records.writing import rows_of
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.vocabulary import GONE_OUT, State

BY_SERVICES = frozenset({"state", "released_at", "review_due_at", "expires_at"})
ABOUT_READERS = frozenset({"audience", "marking"})


class WrongStateError(InputError):
    """A warning has gone further, or not as far, as what was asked of it needs."""


def current(warning: Warning, viewer: Person, *states: State, row_version: int | None = None) -> Warning:
    """Return a warning as it stands now, for the viewer to change, and let nobody else change it until the end.

    Raises PermissionDenied, WrongStateError and, where a version is given, StaleRecordError.
    """
    if not is_writable(warning, viewer=viewer):
        raise PermissionDenied
    found = rows_of(Warning).select_for_update(of=("self",)).get(pk=warning.pk)
    if found.state not in states:
        raise WrongStateError(_refusal(found.state))
    if row_version not in {None, found.row_version}:
        raise StaleRecordError(
            "Someone else has changed this since you opened it. Look at it once more, then decide."
        )
    return found


def set_state(warning: Warning, state: State, viewer: Person, occasion: Occasion, why: str = "") -> Warning:
    """Move a warning on, or back to draft, as one change of its history."""
    return services.change(
        record=warning,
        row_version=warning.row_version,
        fields={"state": state},
        viewer=viewer,
        occasion=occasion,
        why=why,
    )


def touch(warning: Warning, viewer: Person, occasion: Occasion) -> None:
    """Count a warning's version up because its addressees have changed: what was checked was another one."""
    writing.write(warning, [])
    writing.remember(warning, viewer, occasion, "", {})
    writing.append(warning, Action.CHANGE, occasion)


def addressees_of(warning: Warning) -> list[Addressee]:
    """Return all addressees of a warning, whoever may read them: for the rules, never for a page."""
    return list(rows_of(Addressee).filter(warning=warning.pk).order_by("created_at", "pk"))


def authors_of(warning: Warning) -> frozenset[uuid.UUID]:
    """Return who may not judge a warning: whoever began it, and whoever last changed it or its addressees.

    What a program wrote is answered for by whoever proposed it.
    """
    last = next((revision for revision in _revisions(warning) if _is_writing(revision)), None)
    wrote = {warning.created_by_id, last.by_id if last else None}
    if not Person.objects.filter(pk__in=[key for key in wrote if key], is_service=False).exists():
        proposed = (r for r in _revisions(warning) if r.changes.get("state", ["", ""])[1] == State.PROPOSED)
        wrote |= {revision.by_id for revision in proposed}
    return frozenset(key for key in wrote if key)


def check_exercise(about: Any, organisation_id: uuid.UUID | None) -> None:
    """Refuse an organisation that does not take part in the exercise that a warning or a room belongs to."""
    if about.exercise is None or organisation_id is None:
        return
    if organisation_id not in circle_of_record(about.exercise).organisations:
        raise InputError(
            "That organisation takes no part in the exercise, so its people could take the warning for real. "
            "Share the exercise with them first."
        )


def _revisions(warning: Warning) -> Iterator[Revision]:
    return Revision.objects.filter(record_id=warning.pk).order_by("-row_version").iterator()


def _is_writing(revision: Revision) -> bool:
    changed = set(revision.changes)
    return not changed or not changed <= BY_SERVICES | ABOUT_READERS


def _refusal(state: str) -> str:
    if state in GONE_OUT:
        return "This warning is out and does not change any more. Write an update or withdraw it."
    if state == State.PROPOSED:
        return "This warning waits for a second person. Take it back to draft first."
    if state == State.DROPPED:
        return "This draft was dropped. Write a new one."
    return "This warning is a draft. Propose it first."
