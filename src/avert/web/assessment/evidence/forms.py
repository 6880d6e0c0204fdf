"""What is asked of whoever adds evidence, claims something, weighs the one against the other, or closes a gap."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from avert.assessment.frameworks import load_indicators
from avert.web.assessment.evidence.words import CREDIBILITY, RELIABILITY
from avert.web.assessment.vocabulary import Bearing, GapState
from avert.web.records.forms import why_field
from avert.web.records.naming import name_in
from avert.web.records.policy import Viewer
from avert.web.records.selectors import organisations_known_to
from avert.web.site.fields import day_field

EVIDENCE_FIELDS = (
    "what",
    "source",
    "origin",
    "reliability",
    "credibility",
    "happened_on",
    "obtained_on",
    "reference",
)
CLAIM_FIELDS = ("text", "answers", "indicator")
GAP_FIELDS = ("what", "indicator", "who", "organisation", "due_on", "state", "found")
DISCARD_FIELDS = ("is_discarded", "discarded_why")


def lines(label: Any, length: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Return a field for a few lines."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=length, help_text=help_text, required=required, widget=widget
    )


def graded(label: Any, words: Mapping[Any, Any], unknown: Any, help_text: Any) -> forms.ChoiceField:
    """Return a field for one half of a grade: each sign with its word."""
    choices = [(str(sign), f"{sign} – {word}") for sign, word in words.items()]
    return forms.ChoiceField(label=label, choices=choices, initial=str(unknown), help_text=help_text)


class IndicatorField(forms.CharField):
    """An indicator of a framework by its code; none is as good."""

    def __init__(self) -> None:
        help_text = _("Its code, such as UNFA-7.5. Leave it open if it belongs to none.")
        super().__init__(label=_("Indicator"), max_length=50, required=False, help_text=help_text)

    def clean(self, value: Any) -> str:
        """Return the code of an indicator that there is."""
        code = str(super().clean(value)).upper()
        known = {one.upper(): one for one in load_indicators()} if code else {}
        if code and code not in known:
            raise forms.ValidationError(
                _now("No framework has an indicator of this code. Look it up under readings.")
            )
        return known.get(code, "")


class EvidenceForm(forms.Form):
    """One piece of evidence and its grade."""

    what = lines(_("What it says"), 3000, _("In one's own words. Name nobody who could be harmed by it."))
    source = forms.CharField(
        label=_("What kind of source"),
        max_length=200,
        required=False,
        help_text=_("Such as a trader, a clinic, a newspaper: never a name."),
    )
    origin = forms.CharField(
        label=_("Goes back to"),
        max_length=100,
        required=False,
        help_text=_(
            "Whoever saw or said it first, in a word that you use again: evidence of one origin counts once. Leave "
            "it open if nobody knows."
        ),
    )
    reliability = graded(
        _("How reliable is the source?"),
        RELIABILITY,
        "F",
        _("Whatever it says this time. F is unknown, not low."),
    )
    credibility = graded(
        _("How credible is what it says?"), CREDIBILITY, 6, _("Whoever says it. 6 is unknown, not low.")
    )
    happened_on = day_field(_("Happened on"), _("What is old counts less where things change fast."))
    obtained_on = day_field(_("Obtained on"))
    reference = forms.CharField(
        label=_("Public reference"),
        max_length=500,
        required=False,
        help_text=_("An address or a citation, if it is public."),
    )

    def clean_credibility(self) -> int:
        """Return the number."""
        return int(self.cleaned_data["credibility"])


class ChangeEvidenceForm(EvidenceForm):
    """What a piece of evidence says from now on, and why."""

    why = why_field()


class DiscardForm(forms.Form):
    """Whether evidence counts no more, and why."""

    is_discarded = forms.BooleanField(label=_("It does not count any more"), required=False)
    discarded_why = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        help_text=_("It is kept and shown apart with this reason, so that others may object."),
    )

    def clean(self) -> dict[str, Any]:
        """Keep no reason where it counts again."""
        said: dict[str, Any] = super().clean() or {}
        return said if said.get("is_discarded") else said | {"discarded_why": ""}


class ClaimForm(forms.Form):
    """Something held to be so."""

    text = lines(_("What is claimed"), 1000, _("One thing, so that evidence can speak for it or against it."))
    answers = forms.CharField(
        label=_("Which question does it answer?"),
        max_length=300,
        required=False,
        help_text=_(
            "Claims that answer the same question in the same words compete, such as: Who ordered the leaflets?"
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["indicator"] = IndicatorField()


class ChangeClaimForm(ClaimForm):
    """What a claim says from now on, and why."""

    why = why_field()


class WeighForm(forms.Form):
    """How one piece of evidence bears on each of several claims."""

    def __init__(
        self, *args: Any, claims: Sequence[Any], own: Mapping[uuid.UUID, Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._claims = claims
        for claim in claims:
            mine = own.get(claim.pk)
            self.fields[f"bears_{claim.pk}"] = forms.ChoiceField(
                label=claim.text,
                choices=[*([] if mine else [("", _("not weighed"))]), *Bearing.choices],
                initial=mine.bearing if mine else "",
                required=mine is not None,
                widget=forms.RadioSelect,
            )
            self.fields[f"why_{claim.pk}"] = forms.CharField(
                label=_("Why"), initial=mine.why if mine else "", max_length=500, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return the claims with their two fields."""
        return [
            {"claim": claim, "bears": self[f"bears_{claim.pk}"], "why": self[f"why_{claim.pk}"]}
            for claim in self._claims
        ]

    def weighed(self) -> list[tuple[Any, str, str]]:
        """Return the claims that were weighed, how and why."""
        said = self.cleaned_data
        return [
            (claim, said[f"bears_{claim.pk}"], said[f"why_{claim.pk}"])
            for claim in self._claims
            if said[f"bears_{claim.pk}"]
        ]


class NewGapForm(forms.Form):
    """What is not known, and who finds it out."""

    what = lines(_("What is not known, and should be"), 1000)
    who = forms.CharField(
        label=_("Which role finds it out"), max_length=200, help_text=_("A role, never a name.")
    )
    organisation = forms.ChoiceField(
        label=_("At which organisation"),
        required=False,
        help_text=_(
            "It sees the task if it takes part in this assessment, and finds it on its page of today."
        ),
    )
    due_on = day_field(_("By when"))

    def __init__(self, *args: Any, viewer: Viewer, kept: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._organisations = {str(one.pk): one for one in organisations_known_to(viewer)}
        if kept is not None:
            self._organisations.setdefault(str(kept.pk), kept)
        named = {key: name_in(one.name) for key, one in self._organisations.items()}
        if kept is not None and not organisations_known_to(viewer).filter(pk=kept.pk).exists():
            named[str(kept.pk)] = _now("another organisation")
        choices = sorted(named.items(), key=lambda item: item[1].casefold())
        self.fields["organisation"].choices = [("", _("none in particular")), *choices]  # type: ignore[attr-defined]  # it is a choice
        if kept is not None and not self.is_bound:
            self.initial["organisation"] = str(kept.pk)
        self.fields["indicator"] = IndicatorField()

    def clean_organisation(self) -> Any:
        """Return the organisation that was chosen."""
        return self._organisations.get(self.cleaned_data["organisation"])


class ChangeGapForm(NewGapForm):
    """A task as it is from now on."""

    state = forms.ChoiceField(label=_("State"), choices=GapState.choices)
    found = lines(_("What was found, or why it was dropped"), 2000, required=False)


class CloseGapForm(forms.Form):
    """What came of a task."""

    state = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[choice for choice in GapState.choices if choice[0] != GapState.OPEN],
        widget=forms.RadioSelect,
    )
    found = lines(_("What was found, or why it was dropped"), 2000)
