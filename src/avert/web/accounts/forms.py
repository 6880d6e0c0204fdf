from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from avert.web.access import address_of
from avert.web.accounts import tries
from avert.web.accounts.models import Person
from avert.web.limits import selectors as limits
from avert.web.limits.purposes import Purpose


class LogInForm(AuthenticationForm):
    """Name and password, with a limit on guessing."""

    def __init__(self, *args: Any, now: dt.datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """Refuse at once when too many tries have failed."""
        until = tries.closed_until(
            username=str(self.data.get("username", "")), address=self._address(), now=self.now
        )
        if until:
            raise ValidationError(tries.how_long(until, self.now), code="throttled")
        return super().clean()

    def person(self) -> Person:
        """Return who logs in, once the form is valid."""
        found: Person = self.get_user()  # type: ignore[assignment]  # Django's stubs know no model of ours
        return found

    def refused_name(self) -> str | None:
        """Return the name that was typed with a wrong password; tries that the limit turned away do not count.

        Or a stranger could fill the audit as fast as they can send.
        """
        is_wrong = self.is_bound and self.has_error(NON_FIELD_ERRORS, "invalid_login")
        return str(self.data.get("username", "")) if is_wrong else None

    def _address(self) -> str:
        return address_of(self.request) if self.request else ""


class LimitedForm(forms.Form):
    """Something that only its person knows, with a limit on guessing."""

    def __init__(
        self, *args: Any, person: Person, purpose: Purpose, now: dt.datetime, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.person, self.purpose, self.now = person, purpose, now

    def clean(self) -> dict[str, Any]:
        """Refuse at once when too many tries have failed."""
        until = limits.closed_until(purpose=self.purpose, key=str(self.person.pk), now=self.now)
        if until:
            raise ValidationError(tries.how_long(until, self.now), code="throttled")
        return super().clean() or self.cleaned_data


class CodeForm(LimitedForm):
    """A code from the app, or for recovery where the page takes one."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def say_wrong(self) -> None:
        """Mark the code as one that is not good."""
        self.add_error("code", _("This code is not good. Each works once; wait for the next one in the app."))


class PasswordForm(LimitedForm):
    """One's password."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def say_wrong(self) -> None:
        """Mark the password as wrong."""
        self.add_error("password", _("This is not your password."))


class ChangePasswordForm(PasswordChangeForm):
    """The old password and the new one, twice."""

    def __init__(self, person: Person, *args: Any, now: dt.datetime, **options: Any) -> None:
        super().__init__(person, *args, **options)
        self.person, self.now = person, now
        if person.must_change_password:
            self.fields["old_password"].label = _("One-time password")

    def clean_old_password(self) -> str:
        """Refuse at once when too many tries have failed."""
        until = limits.closed_until(purpose=Purpose.PASSWORD_CHANGE, key=str(self.person.pk), now=self.now)
        if until:
            raise ValidationError(tries.how_long(until, self.now), code="throttled")
        return super().clean_old_password()

    def is_guess(self) -> bool:
        """Say whether the old password was wrong."""
        return self.is_bound and self.has_error("old_password", "password_incorrect")
