"""Rules as forms, with what they would have raised on the data of today."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.errors import UnknownPlaceError
from avert.forecast.summaries import ONSET
from avert.places import find_place
from avert.web.records.forms import PlaceField, why_field
from avert.web.signals.rules.events import DEATHS_CHOICES, MONTHS_CHOICES, VIOLENCE_CHOICES, Event
from avert.web.signals.rules.findings import Raised
from avert.web.signals.rules.measures import MEASURES, Measure
from avert.web.signals.rules.raising import would_raise

EVENT = ("violence_type", "deaths", "months")
FIELDS = ("title", "measure", "at_least", *EVENT, "place", "is_on")
CHOICES = [(key, measure.label) for key, measure in MEASURES.items()]


class RuleForm(forms.Form):
    """Which figures should raise a signal."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    measure = forms.ChoiceField(
        label=gettext_lazy("What is compared"), choices=CHOICES, widget=forms.RadioSelect
    )
    at_least = forms.FloatField(
        label=gettext_lazy("From where on"),
        help_text=gettext_lazy(
            "For ranks, how many of the highest count, such as 30. For a rise in risk, per cent, such as 50. For "
            "deaths, how many in the month, such as 100, or how many times the mean, such as 3. "
            "For silence, months, such as 3. For forecasts, per cent of probability, such as 50."
        ),
    )
    violence_type = forms.ChoiceField(
        label=gettext_lazy("Forecasts: deaths in"), choices=VIOLENCE_CHOICES, required=False
    )
    deaths = forms.TypedChoiceField(
        label=gettext_lazy("Forecasts: at least so many deaths"),
        help_text=gettext_lazy("An onset and an escalation always count from 25."),
        choices=DEATHS_CHOICES,
        initial=Event().deaths,
        coerce=int,
        empty_value=None,
        required=False,
    )
    months = forms.TypedChoiceField(
        label=gettext_lazy("Forecasts: in the next months"),
        choices=MONTHS_CHOICES,
        initial=Event().months,
        coerce=int,
        empty_value=None,
        required=False,
    )
    place = PlaceField(
        required=False, help_text=gettext_lazy("Only of this country. Without one, of all countries.")
    )
    is_on = forms.BooleanField(label=gettext_lazy("Apply it"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Refuse a threshold that the measure has no use for."""
        said: dict[str, Any] = super().clean() or {}
        measure, at_least = MEASURES.get(said.get("measure", "")), said.get("at_least")
        if measure and at_least is not None and not measure.least <= at_least <= measure.most:
            message = _("This compares {what}: from {least} to {most}.")
            self.add_error(
                "at_least",
                message.format(what=measure.threshold, least=f"{measure.least:g}", most=f"{measure.most:g}"),
            )
        if measure:
            self._keep_event(measure, said)
        return said

    def _keep_event(self, measure: Measure, said: dict[str, Any]) -> None:
        """Keep of what was chosen of an event what the measure asks about, and the usual where nothing was."""
        event = Event.of(said)
        if measure.is_of_25:
            event = replace(event, deaths=ONSET)
        nothing = {"violence_type": "", "deaths": None, "months": None}
        said.update(asdict(event) if measure.usually else nothing)

    def preview(self) -> dict[str, Any] | None:
        """Return what the rule as it was typed would have raised on the data of today; None if it is not complete."""
        typed = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        measure, at_least = MEASURES.get(str(typed.get("measure", ""))), _number(typed.get("at_least"))
        if measure is None or at_least is None or not measure.least <= at_least <= measure.most:
            return None
        place = _place_key(str(typed.get("place") or ""))
        return preview_of(would_raise(str(typed["measure"]), at_least, place, Event.of(typed)))


class ChangeRuleForm(RuleForm):
    """What a rule is from now on, and why."""

    why = why_field()


def preview_of(raised: Raised) -> dict[str, Any]:
    """Return what a rule would have raised on the data of today, as its pages show it."""
    return {"findings": raised.findings, "count": len(raised.findings), "unknown_count": raised.unknown_count}


def _number(typed: Any) -> float | None:
    try:
        return float(typed)
    except (TypeError, ValueError):
        return None


def _place_key(typed: str) -> str:
    try:
        return find_place(typed).key if typed else ""
    except UnknownPlaceError:
        return typed
