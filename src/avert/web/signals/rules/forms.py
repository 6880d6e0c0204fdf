"""Rules as forms, with what they would have raised on the data of today."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.errors import UnknownPlaceError
from avert.places import find_place
from avert.web.records.forms import PlaceField, why_field
from avert.web.signals.rules.measures import MEASURES
from avert.web.signals.rules.raising import would_raise

FIELDS = ("title", "measure", "at_least", "place", "is_on")
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
            "For silence, months, such as 3."
        ),
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
        return said

    def preview(self) -> dict[str, Any] | None:
        """Return what the rule as it was typed would have raised on the data of today; None if it is not complete."""
        typed = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        measure, at_least = MEASURES.get(str(typed.get("measure", ""))), _number(typed.get("at_least"))
        if measure is None or at_least is None or not measure.least <= at_least <= measure.most:
            return None
        return preview_of(str(typed["measure"]), at_least, _place_key(str(typed.get("place") or "")))


class ChangeRuleForm(RuleForm):
    """What a rule is from now on, and why."""

    why = why_field()


def preview_of(measure: str, at_least: float, place: str) -> dict[str, Any]:
    """Return what a rule would have raised on the data of today, as its pages show it."""
    raised = would_raise(measure, at_least, place)
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
