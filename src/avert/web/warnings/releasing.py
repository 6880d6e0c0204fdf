"""Letting a warning go out: by a second person, to each addressee without any learning of another."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.module_loading import import_string

from avert.errors import InputError
from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.exercises.selectors import now_in
from avert.web.records import services
from avert.web.records.audiences import sharing_of
from avert.web.records.selectors import readable_by
from avert.web.records.sharing import NOBODY_ELSE, Ids, Sharing
from avert.web.warnings.checking import needs_safe_message, refuse_author, write_release
from avert.web.warnings.drafting import check_complete
from avert.web.warnings.models import Addressee, Warning
from avert.web.warnings.requirements import red_refuses_organisations
from avert.web.warnings.vocabulary import GONE_OUT, State
from avert.web.warnings.writing import addressees_of, check_exercise, current

A_DAY = dt.timedelta(days=1)


@transaction.atomic
def release(
    *, warning: Warning, row_version: int, viewer: Person, occasion: Occasion, note: str = ""
) -> Warning:
    """Let a proposed warning go out as it was read at ``row_version``, by somebody other than its author.

    Raises IncompleteError, NotSecondPersonError, StaleRecordError, WrongStateError, InputError and, for programs,
    PermissionDenied.
    """
    if viewer.is_service:
        raise PermissionDenied
    found = current(warning, viewer, State.PROPOSED, row_version=row_version)
    refuse_author(found, viewer)
    check_complete(found, now_in(found.exercise, occasion.at))
    _check_sees_all(found, viewer)
    if needs_safe_message(found):
        raise InputError(
            "People at risk are addressed, and nobody has checked yet that this is safe for them. Do that first."
        )
    write_release(found, viewer, occasion, note)
    return let_out(found, viewer, occasion)


def let_out(
    warning: Warning, viewer: Person, occasion: Occasion, *, review_due_at: dt.datetime | None = None
) -> Warning:
    """Release a warning that may go out: its addressees see it from now on, and what it replaces is replaced."""
    now = now_in(warning.exercise, occasion.at)
    fields = {
        "state": State.RELEASED,
        "released_at": now,
        "expires_at": _end_of(warning, now),
        "review_due_at": review_due_at,
    }
    out = services.change(
        record=warning, row_version=warning.row_version, fields=fields, viewer=viewer, occasion=occasion
    )
    _open_to_addressees(out, viewer, occasion)
    if out.replaces_id is not None:
        _replace(out, viewer, occasion)
    out.refresh_from_db(from_queryset=readable_by(viewer, Warning))
    for path in settings.AVERT_AFTER_RELEASE:
        import_string(path)(warning=out, occasion=occasion)
    return out


def sharing_once_out(warning: Warning) -> Sharing:
    """Return whom a warning is for once it is out: its addressees too, and whoever could read what it replaces."""
    sharing, addressed = sharing_of(warning.audience_id), _addressed(warning)
    before = NOBODY_ELSE
    if warning.replaces is not None and warning.marking != Marking.RED:
        before = sharing_of(warning.replaces.audience_id)
    return Sharing(
        sharing.organisations | before.organisations | addressed,
        sharing.groups | before.groups,
        sharing.persons | before.persons,
    )


@transaction.atomic
def share_warning(
    *,
    record: Warning,
    row_version: int,
    sharing: Sharing,
    marking: Marking,
    viewer: Person,
    occasion: Occasion,
    why: str = "",
    may_be_wider: bool = False,
) -> Warning:
    """Say anew whom a warning is for. Once it is out, those to whom it is addressed stay."""
    addressed = _addressed(record) if record.state in GONE_OUT else frozenset()
    if addressed and marking == Marking.RED:
        raise InputError(str(red_refuses_organisations()))
    kept = Sharing(sharing.organisations | addressed, sharing.groups, sharing.persons)
    return services.share(
        record=record,
        row_version=row_version,
        sharing=kept,
        marking=marking,
        viewer=viewer,
        occasion=occasion,
        why=why,
        may_be_wider=may_be_wider,
    )


def _check_sees_all(warning: Warning, viewer: Person) -> None:
    seen = readable_by(viewer, Addressee).filter(warning=warning.pk).count()
    if seen != len(addressees_of(warning)):
        raise InputError(
            "You cannot see everyone whom this warning is for, so you cannot check it. Ask its author to let you see."
        )


def _addressed(warning: Warning) -> Ids:
    found: set[uuid.UUID] = {a.organisation_id for a in addressees_of(warning) if a.organisation_id}
    return frozenset(found - {warning.owner_id})


def _open_to_addressees(warning: Warning, viewer: Person, occasion: Occasion) -> None:
    addressed = _addressed(warning)
    if addressed and warning.marking == Marking.RED:
        raise InputError(str(red_refuses_organisations()))
    for organisation_id in addressed:
        check_exercise(warning, organisation_id)
    _share(warning, sharing_once_out(warning), viewer, occasion)
    for addressee in addressees_of(warning) if warning.marking != Marking.RED else ():
        own = addressed & {addressee.organisation_id}
        _share(addressee, Sharing(organisations=frozenset(key for key in own if key)), viewer, occasion)


def _share(record: Warning | Addressee, sharing: Sharing, viewer: Person, occasion: Occasion) -> None:
    services.share(
        record=record,
        row_version=record.row_version,
        sharing=sharing,
        marking=record.marking,
        viewer=viewer,
        occasion=occasion,
    )


def _replace(warning: Warning, viewer: Person, occasion: Occasion) -> None:
    replaced = current(warning.replaces, viewer, State.RELEASED)
    fields = {"state": State.REPLACED, "review_due_at": None}
    services.change(
        record=replaced, row_version=replaced.row_version, fields=fields, viewer=viewer, occasion=occasion
    )


def _end_of(warning: Warning, now: dt.datetime) -> dt.datetime:
    if warning.window_until is None:
        return now + A_DAY
    # The day itself still counts.
    end = dt.datetime.combine(warning.window_until + A_DAY, dt.time(), dt.UTC)
    return max(end, now + A_DAY)
