from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from avert.errors import InputError
from avert.web.accounts.models import Organisation, Person


def is_anyone_registered() -> bool:
    """Say whether the site has its first person yet."""
    return Person.objects.exists()


def person_called(username: str) -> Person:
    """Return who logs in by this name, for whoever has a shell on the server. Raises InputError."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise InputError(f"There is nobody called {username!r}. Check the name; capitals count.")
    return person


def organisations_of(*, viewer: Person) -> QuerySet[Organisation]:
    """Return the organisations the viewer belongs to."""
    return Organisation.objects.filter(memberships__person=viewer)


def viewer_of(request: HttpRequest) -> Person | AnonymousUser:
    """Return who is looking; selectors take this as ``viewer`` and filter by it."""
    return request.user  # type: ignore[return-value]


def person_of(request: HttpRequest) -> Person:
    """Return who is logged in, for views that nobody else can open."""
    viewer = viewer_of(request)
    if not isinstance(viewer, Person):
        raise PermissionDenied
    return viewer


def person_or_none(request: HttpRequest) -> Person | None:
    """Return who is logged in, if anyone is."""
    viewer = viewer_of(request)
    return viewer if isinstance(viewer, Person) else None
