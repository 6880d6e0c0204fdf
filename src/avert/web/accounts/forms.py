from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from avert.web.accounts import throttle
from avert.web.accounts.models import Person


class LogInForm(AuthenticationForm):
    """Name and password, with a limit on guessing."""

    def clean(self) -> dict[str, Any]:
        """Refuse at once when too many tries have failed, and count this one if it fails."""
        attempt = {"username": str(self.data.get("username", "")), "address": self._address()}
        if throttle.is_throttled(**attempt):
            raise forms.ValidationError(
                _("Too many tries have failed. Wait five minutes, then try again."), code="throttled"
            )
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            throttle.note_failure(**attempt)
            raise
        throttle.forget_failures(**attempt)
        return cleaned

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
        return throttle.address_of(self.request) if self.request else ""


class ChangePasswordForm(PasswordChangeForm):
    """The old password and the new one, twice."""

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        super().__init__(person, *args, **options)
        if person.must_change_password:
            self.fields["old_password"].label = _("One-time password")
