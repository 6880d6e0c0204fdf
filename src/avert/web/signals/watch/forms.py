"""Watched dates and calendars as forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.errors import InputError
from avert.web.records.forms import PlaceField, why_field
from avert.web.signals.vocabulary import Lens
from avert.web.signals.watch.ical import FIRST_DAY, LAST_DAY, MOST_BYTES, Event, events_of

FIELDS = ("title", "on", "until", "is_yearly", "raise_before", "what_to_watch", "lens", "place")
LONGEST_BEFORE = 730
BOUNDS = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class DaysField(forms.IntegerField):
    """A span of whole days."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=LONGEST_BEFORE, **options)

    def prepare_value(self, value: Any) -> Any:
        """Return a span as its number of days."""
        return value.days if isinstance(value, dt.timedelta) else value

    def clean(self, value: Any) -> dt.timedelta:
        """Return the span."""
        return dt.timedelta(days=super().clean(value) or 0)


def before_field() -> DaysField:
    """Return the field for how long before a date its signal is raised."""
    return DaysField(
        label=gettext_lazy("Raise a signal so many days before"),
        help_text=gettext_lazy(
            "Long enough to do something: a mission or a grant takes months, a visit days."
        ),
        initial=30,
    )


class WatchForm(forms.Form):
    """A date or a trigger, and what to watch for."""

    title = forms.CharField(label=gettext_lazy("What is it?"), max_length=200)
    on = forms.DateField(
        label=gettext_lazy("On"),
        help_text=gettext_lazy(
            "The day, or the first of several. Leave it empty for a trigger that has no date."
        ),
        required=False,
        validators=BOUNDS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        validators=BOUNDS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_yearly = forms.BooleanField(label=gettext_lazy("Every year"), required=False)
    raise_before = before_field()
    what_to_watch = forms.CharField(
        label=gettext_lazy("What to watch for"),
        help_text=gettext_lazy("Who would do what, where, and what would show it first."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    lens = forms.ChoiceField(label=gettext_lazy("Lens"), choices=Lens.choices, initial=Lens.BOTH)
    place = PlaceField(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse times that end before they begin, and yearly ones without a day."""
        said: dict[str, Any] = super().clean() or {}
        on, until = said.get("on"), said.get("until")
        if until and not on:
            self.add_error("until", _("Say the first day, too."))
        if on and until and until < on:
            self.add_error("until", _("This lies before the first day."))
        if said.get("is_yearly") and not on and "on" not in self.errors:
            self.add_error("on", _("What comes every year needs a day."))
        if said.get("is_yearly") and on and until and until - on >= dt.timedelta(days=365):
            self.add_error("until", _("What lasts a year or more does not come every year."))
        return said


class ChangeWatchForm(WatchForm):
    """What a watch says from now on, and why."""

    why = why_field()


class CalendarForm(forms.Form):
    """A calendar in a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A calendar in iCalendar (.ics) of up to 500 events and 1 MB."),
    )
    raise_before = before_field()
    place = PlaceField(required=False)

    def clean_file(self) -> list[Event]:
        """Return the events in the file."""
        handed_in = self.cleaned_data["file"]
        if handed_in.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The calendar is larger than 1 MB. Export fewer dates and try again.")
            )
        try:
            return events_of(handed_in.read())
        except InputError as error:
            raise forms.ValidationError(_(str(error))) from None
