from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Level
from avert.web.contacts.vocabulary import Way
from avert.web.records.forms import PlaceField, why_field
from avert.web.records.naming import name_in
from avert.web.records.policy import Viewer
from avert.web.records.selectors import organisations_known_to
from avert.web.site.fields import WallTimeField, day_field, time_field, zone_field

CONTACT_FIELDS = (
    "role", "place", "way", "phone", "email", "webhook", "organisation", "level", "is_at_risk", "language",
    "tried_on", "review_on",
)  # fmt: skip
TREE_FIELDS = ("title", "place", "opens_with", "rehearsed_on", "review_on")
LADDER_FIELDS = ("title", "place", "ends_with_decision", "zone", "days", "opens", "closes")
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
BCP47 = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# What each first way cannot do without.
NEEDS: Mapping[str, str] = {
    Way.SITE: "organisation",
    Way.EMAIL: "email",
    Way.SMS: "phone",
    Way.WEBHOOK: "webhook",
}
DAYS = (
    ("0", _("Monday")), ("1", _("Tuesday")), ("2", _("Wednesday")), ("3", _("Thursday")), ("4", _("Friday")),
    ("5", _("Saturday")), ("6", _("Sunday")),
)  # fmt: skip


class DaysField(forms.MultipleChoiceField):
    """Days of the week; its value is a text such as 01234, Monday to Friday."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=DAYS, widget=forms.CheckboxSelectMultiple, **options)

    def prepare_value(self, value: Any) -> Any:
        """Return the days that are ticked."""
        return list(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Return the days in order."""
        return "".join(sorted(set(super().clean(list("".join(value or ()))))))


class ContactForm(forms.Form):
    """A role, and how it is reached."""

    role = forms.CharField(
        label=_("Role"),
        help_text=_("What they do, never who they are: “Chair of the market women”, not a name."),
        max_length=200,
    )
    place = PlaceField(required=False)
    way = forms.ChoiceField(label=_("How are they reached first?"), choices=Way.choices)
    phone = forms.CharField(
        label=_("Telephone"), help_text=_("With the country in front: +254…"), max_length=30, required=False
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    webhook = forms.URLField(
        label=_("Web address of their system"), help_text=_("It begins with https."), required=False,
        assume_scheme="https",
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Level"), choices=[("", "–"), *Level.choices], required=False)
    is_at_risk = forms.BooleanField(label=_("They are people at risk themselves"), required=False)
    language = forms.CharField(
        label=_("Language"), help_text=_("Its code, such as sw, fr or ar."), max_length=20, required=False
    )
    tried_on = day_field(_("Last tried"))
    review_on = day_field(_("Look again on"), _("Numbers change. On this day it is shown first in the list."))

    field_order = CONTACT_FIELDS

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"] = Organisations(
            organisations_known_to(viewer),
            label=_("Organisation on this site"),
            help_text=_("Its people see a warning here and answer it here."),
            required=False,
            empty_label=_("none"),
        )
        self.order_fields(CONTACT_FIELDS)

    def clean_phone(self) -> str:
        """Return the number as telephones everywhere take it."""
        number = re.sub(r"[\s().-]", "", self.cleaned_data["phone"])
        if number and not E164.fullmatch(number):
            raise forms.ValidationError(
                gettext("Write the whole number with + and the country, such as +254700123456.")
            )
        return number

    def clean_webhook(self) -> str:
        """Refuse an address on whose way everyone could read along."""
        address = str(self.cleaned_data["webhook"])
        if address and not address.startswith("https://"):
            raise forms.ValidationError(gettext("Only https is taken: over anything else others read along."))
        return address

    def clean_language(self) -> str:
        """Return a language by its code."""
        code = str(self.cleaned_data["language"])
        if code and not BCP47.fullmatch(code):
            raise forms.ValidationError(gettext("Write the code of the language, such as sw, fr or ar."))
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for the address of the first way."""
        cleaned = super().clean() or {}
        needed = NEEDS.get(cleaned.get("way", ""))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(
                needed, gettext("Fill this in, or choose another first way: they could not be reached.")
            )
        return cleaned


class Organisations(forms.ModelChoiceField):
    """One of the organisations that the viewer may know."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what it is called."""
        return name_in(obj.name)


class ChangeContactForm(ContactForm):
    """How a role is reached from now on, and why."""

    why = why_field()


class FindForm(forms.Form):
    """Which contacts to list."""

    place = PlaceField(required=False, help_text="")
    way = forms.ChoiceField(label=_("First way"), choices=[("", _("all")), *Way.choices], required=False)


class TreeForm(forms.Form):
    """A phone tree before its calls."""

    title = forms.CharField(label=_("What is it called?"), max_length=200)
    place = PlaceField(required=False)
    opens_with = forms.CharField(
        label=_("What does the first caller say?"),
        help_text=_("Short enough to be passed on word for word. No names."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rehearsed_on = day_field(_("Last rehearsed"))
    review_on = day_field(_("Look again on"))


class ChangeTreeForm(TreeForm):
    """What a phone tree says from now on, and why."""

    why = why_field()


class RoleChoice(forms.ChoiceField):
    """One of the contacts that are offered; its value is the contact."""

    def __init__(self, contacts: Sequence[Any], *, nobody: Any = "", **options: Any) -> None:
        self._contacts = {str(contact.pk): contact for contact in contacts}
        choices = [("", nobody), *((key, contact.role) for key, contact in self._contacts.items())]
        super().__init__(choices=choices, **options)

    def clean(self, value: Any) -> Any:
        """Return the contact that was chosen."""
        return self._contacts.get(super().clean(value))


class CallForm(forms.Form):
    """One call of a tree, among contacts that the viewer may read."""

    order = forms.IntegerField(label=_("As which of their calls?"), min_value=1, max_value=99, initial=1)

    def __init__(self, *args: Any, contacts: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["caller"] = RoleChoice(
            contacts, nobody=_("Whoever knows first"), label=_("Who calls?"), required=False
        )
        self.fields["callee"] = RoleChoice(contacts, nobody="–", label=_("Whom?"))
        self.fields["instead"] = RoleChoice(
            contacts, nobody=_("nobody"), label=_("Whom instead, when nobody answers?"), required=False,
            help_text=_("Whoever is called instead then makes the calls of the one who did not answer."),
        )  # fmt: skip
        self.order_fields(["caller", "callee", "instead", "order"])


class PaceForm(forms.Form):
    """How long a call is taken to last."""

    minutes = forms.FloatField(label=_("Minutes for one call (an assumption)"), min_value=0.5, max_value=60)


class LadderForm(forms.Form):
    """A ladder before its steps."""

    title = forms.CharField(label=_("What is it called?"), max_length=200)
    place = PlaceField(required=False)
    ends_with_decision = forms.BooleanField(
        label=_("Only a decision ends it"), required=False,
        help_text=_("Otherwise it ends once someone says that the warning has arrived."),
    )  # fmt: skip
    zone = zone_field(
        _("Time zone of the working hours"),
        _("Such as Africa/Nairobi. Left blank, every hour counts, as it must where lives are threatened."),
    )
    days = DaysField(label=_("Working days"), initial="01234", required=False)
    opens = time_field(_("Opens"), _("8:00 if left blank."))
    closes = time_field(_("Closes"), _("17:00 if left blank."))


class ChangeLadderForm(LadderForm):
    """How a ladder is from now on, and why."""

    why = why_field()


class StepForm(forms.Form):
    """Whom to turn to after how much silence, among contacts that the viewer may read."""

    hours = forms.DecimalField(
        label=_("After how many hours of silence?"), min_value=0, max_value=999, decimal_places=2,
        help_text=_("Half an hour is 0.5."),
    )  # fmt: skip

    def __init__(self, *args: Any, contacts: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"] = RoleChoice(contacts, nobody="–", label=_("To whom?"))

    @property
    def after(self) -> dt.timedelta:
        """Return the silence, once the form is valid."""
        return dt.timedelta(hours=float(self.cleaned_data["hours"]))


class SentForm(forms.Form):
    """When a warning is imagined to be sent."""

    sent = WallTimeField(label=_("If it is sent on"))
