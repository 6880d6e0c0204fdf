"""What is asked of whoever asks a question, judges it, closes a round or says how it came out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from avert.assessment.pooling import from_frequency
from avert.errors import InputError
from avert.web.assessment.questions.selectors import perspective_of
from avert.web.assessment.questions.words import typed
from avert.web.records.forms import why_field

QUESTION_FIELDS = ("text", "resolved_by", "horizon", "base_rate", "base_rate_source")
MOST_ORIGINS, LONGEST_ORIGIN = 20, 100
OUTCOMES = [("yes", _("Yes, it was so")), ("no", _("No, it was not so"))]


class ProbabilityField(forms.CharField):
    """A probability in per cent, or as ``1 in 500`` for what is rare; its value is from 0 to 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        """Return a probability as someone would type it."""
        return typed(value) if isinstance(value, float) else value

    def clean(self, value: Any) -> float | None:
        """Return the probability."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        try:
            found = _probability(text)
        except (InputError, ValueError):
            found = None
        if found is None or not 0 <= found <= 1:
            message = _now("Write per cent from 0 to 100, such as 12 or 0.5, or 1 in 500 for what is rare.")
            raise forms.ValidationError(message, code="invalid")
        return found


class QuestionForm(forms.Form):
    """A question with a yes or no to come."""

    text = forms.CharField(
        label=_("What may come to pass?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "So that it will be yes or no, and nobody can argue which: who, what, where, until when."
        ),
    )
    resolved_by = forms.CharField(
        label=_("How will it be known, and who says so?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A source that is public or open to those who take part, and a role."),
    )
    horizon = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    base_rate = ProbabilityField(
        label=_("How often is it so elsewhere?"),
        required=False,
        help_text=_("In per cent or as 1 in 500. Experts see it before they judge."),
    )
    base_rate_source = forms.CharField(label=_("Who says so"), max_length=300, required=False)


class ChangeQuestionForm(QuestionForm):
    """What a question says from now on, and why."""

    why = why_field()


class JudgementForm(forms.Form):
    """One expert's judgement: lowest, highest, best, in this order, which keeps people from anchoring on the best."""

    lowest = ProbabilityField(
        label=_("Lowest it could be"),
        help_text=_(
            "In per cent, such as 5; or 1 in 500 for what is rare. Think first of what speaks against it."
        ),
    )
    highest = ProbabilityField(label=_("Highest it could be"), help_text=_("Then of what speaks for it."))
    best = ProbabilityField(label=_("Best estimate"), help_text=_("Between the two."))
    confidence = forms.IntegerField(
        label=_("How sure are you that it lies between your lowest and highest?"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("In per cent. Most people are less often right than they think."),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "After the round others read it without your name. Write nothing that shows who you are or who told you."
        ),
    )
    stakeholder = forms.ChoiceField(
        label=_("From whose perspective?"),
        required=False,
        help_text=_("It is told apart only where at least three share it."),
    )
    known_origins = forms.MultipleChoiceField(
        label=_("Whom does your evidence go back to?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("So that what several have from one origin counts once."),
    )
    further_origins = forms.CharField(
        label=_("Whom else?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One on each line: a kind of source, never a name. It is never shown."),
    )

    def __init__(
        self,
        *args: Any,
        stakeholders: Mapping[uuid.UUID, Any],
        origins: Collection[str],
        last: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._stakeholders = stakeholders
        named = [(str(key), _perspective(one)) for key, one in stakeholders.items()]
        self.fields["stakeholder"].choices = [("", _("none in particular")), *named]  # type: ignore[attr-defined]  # it is a choice
        self.fields["known_origins"].choices = [(one, one) for one in origins]  # type: ignore[attr-defined]  # likewise
        if not origins:
            del self.fields["known_origins"]
            self.fields["further_origins"].label = _("Whom does your evidence go back to?")
        if not stakeholders:
            del self.fields["stakeholder"]
        if last is not None:
            self.initial.update(_as_typed(last, origins))

    def clean_stakeholder(self) -> Any:
        """Return the stakeholder from whose perspective it is judged."""
        chosen = self.cleaned_data["stakeholder"]
        return self._stakeholders[uuid.UUID(chosen)] if chosen else None

    def clean(self) -> dict[str, Any]:
        """Return all origins as one list, and refuse numbers in no order."""
        said: dict[str, Any] = super().clean() or {}
        further = str(said.pop("further_origins", "")).splitlines()
        # A semicolon parts origins in the file.
        words = [" ".join(line.replace(";", ",").split())[:LONGEST_ORIGIN] for line in further]
        said["origins"] = list(dict.fromkeys([*said.pop("known_origins", []), *filter(None, words)]))[
            :MOST_ORIGINS
        ]
        numbers = [p for name in ("lowest", "best", "highest") if (p := said.get(name)) is not None]
        if numbers != sorted(numbers):
            self.add_error("best", _now("The best estimate lies between the lowest and the highest."))
        return said


class PaperForm(JudgementForm):
    """A judgement that an expert wrote down by hand, typed in by someone else."""

    field_order = ("expert", "stakeholder")
    expert = forms.ChoiceField(label=_("Whose paper is it?"), required=False)

    def __init__(self, *args: Any, signs: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["expert"].choices = [  # type: ignore[attr-defined]  # it is a choice
            ("", _("a new one: it gets a sign, to be written on it")),
            *((sign, sign) for sign in signs),
        ]


class CloseForm(forms.Form):
    """Whether another round follows."""

    is_last = forms.ChoiceField(
        label=_("What comes then?"),
        choices=[
            (
                "no",
                _("The next round: all see reasons and numbers without names, discuss them, and judge anew"),
            ),
            ("yes", _("No other round")),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )

    def clean_is_last(self) -> bool:
        """Say whether it was the last round."""
        return bool(self.cleaned_data["is_last"] == "yes")


class ResolveForm(forms.Form):
    """How it came out."""

    outcome = forms.TypedChoiceField(
        label=_("Was it so?"), choices=OUTCOMES, coerce=lambda word: word == "yes", widget=forms.RadioSelect
    )
    on = forms.DateField(
        label=_("Known since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _probability(text: str) -> float:
    """Return what was typed: ``12``, ``12 %``, ``0,5``, ``1 in 500``, ``1:500`` or ``1/500``."""
    if found := re.fullmatch(r"(\d+)\s*(?:in|[:/])\s*([\d, ]+)", text, re.IGNORECASE):
        return from_frequency(f"{found[1]} in {found[2]}")
    return float(text.removesuffix("%").strip().replace(",", ".")) / 100


def _perspective(stakeholder: Any) -> str:
    perspective = perspective_of(stakeholder)
    return stakeholder.name if perspective == stakeholder.name else f"{stakeholder.name} ({perspective})"


def _as_typed(last: Any, origins: Collection[str]) -> dict[str, Any]:
    return {
        "lowest": last.lowest,
        "highest": last.highest,
        "best": last.best,
        "confidence": last.confidence,
        "reason": last.reason,
        "stakeholder": str(last.stakeholder_id or ""),
        "known_origins": [one for one in last.origins if one in origins],
        "further_origins": "\n".join(one for one in last.origins if one not in origins),
    }
