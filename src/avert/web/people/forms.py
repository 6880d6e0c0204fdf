from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from avert.errors import UnknownPlaceError
from avert.places import find_place
from avert.web.accounts.invitations import (
    DAYS,
    FEWEST_DAYS,
    MOST_DAYS,
    NewPerson,
    good_invitation,
    is_taken,
)
from avert.web.accounts.models import Invitation, Organisation, Person
from avert.web.accounts.organisations import Description
from avert.web.accounts.vocabulary import APART, Level, RoleKind, Sector, Topic
from avert.web.people.words import named

MOST_LETTERS = 200
NOT_GOOD = _("This code is not good. It may be mistyped, used, withdrawn or too old: ask for a new one.")


class NameForm(forms.Form):
    """A name in one or more languages."""

    def __init__(self, *args: Any, name: dict[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {}
        for code, language in settings.DECLARED_LANGUAGES:
            fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language},
                required=False,
                max_length=MOST_LETTERS,
                initial=(name or {}).get(code, ""),
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
        self.fields = fields | self.fields

    def clean(self) -> dict[str, Any]:
        """Ask for a name in at least one language."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.name():
            raise ValidationError(_("Write the name in at least one language."))
        return cleaned

    def name(self) -> dict[str, str]:
        """Return the name as ``{language: text}``."""
        languages = [code for code, _language in settings.DECLARED_LANGUAGES]
        return {code: text for code in languages if (text := self.cleaned_data.get(f"name_{code}"))}


class OrganisationForm(NameForm):
    """What is said of an organisation."""

    level = forms.ChoiceField(label=_("Level"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    is_listed = forms.BooleanField(
        label=_("Others here may find it"),
        required=False,
        help_text=_(
            "Ticked, every member of any organisation here sees its name and can ask it into a sharing group. "
            "Being known to use this site can put people at risk: leave it empty unless the organisation agrees."
        ),
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **options: Any) -> None:
        super().__init__(*args, name=organisation.name if organisation else None, **options)
        for field, choices in (("level", Level), ("sector", Sector)):
            self.fields[field].choices = [("", _("not said")), *choices.choices]  # type: ignore[attr-defined]
        for field in ("level", "sector", "is_listed"):
            self.fields[field].initial = getattr(organisation, field) if organisation else None

    def description(self) -> Description:
        """Return what was filled in."""
        said = self.cleaned_data
        return Description(self.name(), said["level"], said["sector"], said["is_listed"])


class RoleForm(forms.Form):
    """A role and where it ends."""

    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices, initial=RoleKind.READER)
    place = forms.CharField(
        label=_("Only for a place"),
        required=False,
        max_length=MOST_LETTERS,
        help_text=_("A country's name or code, with all that lies in it. Empty: everywhere."),
    )
    topic = forms.ChoiceField(
        label=_("Only about"),
        required=False,
        help_text=_("Preventive diplomacy is kept apart: only a role that names it reaches it."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        everything = _("everything but %(apart)s") % {"apart": ", ".join(str(Topic(t).label) for t in APART)}
        self.fields["topic"].choices = [("", everything), *Topic.choices]  # type: ignore[attr-defined]

    def clean_place(self) -> str:
        """Return the key of the place that was named."""
        text = self.cleaned_data["place"].strip()
        try:
            return find_place(text).key if text else ""
        except UnknownPlaceError as error:
            raise ValidationError(str(error)) from None


class InvitationForm(RoleForm):
    """What whoever brings the code may do, and how long it is good. An administrator invites leads only."""

    days = forms.IntegerField(
        label=_("Good for how many days"), min_value=FEWEST_DAYS, max_value=MOST_DAYS, initial=DAYS
    )

    def __init__(
        self, *args: Any, organisation: Organisation, is_for_first_lead: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.organisation, self.is_for_first_lead = organisation, is_for_first_lead
        if is_for_first_lead:
            for name in ("kind", "place", "topic"):
                del self.fields[name]

    def invitation(self) -> Invitation:
        """Return the invitation, which is not kept yet."""
        said = {"kind": RoleKind.LEAD} if self.is_for_first_lead else dict(self.cleaned_data)
        said.pop("days", None)
        return Invitation(organisation=self.organisation, **said)


class CodeField(forms.CharField):
    """The code of an invitation."""

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        super().__init__(
            label=_("Code of the invitation"),
            max_length=100,
            widget=forms.TextInput(attrs=attributes),
            **options,
        )


class CodeForm(forms.Form):
    """For someone who is here already."""

    code = CodeField()

    def __init__(self, *args: Any, now: dt.datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now

    def clean_code(self) -> str:
        """Refuse what is not good, without saying why."""
        return _good(self.cleaned_data["code"], self.now)


class JoinForm(BaseUserCreationForm):
    """For someone new: the code, and how they want to be called and to log in."""

    code = CodeField()
    field_order = ("code", "name", "username", "password1", "password2")

    class Meta:
        model = Person
        fields = ("name", "username")

    def __init__(self, *args: Any, now: dt.datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        self.fields["name"].required = True
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["name"].help_text = _("The people of your organisation see it.")

    def clean_code(self) -> str:
        """Refuse what is not good, without saying why."""
        return _good(self.cleaned_data["code"], self.now)

    def clean_username(self) -> str:
        """Say that a name is taken, but only to whoever has a good code."""
        username: str = self.cleaned_data["username"]
        if "code" in self.cleaned_data and is_taken(username):
            raise ValidationError(_("Someone here already has this user name. Choose another."))
        return username

    def validate_unique(self) -> None:
        """Leave it to ``clean_username``: a stranger must not learn who has an account."""

    def newcomer(self) -> NewPerson:
        """Return who joins."""
        said = self.cleaned_data
        return NewPerson(said["username"], said["name"], said["password1"])


class GroupForm(NameForm):
    """A new sharing group."""

    keeper = forms.ModelChoiceField(
        label=_("Kept by"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["keeper"], organisations)


class AskForm(forms.Form):
    """Whom to ask into a group: one that the asker may know of, or one that handed over its id."""

    organisation = forms.ModelChoiceField(
        label=_("One that you know of here"), required=False, queryset=Organisation.objects.none()
    )
    organisation_id = forms.UUIDField(
        label=_("Or the id that an organisation gave you"),
        required=False,
        help_text=_("One that is not listed finds it on its own page and hands it to those it trusts."),
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["organisation"], organisations)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned["organisation"]) == bool(cleaned["organisation_id"]):
            raise ValidationError(_("Choose an organisation or write its id."))
        return cleaned

    def asked(self) -> uuid.UUID:
        """Return the id of whom to ask, whether or not it is here."""
        chosen: Organisation | None = self.cleaned_data["organisation"]
        found: uuid.UUID = chosen.pk if chosen else self.cleaned_data["organisation_id"]
        return found


def _offer(field: Any, organisations: Any) -> None:
    field.queryset = organisations
    field.label_from_instance = lambda organisation: named(organisation.name)


def _good(code: str, now: dt.datetime) -> str:
    if good_invitation(code, now) is None:
        raise ValidationError(NOT_GOOD, code="not-good")
    return code
