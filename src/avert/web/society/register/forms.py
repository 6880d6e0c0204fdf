from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.society.vocabulary import Attribute, Voice
from avert.web.records.forms import PlaceField, why_field
from avert.web.site.fields import LinesField, day_field
from avert.web.society.register.fields import SOURCE, AreasField, PicksField, YesNoField, choice_of
from avert.web.society.register.selectors import Wanted
from avert.web.society.vocabulary import (
    ATTRIBUTES,
    CAPACITIES,
    KINDS,
    LEVELS,
    SECTORS,
    Consent,
)

FIELDS = (
    "name", "other_names", "place", "areas", "where", "kind", "sector", "level", "is_decision_maker", "mandate",
    "mandate_document", "capacities", "languages", "groups", "begins", "ends", "is_protected", "consent",
    "consent_on", "review_on", "source",
)  # fmt: skip


class FindForm(forms.Form):
    """Which structures to show."""

    text = forms.CharField(label=_("Words"), max_length=100, required=False)
    place = PlaceField(required=False, help_text="")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = {"sector": (_("Sector"), SECTORS), "level": (_("Level"), LEVELS), "kind": (_("Kind"), KINDS)}
        for name, (label, known) in (words | {"capacity": (_("It can"), CAPACITIES)}).items():
            self.fields[name] = choice_of(known, label, empty=_("all"))
        self.fields["on"] = day_field(_("Active on"))

    @property
    def wanted(self) -> Wanted | None:
        """Return what is asked for; None where it cannot be understood."""
        return Wanted(**self.cleaned_data) if self.is_valid() else None


class StructureForm(forms.Form):
    """A structure or actor of peace, as an organisation or a role."""

    name = forms.CharField(
        label=_("What is the organisation or role called?"),
        help_text=_("Never a person’s name: “Chair of the market women”, not who that is."),
        max_length=200,
    )
    other_names = LinesField(
        label=_("What else is it called?"),
        help_text=_("Short names, other languages and scripts; one on each line."),
    )
    place = PlaceField(required=False)
    areas = AreasField(
        label=_("In which areas does it work?"),
        help_text=_("One on each line: a country by name, or the key of an area, such as adm1:KE-30."),
    )
    where = forms.CharField(label=_("Where, in words"), max_length=200, required=False)
    is_decision_maker = forms.BooleanField(
        label=_("It can decide on a response to a warning"), required=False
    )
    mandate = forms.CharField(
        label=_("What is it there to do?"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    mandate_document = forms.CharField(
        label=_("Which document says so?"), help_text=_("An act, a decree, a statute; with its web address."),
        max_length=500, required=False,
    )  # fmt: skip
    capacities = PicksField(CAPACITIES, label=_("What can it do?"))
    languages = LinesField(label=_("In which languages does it work?"), help_text=_("One on each line."))
    groups = LinesField(
        label=_("To which groups does it belong, or is seen to?"), help_text=_("One on each line.")
    )
    begins = day_field(_("Active from"))
    ends = day_field(_("Active until"))
    is_protected = forms.BooleanField(
        label=_("Being known puts it at risk"), required=False,
        help_text=_("Then it is in no measure, file or program, and security actors never see it."),
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=_("Did they agree to be listed?"), choices=Consent.choices, initial=Consent.NOT_ASKED,
        help_text=_("Until they agree, only your organisation reads it. Who says no, or no longer, is removed."),
    )  # fmt: skip
    consent_on = day_field(_("They agreed on"))
    review_on = day_field(_("Look again on"))
    source = forms.CharField(label=_("Who says all this?"), help_text=SOURCE, max_length=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"] = choice_of(KINDS, _("What kind of structure is it?"), empty=_("not known"))
        self.fields["sector"] = choice_of(SECTORS, _("Sector"), empty=_("not known"))
        self.fields["level"] = choice_of(LEVELS, _("Level"), empty=_("not known"))
        self.order_fields(FIELDS)


class NewStructureForm(StructureForm):
    """A new structure, asked for on one page with whom it is for."""

    def add_prefix(self, field_name: str) -> str:
        """Tell the groups it belongs to from the sharing groups that the same page asks for."""
        return super().add_prefix("groups_seen" if field_name == "groups" else field_name)


class ChangeStructureForm(StructureForm):
    """What is said of a structure from now on, and why."""

    why = why_field()


class VoicesForm(forms.Form):
    """How many seats there are, who holds them, and who leads, speaks and decides."""

    seats = forms.IntegerField(
        label=_("How many seats are there?"), min_value=0, max_value=10_000, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = {
            Voice.LEADS: _("{who}: do any of them lead?"),
            Voice.SPEAKS: _("{who}: do they speak?"),
            Voice.DECIDES: _("{who}: do they decide?"),
        }
        for attribute, who in ATTRIBUTES.items():
            label = gettext("{who}: how many of the seats?").format(who=who)
            field = forms.IntegerField(label=label, min_value=0, max_value=10_000, required=False)
            self.fields[f"{attribute}_seats"] = field
            for voice, question in asked.items():
                self.fields[f"{attribute}_{voice}"] = YesNoField(label=str(question).format(who=who))

    @staticmethod
    def initial_of(structure: Any) -> dict[str, Any]:
        """Return what a structure says, as the form asks it."""
        kept: Mapping[str, Mapping[str, Any]] = structure.voices
        said = {
            f"{attribute}_{name}": value for attribute, each in kept.items() for name, value in each.items()
        }
        return {"seats": structure.seats} | said

    def clean(self) -> dict[str, Any]:
        """Refuse more seats of some than there are."""
        cleaned = super().clean() or {}
        total = cleaned.get("seats")
        for attribute in Attribute:
            if total is not None and (cleaned.get(f"{attribute}_seats") or 0) > total:
                self.add_error(f"{attribute}_seats", gettext("That is more than there are seats."))
        return cleaned

    @property
    def fields_said(self) -> dict[str, Any]:
        """Return what the form says as a structure keeps it, once it is valid: what was not asked is absent."""
        said = {
            str(attribute): {
                str(name): value
                for name in ("seats", *Voice)
                if (value := self.cleaned_data[f"{attribute}_{name}"]) is not None
            }
            for attribute in Attribute
        }
        return {
            "seats": self.cleaned_data["seats"],
            "voices": {attribute: each for attribute, each in said.items() if each},
        }
