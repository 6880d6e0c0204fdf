from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.web.exercises.selectors import exercises_for
from avert.web.records.forms import PlaceField, why_field
from avert.web.records.policy import Viewer
from avert.web.signals.vocabulary import Lens
from avert.web.warnings.form_parts import Named, PlainLines, choice, day, later_on, words
from avert.web.warnings.vocabulary import Confidence, Event, Probability, State

DRAFT_FIELDS = (
    "title", "event", "lens", "what", "to_whom", "place", "window_from", "window_until", "probability", "confidence",
    "rests_on", "would_change", "harm_of_issuing", "threatens_life", "language",
)  # fmt: skip
END_FIELDS = ("title", "what", "place")
OPEN = "open"
COARSE = _("The country or province is enough: a finer place may betray who told you.")


class WarningForm(PlainLines):
    """What may happen to whom, where and when; how likely and how sure; and what would change our mind."""

    title = forms.CharField(label=_("In one line, naming nobody"), max_length=160)
    event = choice(_("What may happen"), Event.choices)
    lens = forms.ChoiceField(label=_("Lens"), choices=Lens.choices, initial=Lens.BOTH)
    what = words(_("What may happen, in words"), 3000, rows=5)
    to_whom = later_on(
        forms.CharField(
            label=_("To whom"), help_text=_("Groups at risk, never persons."), max_length=300, required=False
        )
    )
    place = later_on(PlaceField(required=False, help_text=COARSE))
    window_from = day(_("From"), later=True)
    window_until = day(_("Until"), later=True)
    probability = later_on(choice(_("How likely"), Probability.choices, required=False))
    confidence = later_on(
        choice(
            _("How sure you are"),
            Confidence.choices,
            required=False,
            help_text=_("Apart from how likely it is: how much the evidence bears."),
        )
    )
    rests_on = words(
        _("What it rests on"), 3000, help_text=_("Leave out whatever could betray who told you.")
    )
    would_change = words(_("What would change your mind"), 2000)
    harm_of_issuing = words(
        _("What harm the warning itself may do"),
        2000,
        help_text=_("Panic, flight into danger, revenge, a source exposed. “None known” is an answer."),
    )
    threatens_life = forms.BooleanField(label=_("A life is in danger now"), required=False)
    language = forms.CharField(
        label=_("Language of the text"), help_text=_("As a code: en, fr, sw."), max_length=20, initial="en"
    )


class ChangeWarningForm(WarningForm):
    """What a draft says from now on, and why."""

    why = why_field()


class EndForm(PlainLines):
    """Why a warning is withdrawn, or is over."""

    title = forms.CharField(label=_("In one line, naming nobody"), max_length=160)
    what = words(_("Why: what is known now"), 3000, rows=5, later=False)
    place = PlaceField(help_text=COARSE)


class ChangeEndForm(EndForm):
    """Why a warning is withdrawn or over, from now on."""

    why = why_field()


class SafeMessageForm(PlainLines):
    """Whether a warning to people at risk is safe for them: three questions and an answer."""

    panic = words(_("Could it set off panic or violence?"), 1000, later=False)
    entrapment = words(_("Could it lead people into a trap?"), 1000, later=False)
    exposure = words(_("Could it expose a source or the people warned?"), 1000, later=False)
    note = forms.CharField(
        label=_("If it is not safe: why, and what would make it so"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(PlainLines):
    """A reason, for those who draft."""

    note = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class FindForm(forms.Form):
    """Which warnings to list: those that are real, or of one exercise."""

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data)
        found = exercises_for(viewer).order_by("title", "pk")
        if found.exists():
            named = Named(found, name=lambda row: row.title, label=_("Exercise"))
            named.empty_label = gettext("None: what is real")
            self.fields["exercise"] = named

    place = PlaceField(required=False, help_text="")
    state = forms.ChoiceField(
        label=_("State"),
        choices=[(OPEN, _("Open")), *State.choices, ("all", _("All"))],
        required=False,
        initial=OPEN,
    )
