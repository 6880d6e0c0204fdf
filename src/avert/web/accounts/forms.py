from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
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

    def _address(self) -> str:
        return throttle.address_of(self.request) if self.request else ""


class ChangePasswordForm(PasswordChangeForm):
    """The old password and the new one, twice."""

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        super().__init__(person, *args, **options)
        if person.must_change_password:
            self.fields["old_password"].label = _("One-time password")
