from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from avert.errors import InputError
from avert.web.accounts.models import Membership, Organisation, Person
from avert.web.accounts.passwords import new_one_time_password


@transaction.atomic
def create_administrator(*, username: str) -> tuple[Person, str]:
    """Create someone who keeps the site running, with a password that works once; it is stored nowhere."""
    if Person.objects.filter(username=username).exists():
        raise InputError(f"There is already someone called {username!r}. Choose another name.")
    password = new_one_time_password()
    person = Person(username=username, is_staff=True, must_change_password=True)
    person.set_password(password)
    person.full_clean()
    person.save(force_insert=True)
    return person, password


def change_password(*, person: Person, new_password: str) -> Person:
    """Replace the password, the one-time password too."""
    validate_password(new_password, person)
    person.set_password(new_password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    return person


def create_organisation(*, name: dict[str, str]) -> Organisation:
    """Create an organisation from its name in one or more languages."""
    return Organisation.objects.create(name=name)


def join_organisation(*, person: Person, organisation: Organisation) -> Membership:
    """Make the person a member; being one already is no mistake."""
    membership, _is_new = Membership.objects.get_or_create(person=person, organisation=organisation)
    return membership
