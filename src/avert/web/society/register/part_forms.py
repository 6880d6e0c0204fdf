"""What is asked of trust, ties and activities, and of what security actors may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avert.society.vocabulary import Status, Trust
from avert.web.records.forms import why_field
from avert.web.site.fields import LinesField, day_field
from avert.web.society.register.fields import SOURCE, AreasField, PicksField
from avert.web.society.vocabulary import LAYERS, LEVELS, SECTORS, STATUSES, TRUST, choices_of

TIE_FIELDS = ("layer", "is_directed", "begins", "ends", "evidence")
ACTIVITY_FIELDS = (
    "title", "what", "what_scheme", "areas", "target_group", "drivers", "status", "begins", "ends", "source",
)  # fmt: skip
TRUST_FIELDS = ("group", "trust", "basis", "on")
WAYS = [
    ("both", _("both ways")),
    ("out", _("from this one to the other")),
    ("in", _("from the other to this one")),
]


class TrustForm(forms.Form):
    """How far one group trusts a structure."""

    group = forms.CharField(label=_("Which group?"), max_length=200)
    trust = forms.ChoiceField(
        label=_("How far do they trust it?"), choices=choices_of(TRUST), initial=Trust.UNKNOWN
    )
    basis = forms.CharField(
        label=_("Who says so, and why?"), help_text=_("A role or a survey. No names."), max_length=1000,
        required=False, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    on = day_field(_("On which day?"))


class ChangeTrustForm(TrustForm):
    """How far a group trusts a structure from now on, and why that is changed."""

    why = why_field()


class FindOtherForm(forms.Form):
    """Which structures to choose from."""

    find = forms.CharField(label=_("Words of its name"), max_length=100, required=False)


class TieForm(forms.Form):
    """What runs between a structure and another that the viewer may read."""

    layer = forms.ChoiceField(label=_("What runs along it?"), choices=choices_of(LAYERS))
    direction = forms.ChoiceField(
        label=_("Which way?"),
        choices=WAYS,
    )  # fmt: skip
    begins = day_field(_("From"))
    ends = day_field(_("Until"), _("Left blank while it holds."))
    evidence = forms.CharField(
        label=_("How do you know?"), help_text=SOURCE, max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, others: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self._others = {str(one.pk): one for one in others}
        choices = [("", "–"), *((key, one.name) for key, one in self._others.items())]
        self.fields["other"] = forms.ChoiceField(label=_("With which structure?"), choices=choices)
        self.order_fields(["other", "layer"])

    def clean_other(self) -> Any:
        """Return the structure that was chosen."""
        return self._others[self.cleaned_data["other"]]


class ChangeTieForm(forms.Form):
    """What is said of a tie from now on, and why."""

    layer = forms.ChoiceField(label=_("What runs along it?"), choices=choices_of(LAYERS))
    is_directed = forms.BooleanField(label=_("One way only"), required=False)
    begins = day_field(_("From"))
    ends = day_field(_("Until"), _("Left blank while it holds."))
    evidence = forms.CharField(
        label=_("How do you know?"), help_text=SOURCE, max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    why = why_field()


class EndForm(forms.Form):
    """Until when a tie held."""

    ends = day_field(_("Until which day did it hold?"), required=True)


class ActivityForm(forms.Form):
    """What a structure does."""

    title = forms.CharField(label=_("What does it do?"), max_length=300)
    what = forms.CharField(
        label=_("Code"), help_text=_("Of a list of activities, if you use one."), max_length=100, required=False
    )  # fmt: skip
    what_scheme = forms.CharField(label=_("Which list?"), max_length=100, required=False)
    areas = AreasField(label=_("Where?"), help_text=_("One on each line: a country, or the key of an area."))
    target_group = forms.CharField(label=_("For whom?"), max_length=200, required=False)
    drivers = LinesField(
        label=_("On which drivers of conflict does it bear?"), help_text=_("One on each line.")
    )
    status = forms.ChoiceField(
        label=_("How far is it?"), choices=choices_of(STATUSES), initial=Status.UNKNOWN
    )
    begins = day_field(_("From"))
    ends = day_field(_("Until"))
    source = forms.CharField(label=_("Who says so?"), help_text=SOURCE, max_length=500, required=False)


class ChangeActivityForm(ActivityForm):
    """What is said of an activity from now on, and why."""

    why = why_field()


class SecurityForm(forms.Form):
    """What security actors may see of a register."""

    levels = PicksField(LEVELS, label=_("Structures of which levels?"))
    sectors = PicksField(
        SECTORS, label=_("Of which sectors?"), help_text=_("Both must be ticked, or nothing is shown.")
    )
    layers = PicksField(LAYERS, label=_("Which ties among them?"))
    shows_activities = forms.BooleanField(label=_("Also what these structures do"), required=False)
    why = forms.CharField(
        label=_("Why?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    review_on = day_field(_("Look again on"))
