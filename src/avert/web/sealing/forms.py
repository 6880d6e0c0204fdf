from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.models import Person
from avert.web.sealing.errors import (
    CannotOpenError,
    DamagedSealError,
    KeyFileError,
    PassphraseError,
    TooManyTriesError,
)
from avert.web.sealing.key_file import MOST_BYTES
from avert.web.sealing.vocabulary import label_of

SHORTEST_PASSPHRASE = 16
SAYS = {
    KeyFileError: _(
        "This is not the key file for this key. Take the file that was saved when the key was made, and compare "
        "the fingerprint."
    ),
    PassphraseError: _(
        "The passphrase is wrong or the key file is damaged, so nothing is opened. Type the passphrase again, or "
        "take another copy of the file."
    ),
    TooManyTriesError: _("Too many tries have failed. Wait five minutes, then try again."),
    DamagedSealError: _(
        "What is stored is not what was sealed here, so it cannot be trusted or read. Bring the database back from "
        "a backup, or erase the sealed fields of the record."
    ),
}


class NameCustodianForm(forms.Form):
    """One of the members."""

    custodian: Any = forms.ModelChoiceField(
        queryset=None, label=_("Custodian"), empty_label=_("Choose a member")
    )

    def __init__(self, members: QuerySet[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["custodian"]
        choice.queryset = members  # type: ignore[attr-defined]
        choice.label_from_instance = Person.get_full_name  # type: ignore[attr-defined]


class SealForm(forms.Form):
    """What is sealed as soon as it is sent; a field left blank keeps what it held."""

    def __init__(self, names: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in names:
            self.fields[name] = forms.CharField(
                label=str(label_of(name)),
                required=False,
                max_length=4_000,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )


class PassphraseForm(forms.Form):
    """A passphrase, twice, and that its consequences are understood."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 16 characters: five or more words that have nothing to do with each other. Not the password "
            "you log in with."
        ),
    )
    again = forms.CharField(
        label=_("The same passphrase again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    is_understood = forms.BooleanField(label=_("I understand that nobody can help if I lose them"))

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_passphrase(self) -> str:
        """Refuse what is guessed soon by someone who has the file."""
        passphrase: str = self.cleaned_data["passphrase"]
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise forms.ValidationError(
                _("Fewer than 16 characters. Whoever finds the file can guess for years, so make it longer.")
            )
        validate_password(passphrase, self.person)
        if self.person.check_password(passphrase):
            raise forms.ValidationError(
                _("This is the password you log in with, which the server learns each time. Choose another.")
            )
        return passphrase

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        cleaned = super().clean() or {}
        if "passphrase" in cleaned and cleaned["passphrase"] != cleaned.get("again"):
            self.add_error("again", _("The two differ. Type the passphrase twice."))
        return cleaned


class KeyForm(forms.Form):
    """The key file, as a file or as its text, and the passphrase."""

    use_required_attribute = False  # the browser cannot know that one of the two is enough

    key_file = forms.FileField(
        label=_("Key file"),
        widget=forms.FileInput(attrs={"accept": ".avert-key"}),
        error_messages={"required": _("Choose the key file, or type its text below.")},
    )
    key_text = forms.CharField(
        label=_("Or its text, from the recovery sheet"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key_file"].required = not self.data.get("key_text")

    def clean_key_file(self) -> str:
        """Return the file's text, unless it is larger than any key file."""
        upload: UploadedFile | None = self.cleaned_data["key_file"]
        if upload is None:
            return ""
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(SAYS[KeyFileError])
        return upload.read().decode("utf-8", errors="replace")

    def opening(self) -> dict[str, Any]:
        """Return what a service needs in order to open, once the form is valid."""
        data = self.cleaned_data
        return {"key_file": data["key_file"] or data["key_text"], "passphrase": data["passphrase"]}

    def refuse(self, error: CannotOpenError) -> None:
        """Say why it did not open."""
        self.add_error(None, SAYS[type(error)])
