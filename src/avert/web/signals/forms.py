from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.grading import Credibility, Grade, Reliability
from avert.web.records.forms import LONGEST_WHY, PlaceField, why_field
from avert.web.signals import selectors
from avert.web.signals.vocabulary import About, AnswerKind, Finding, Lens, Pace, Relation, Way
from avert.web.signals.words import CREDIBILITY, RELIABILITY, title_of
from avert.web.site.fields import WallTimeField, ZoneField, instant_of

FIELDS = (
    *("text", "about", "place", "where", "happened_at", "threatens_life"),
    *("lens", "pace", "language"),
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class SignalForm(forms.Form):
    """What is reported, where and when."""

    text = forms.CharField(
        label=gettext_lazy("What is reported?"),
        help_text=gettext_lazy("Leave out whatever could betray who told you: names, jobs, family ties."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    threatens_life = forms.BooleanField(label=gettext_lazy("A life is in danger now"), required=False)
    about = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=[("", gettext_lazy("choose")), *About.choices]
    )
    place = PlaceField(required=False)
    where = forms.CharField(
        label=gettext_lazy("Where, in words"),
        help_text=gettext_lazy("Town or district, no finer: a house or a street can betray who reported."),
        max_length=200,
        required=False,
    )
    happened_at = WallTimeField(label=gettext_lazy("When was it so, or will it be?"), required=False)
    zone = ZoneField(label=gettext_lazy("Time zone of that hour"), initial="UTC")
    lens = forms.ChoiceField(
        label=gettext_lazy("Lens"), choices=Lens.choices, initial=Lens.BOTH, required=False
    )
    pace = forms.ChoiceField(
        label=gettext_lazy("How fast does this change?"),
        choices=Pace.choices,
        initial=Pace.TRIGGER,
        required=False,
    )
    language = forms.CharField(
        label=gettext_lazy("Language of the report"),
        help_text=gettext_lazy("As a code, such as sw or fr-CD."),
        max_length=20,
        required=False,
    )

    @property
    def about_survivors(self) -> str:
        """Return the heading of what the form says of survivors."""
        return _("For survivors of sexual violence")

    @property
    def referral_text(self) -> str:
        """Return where survivors find help, as the deployment wrote it."""
        return str(settings.AVERT_REFERRAL_TEXT)

    def clean_text(self) -> str:
        """Return the text with the line ends that everything else uses."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean_lens(self) -> str:
        """Return the lens, both where none was chosen."""
        return str(self.cleaned_data["lens"] or Lens.BOTH)

    def clean_pace(self) -> str:
        """Return the pace, the fastest where none was chosen."""
        return str(self.cleaned_data["pace"] or Pace.TRIGGER)

    def clean(self) -> dict[str, Any]:
        """Return the fields with the instant that the hour and its zone mean."""
        typed = dict(super().clean() or {})
        zone = typed.pop("zone", None)
        if zone and typed.get("happened_at"):
            typed["happened_at"] = instant_of(typed["happened_at"], zone)
        return typed


class ChangeSignalForm(SignalForm):
    """What a signal says from now on, and why."""

    why = why_field()


class FindForm(forms.Form):
    """Which signals to list."""

    place = PlaceField(required=False, help_text="")
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    way = forms.ChoiceField(label=gettext_lazy("Came in by"), required=False)
    lens = forms.ChoiceField(label=gettext_lazy("Lens"), required=False)
    is_unanswered = forms.BooleanField(label=gettext_lazy("Only unanswered"), required=False)
    is_unverified = forms.BooleanField(label=gettext_lazy("Only unverified"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, kind in (("about", About), ("way", Way), ("lens", Lens)):
            self.fields[name].choices = [("", _("any")), *kind.choices]  # type: ignore[attr-defined]


class GradeForm(forms.Form):
    """How far source and information can be relied on, each by itself."""

    source = forms.ChoiceField(
        label=gettext_lazy("How reliable is the source, whatever it says?"), widget=forms.RadioSelect
    )
    information = forms.ChoiceField(
        label=gettext_lazy("How credible is this, whoever says it?"), widget=forms.RadioSelect
    )
    origin = forms.CharField(
        label=gettext_lazy("To whom does it go back in the end?"),
        help_text=gettext_lazy(
            "In words that name nobody and are the same each time, such as “traders in town”. "
            "Ten reports that go back to one count as one. Leave it empty if nobody knows."
        ),
        max_length=200,
        required=False,
    )
    why = why_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [(r.name, f"{r.name} – {RELIABILITY[r]}") for r in Reliability]  # type: ignore[attr-defined]
        self.fields["information"].choices = [  # type: ignore[attr-defined]
            (str(c.value), f"{c.value} – {CREDIBILITY[c]}") for c in Credibility
        ]

    @staticmethod
    def of(signal: Any) -> dict[str, str]:
        """Return what the form shows of a signal at first."""
        grade = Grade.parse(signal.grade)
        return {
            "source": grade.reliability.name,
            "information": str(grade.credibility.value),
            "origin": signal.origin,
        }

    def clean(self) -> dict[str, Any]:
        """Return the fields with both signs as one grade."""
        typed = dict(super().clean() or {})
        return typed | {"grade": typed.pop("source", "") + typed.pop("information", "")}


class VerifyForm(forms.Form):
    """What a second person found out."""

    finding = forms.ChoiceField(
        label=gettext_lazy("What did you find?"), choices=Finding.choices, widget=forms.RadioSelect
    )
    how = forms.CharField(
        label=gettext_lazy("How did you find out?"),
        help_text=gettext_lazy(
            "Such as: asked two elders apart from each other; went there. Name nobody, and go nowhere for this "
            "that puts you or others in danger."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """What whoever reported is told."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you tell them?"), choices=AnswerKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("In which words, or why not?"),
        help_text=gettext_lazy(
            "It may be read by whoever holds their telephone. Name nobody, and do not repeat what they reported."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OtherForm(forms.Form):
    """Another signal: one of those nearby, or any that the viewer may read, by its address."""

    other = forms.ChoiceField(
        label=gettext_lazy("Which other report?"), required=False, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=gettext_lazy("Or the address of its page"), max_length=300, required=False
    )

    def __init__(
        self, data: Any = None, *, viewer: Any, signal: Any, offered: Sequence[Any], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self._viewer, self._signal = viewer, signal
        choices = [(str(other.pk), title_of(other)) for other in offered]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        """Return the fields with the other signal itself."""
        typed = dict(super().clean() or {})
        asked = _UUID.search(typed.pop("address", "").lower() or typed.get("other", ""))
        found = selectors.signal_for(self._viewer, uuid.UUID(asked[0])) if asked else None
        if found is None or found.pk == self._signal.pk or found.exercise_id != self._signal.exercise_id:
            raise forms.ValidationError(_("Choose another report that you may read, or give its address."))
        return typed | {"other": found}


class RelateForm(OtherForm):
    """What a signal is to another."""

    relation = forms.ChoiceField(
        label=gettext_lazy("What is this report to it?"), choices=Relation.choices, widget=forms.RadioSelect
    )


class MergeForm(OtherForm):
    """With which other signal this one is looked at from now on."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_WHY, required=False)


class SetAsideForm(forms.Form):
    """Why a signal is set aside."""

    why = forms.CharField(
        label=gettext_lazy("Why is nothing made of it?"),
        help_text=gettext_lazy("Whoever looks again must be able to judge the reason."),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopenForm(forms.Form):
    """Why a signal is taken up again."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_WHY, required=False)
