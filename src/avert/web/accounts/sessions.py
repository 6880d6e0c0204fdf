"""Where a person is logged in, and ending it there."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from avert.web.accounts.devices import device_of
from avert.web.accounts.models import Person, PersonSession
from avert.web.audit import services as audit
from avert.web.audit.actions import Action
from avert.web.audit.occasions import Occasion

STARTED, SEEN = "accounts.started", "accounts.seen"


@dataclass(frozen=True)
class Line:
    """A session as its person sees it."""

    id: uuid.UUID
    started: dt.datetime
    last_seen: dt.datetime
    device: str
    is_this: bool


def sessions_of(*, viewer: Person, here: str, now: dt.datetime) -> list[Line]:
    """Return the viewer's sessions, this one (of the key ``here``) first."""
    found = PersonSession.objects.filter(person=viewer, session__expire_date__gt=now).order_by(
        "-last_seen", "-started"
    )
    lines = [Line(row.pk, row.started, row.last_seen, row.device, row.session_id == here) for row in found]
    return sorted(lines, key=lambda line: not line.is_this)


def begin(*, request: HttpRequest, person: Person, now: dt.datetime) -> None:
    """Note a session that has begun, or gone on under a new key."""
    started = request.session.setdefault(STARTED, now.timestamp())
    hour = request.session[SEEN] = _hour_of(now)
    PersonSession.objects.create(
        session_id=request.session.session_key,
        person=person,
        started=dt.datetime.fromtimestamp(started, dt.UTC),
        last_seen=dt.datetime.fromtimestamp(hour, dt.UTC),
        device=device_of(request.headers.get("User-Agent", "")),
    )


def note_seen(*, request: HttpRequest, now: dt.datetime) -> None:
    """Note that the session is in use; once an hour, so that reading a page asks the database for nothing more."""
    hour = _hour_of(now)
    if request.session.get(SEEN) != hour:
        request.session[SEEN] = hour
        seen = dt.datetime.fromtimestamp(hour, dt.UTC)
        PersonSession.objects.filter(session_id=request.session.session_key).update(last_seen=seen)


def has_run_out(*, request: HttpRequest, now: dt.datetime) -> bool:
    """Say whether the session began so long ago that it ends, however much it was used since."""
    started = request.session.get(STARTED, now.timestamp())
    return bool(now.timestamp() - started >= settings.SESSION_COOKIE_AGE)


@transaction.atomic
def end(*, person: Person, session_id: uuid.UUID, occasion: Occasion) -> bool:
    """End one of the person's sessions; say whether there was such a one."""
    is_ended = _end(PersonSession.objects.filter(person=person, pk=session_id))
    if is_ended:
        audit.append(
            occasion=occasion,
            action=Action.SESSION_END,
            object_kind=PersonSession._meta.label_lower,
            object_id=session_id,
        )
    return bool(is_ended)


@transaction.atomic
def end_others(*, person: Person, here: str, occasion: Occasion) -> int:
    """End all sessions of the person but the one of the key ``here``; with an empty key, all."""
    number = _end(PersonSession.objects.filter(person=person).exclude(session_id=here))
    if number:
        audit.append(
            occasion=occasion,
            action=Action.SESSION_END,
            object_kind=Person._meta.label_lower,
            object_id=person.pk,
        )
    return number


def _end(rows: QuerySet[PersonSession]) -> int:
    keys = list(rows.values_list("session_id", flat=True))
    Session.objects.filter(pk__in=keys).delete()  # and what was noted of them with them
    return len(keys)


def _hour_of(moment: dt.datetime) -> float:
    return moment.replace(minute=0, second=0, microsecond=0).timestamp()


class PersonSessionMiddleware(MiddlewareMixin):
    """Ends sessions that have run out, and notes which are in use. Before what asks who is there."""

    def process_request(self, request: HttpRequest) -> None:
        """Note the session, where it is somebody's, or end it."""
        if not isinstance(request.user, Person) or not request.session.session_key:
            return
        now = timezone.now()
        if has_run_out(request=request, now=now):
            logout(request)
        elif STARTED in request.session:
            note_seen(request=request, now=now)
        else:
            begin(request=request, person=request.user, now=now)  # or nobody could end it
