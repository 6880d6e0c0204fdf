"""What is asked of someone who records what became of a warning."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avert.warning.clock import Stage
from avert.web.site.fields import WallTimeField, ZoneField, instant_of, wall_time_of
from avert.web.warnings.vocabulary import DecisionWord


class StepForm(forms.Form):
    """A step of the course: what happened, and when, if not just now."""

    reason = forms.CharField(
        label=_("In words"),
        help_text=_("Roles and organisations, never names."),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    at = WallTimeField(label=_("When"), required=False)
    is_withdrawal = False

    def __init__(self, data: Any = None, *, stage: Stage, zone: str, row: Any = None) -> None:
        super().__init__(data, initial=_initial(row, zone) if row else None)
        self._zone = zone
        self.fields["at"].help_text = _("By the clock in %(zone)s; left blank, it was just now.") % {
            "zone": zone
        }
        self.fields["reason"].label = LABELS.get(stage, _("In words"))
        self.fields["reason"].required = stage in {Stage.DONE, Stage.EFFECT}

    def only_why(self) -> None:
        """Ask for nothing but words: what is withdrawn leaves nothing in its place."""
        self.is_withdrawal = True
        self.fields["reason"].required = False
        for name in [name for name in self.fields if name != "reason"]:
            del self.fields[name]

    def given(self, now: dt.datetime) -> dict[str, Any]:
        """Return what the service takes, once the form is valid."""
        if self.is_withdrawal:
            return {"reason": self.cleaned_data["reason"], "at": now}
        wall = self.cleaned_data["at"]
        at = instant_of(wall, self._zone) if wall else now
        return {"reason": self.cleaned_data["reason"], "at": at}


class DecideForm(StepForm):
    """What was decided, with its reason; to defer takes a date."""

    decision = forms.ChoiceField(
        label=_("What was decided"), choices=DecisionWord.choices, widget=forms.RadioSelect
    )
    until = WallTimeField(label=_("Deferred until"), required=False)
    zone = ZoneField(required=False)
    field_order = ("decision", "reason", "until", "zone", "at")

    def __init__(self, data: Any = None, *, stage: Stage, zone: str, row: Any = None) -> None:
        super().__init__(data, stage=stage, zone=zone, row=row)
        self.fields["reason"].required = True
        self.fields["zone"].initial = zone
        self.fields["until"].help_text = _("Only if it is deferred. Then the clock runs again.")

    def clean(self) -> dict[str, Any]:
        """Ask for a date of whoever defers, and of nobody else."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_withdrawal:
            return said
        is_deferred = said.get("decision") == DecisionWord.DEFER
        if is_deferred and "until" in said and said["until"] is None:
            self.add_error("until", _("Say until when it is deferred."))
        if said.get("until") and "decision" in said and not is_deferred:
            self.add_error("until", _("Only a decision that is deferred has such a date. Leave it out."))
        return said

    def given(self, now: dt.datetime) -> dict[str, Any]:
        """Return what the service takes, once the form is valid."""
        if self.is_withdrawal:
            return super().given(now)
        until, zone = self.cleaned_data["until"], self.cleaned_data["zone"] or self._zone
        return super().given(now) | {
            "decision": self.cleaned_data["decision"],
            "deferred_until": instant_of(until, zone) if until else None,
        }


def form_for(stage: Stage) -> type[StepForm]:
    """Return the form of a stage."""
    return DecideForm if stage is Stage.DECIDED else StepForm


LABELS = {
    Stage.CONSIDERED: _("Who looked at it, and what was weighed"),
    Stage.DECIDED: _("Why"),
    Stage.DONE: _("What was done"),
    Stage.EFFECT: _("What followed, and how this is known"),
}


def _initial(row: Any, zone: str) -> dict[str, Any]:
    until = wall_time_of(row.deferred_until, zone) if row.deferred_until else None
    return {
        "reason": row.reason,
        "at": wall_time_of(row.at, zone),
        "decision": row.decision,
        "until": until,
        "zone": zone,
    }
