"""Logging in and out, in one step or two, and confirming later that it is still the same person."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from avert.web.access import address_of
from avert.web.accounts import codes, sessions, tries
from avert.web.accounts.codes import Factor
from avert.web.accounts.models import Person
from avert.web.accounts.reauthentication import note_authentication
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion
from avert.web.limits import services as limits
from avert.web.limits.purposes import Purpose

HALF = "accounts.half-logged-in"


@transaction.atomic
def log_in(*, request: HttpRequest, person: Person, occasion: Occasion, factor: Factor | None = None) -> None:
    """Begin a session; ``factor`` is what was shown at a second step."""
    request.session.pop(HALF, None)
    login(request, person)  # gives the session a new key
    note_authentication(request, now=occasion.at)
    sessions.begin(request=request, person=person, now=occasion.at)
    tries.forget_failures(username=person.username, address=address_of(request))
    limits.forget(purpose=Purpose.SECOND_FACTOR, key=str(person.pk))
    _append(person, Action.LOG_IN, occasion, field_names=[factor] if factor else [])


@transaction.atomic
def refuse_log_in(*, username: str, address: str, occasion: Occasion) -> None:
    """Count and write down that a log-in failed; of the name, which may be a password, a keyed digest is kept."""
    is_closed = tries.note_failure(username=username, address=address, now=occasion.at)
    for action in (Action.LOG_IN_REFUSED, *([Action.LOCKED_OUT] if is_closed else [])):
        audit.append(
            occasion=occasion,
            action=action,
            object_kind=Person._meta.label_lower,
            values={"username": username.casefold()},
        )


@transaction.atomic
def refuse(*, person: Person, purpose: Purpose, field: str, occasion: Occasion) -> None:
    """Count and write down that someone known gave a wrong password or code."""
    is_closed = limits.note_failure(purpose=purpose, key=str(person.pk), now=occasion.at)
    _append(person, Action.LOG_IN_REFUSED, occasion, field_names=[field])
    if is_closed:
        _append(person, Action.LOCKED_OUT, occasion, field_names=[field])


def begin_log_in(*, request: HttpRequest, person: Person, now: dt.datetime) -> None:
    """Remember that the password was right; until a code follows, that opens nothing."""
    request.session.flush()
    request.session[HALF] = {
        "person": str(person.pk),
        "password": person.get_session_auth_hash(),
        "at": now.timestamp(),
    }


def half_logged_in(*, request: HttpRequest, now: dt.datetime) -> Person | None:
    """Return who has given the password in this session and owes the code; nobody once five minutes have passed."""
    half = request.session.get(HALF)
    if half is None:
        return None
    age = now.timestamp() - half["at"]
    person = Person.objects.filter(pk=half["person"], is_active=True).first()
    is_in_time = 0 <= age < settings.AVERT_HALF_LOGGED_IN.total_seconds()
    if person and is_in_time and constant_time_compare(half["password"], person.get_session_auth_hash()):
        return person
    request.session.flush()
    return None


@transaction.atomic
def finish_log_in(*, request: HttpRequest, person: Person, code: str, occasion: Occasion) -> Factor | None:
    """Begin the session if the code is good, and return what kind it was; otherwise count the try."""
    factor = codes.use(person=person, code=code, now=occasion.at)
    if factor is None:
        refuse(person=person, purpose=Purpose.SECOND_FACTOR, field=Factor.APP_CODE, occasion=occasion)
    else:
        log_in(request=request, person=person, occasion=occasion, factor=factor)
    return factor


@transaction.atomic
def log_out(*, request: HttpRequest, person: Person | None, occasion: Occasion) -> None:
    """End the session, of nobody too, with all that it held."""
    logout(request)
    if person is not None:
        _append(person, Action.LOG_OUT, occasion)


@transaction.atomic
def confirm(
    *, request: HttpRequest, person: Person, occasion: Occasion, password: str = "", code: str = ""
) -> bool:
    """Take the password, or a code of the app, as a sign that it is still the same person; or count the try."""
    field, is_right = "password", bool(password) and person.check_password(password)
    if code:
        field = Factor.APP_CODE
        is_right = codes.use_app_code(person=person, code=code, now=occasion.at)
    if not is_right:
        refuse(person=person, purpose=Purpose.REAUTHENTICATION, field=field, occasion=occasion)
        return False
    note_authentication(request, now=occasion.at)
    limits.forget(purpose=Purpose.REAUTHENTICATION, key=str(person.pk))
    _append(person, Action.REAUTHENTICATE, occasion, field_names=[field])
    return True


def _append(person: Person, action: Action, occasion: Occasion, field_names: list[str] | None = None) -> None:
    # Without an owner: colleagues do not watch each other's log-ins, see trail/policy.py.
    audit.append(
        occasion=occasion,
        action=action,
        object_kind=Person._meta.label_lower,
        object_id=person.pk,
        field_names=field_names or [],
    )
