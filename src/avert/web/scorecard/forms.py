from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.brief.iso_week import IsoWeek
from avert.errors import InputError
from avert.handling import Marking
from avert.web.records.forms import PlaceField
from avert.web.site.fields import day_field
from avert.web.warnings.vocabulary import OutcomeWord

FIRST_DAY = dt.date(1946, 1, 1)


class PlaceForm(forms.Form):
    """Of which place."""

    place = PlaceField(required=False, help_text="")


class HindcastForm(forms.Form):
    """Of which place, and on which day."""

    place = PlaceField(help_text="")
    on = day_field(gettext_lazy("As it could be known on"), required=True)

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today

    def clean_on(self) -> dt.date:
        """Return the day, unless no figures could reach it."""
        day: dt.date = self.cleaned_data["on"]
        if not FIRST_DAY <= day <= self._today:
            raise forms.ValidationError(_("Choose a day from 1946 until today."))
        return day


class OutcomeForm(forms.Form):
    """What came of a warning that is over."""

    word = forms.ChoiceField(
        label=gettext_lazy("What came of what was feared?"), choices=[("", "–"), *OutcomeWord.choices]
    )
    occurred_on = day_field(
        gettext_lazy("If it occurred, on which day did it begin?"),
        gettext_lazy("A day before the warning went out counts as an event without a warning."),
    )
    why = forms.CharField(
        label=gettext_lazy("How this is known"),
        help_text=gettext_lazy("Never what would have happened: nobody can know that."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class WeekForm(forms.Form):
    """Which week, of which place, and for whom the report is."""

    place = PlaceField(required=False, help_text=gettext_lazy("Empty is everywhere."))
    week = forms.CharField(
        label=gettext_lazy("Week"),
        help_text=gettext_lazy("As ISO 8601 writes it, such as 2026-W48."),
        max_length=8,
        widget=forms.TextInput(attrs={"type": "week"}),
    )
    zone = forms.CharField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Such as Africa/Juba."), max_length=60
    )
    marking = forms.TypedChoiceField(
        label=gettext_lazy("Marked at most"),
        help_text=gettext_lazy("Whatever is marked higher is left out and counted."),
        coerce=lambda number: Marking(int(number)),
        widget=forms.Select(attrs={"translate": "no"}),
        # TLP:RED is for named persons, and a report is handed on.
        choices=[(int(marking), str(marking)) for marking in Marking if marking < Marking.RED],
    )

    def clean(self) -> dict[str, Any]:
        """Return the week as days pass in its zone."""
        cleaned = super().clean() or {}
        if "week" in cleaned and "zone" in cleaned:
            try:
                cleaned["week"] = IsoWeek.parse(cleaned["week"], cleaned["zone"])
            except InputError:
                self.add_error("week", _("There is no such week or zone. Write 2026-W48, and Africa/Juba."))
        return cleaned
