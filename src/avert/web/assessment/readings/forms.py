"""A reading as forms: every question may be left open, and what is left open says so."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.assessment.frameworks import Framework, Indicator, StatementTemplate
from avert.assessment.values import Trend, Value
from avert.errors import InputError
from avert.web.assessment.readings.services import LONGEST_SLOT, LONGEST_TEXT
from avert.web.assessment.readings.sheet_rows import read_answers
from avert.web.assessment.words import TRENDS, VALUES
from avert.web.records.sharing import Sharing
from avert.web.site.fields import day_field
from avert.web.uploads import clean_upload
from avert.web.uploads.tables import read_sheet

EVERYBODY, CHOSEN = "everybody", "chosen"
VALUE_CHOICES = [(str(value), label) for value, label in VALUES.items()]
TREND_CHOICES = [(str(trend), label) for trend, label in TRENDS.items()]


class WhoForm(forms.Form):
    """A dissent, when it was said, and whom a reading is for."""

    dissent = forms.CharField(
        label=_("Your dissent"),
        help_text=_(
            "If you see it differently from the others, say so here. It is shown in full and never averaged."
        ),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = day_field(_("Said on"), _("If not today, such as when it was answered on paper."))
    readers = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[
            (EVERYBODY, _("Everybody who reads this assessment")),
            (CHOSEN, _("Only my organisation and those chosen here")),
        ],
        initial=EVERYBODY,
        widget=forms.RadioSelect,
    )
    organisations = forms.MultipleChoiceField(
        label=_("Chosen"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, others: Mapping[uuid.UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["organisations"]
        chosen.choices = [(str(key), name) for key, name in others.items()]

    @property
    def sharing(self) -> Sharing | None:
        """Return whom it is for; none is everybody who reads the assessment."""
        if self.cleaned_data["readers"] == EVERYBODY:
            return None
        return Sharing(organisations=frozenset(map(uuid.UUID, self.cleaned_data["organisations"])))

    def at(self, now: dt.datetime) -> dt.datetime | None:
        """Return when it was said, if not now; of another day nobody knows the hour, so its noon stands for it."""
        on = self.cleaned_data["on"]
        noon = dt.datetime.combine(on, dt.time(12), dt.UTC) if on else now
        # Where the sun rises first, today begins half a day before it does in UTC.
        is_today = noon >= now and on is not None and on <= (now + dt.timedelta(hours=14)).date()
        return None if on is None or is_today else noon


class DimensionForm(WhoForm):
    """What a stakeholder says of the indicators of one dimension."""

    def __init__(
        self, *args: Any, indicators: Sequence[Indicator], evidence: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.indicators = indicators
        for number, _one in enumerate(indicators):
            self.fields[f"value-{number}"] = forms.ChoiceField(
                choices=VALUE_CHOICES, initial=str(Value.NOT_ASKED), required=False, widget=forms.RadioSelect
            )
            self.fields[f"trend-{number}"] = forms.ChoiceField(
                label=_("Where it is going"), choices=TREND_CHOICES, required=False
            )
            self.fields[f"reason-{number}"] = forms.CharField(
                label=_("Why we say so"),
                max_length=LONGEST_TEXT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"cited-{number}"] = forms.MultipleChoiceField(
                label=_("Evidence it rests on"), choices=list(evidence.items()), required=False
            )

    def rows(self) -> Iterator[tuple[Indicator, Any, list[Any]]]:
        """Yield each indicator with its value and what may be added to it."""
        for number, one in enumerate(self.indicators):
            names = ["trend", "reason", *(["cited"] if self.fields[f"cited-{number}"].choices else [])]  # type: ignore[attr-defined]  # it is a choice
            yield one, self[f"value-{number}"], [self[f"{name}-{number}"] for name in names]

    def said(self) -> dict[str, dict[str, Any]]:
        """Return what is said, as ``give_reading`` takes it; a trend that nobody chose is left out."""
        found = {name: self._by_code(name) for name in ("value", "trend", "reason", "cited")}
        trends = {code: trend for code, trend in found["trend"].items() if trend != Trend.UNKNOWN}
        return {
            "values": {code: value for code, value in found["value"].items() if value != Value.NOT_ASKED},
            "trends": trends,
            "reasons": found["reason"],
            "cited": found["cited"],
        }

    def _by_code(self, name: str) -> dict[str, Any]:
        given = {one.code: self.cleaned_data.get(f"{name}-{n}") for n, one in enumerate(self.indicators)}
        return {code: value for code, value in given.items() if value}


class WordsForm(WhoForm):
    """What a stakeholder answers in words."""

    def __init__(self, *args: Any, questions: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for number, question in enumerate(questions.values()):
            self.fields[f"text-{number}"] = forms.CharField(
                label=question,
                max_length=LONGEST_TEXT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def answers(self) -> list[Any]:
        """Return the fields of the questions."""
        return [self[f"text-{number}"] for number, _one in enumerate(self.questions)]

    def said(self) -> dict[str, dict[str, Any]]:
        """Return what is said, as ``give_reading`` takes it."""
        texts = {one: self.cleaned_data[f"text-{number}"] for number, one in enumerate(self.questions)}
        return {"values": {}, "texts": texts}


class SheetForm(WhoForm):
    """A sheet that was filled in, on a computer or from paper."""

    file = forms.FileField(
        label=_("The sheet, filled in"),
        help_text=_(
            "XLSX, or CSV in UTF-8, with the columns indicator, value, trend and reason; others are left out."
        ),
    )
    field_order = ("file",)

    def __init__(self, *args: Any, framework: Framework, **options: Any) -> None:
        super().__init__(*args, **options)
        self.framework = framework

    def clean_file(self) -> dict[str, dict[str, Any]]:
        """Return what the sheet says, or which of its rows say nothing that can be kept."""
        handed_in = self.cleaned_data["file"]
        try:
            clean = clean_upload(handed_in, name=handed_in.name)
            return read_answers(read_sheet(clean.content, clean.media_type), self.framework)
        except InputError as error:
            raise ValidationError(gettext(str(error))) from None

    def said(self) -> dict[str, dict[str, Any]]:
        """Return what is said, as ``give_reading`` takes it."""
        answers: dict[str, dict[str, Any]] = self.cleaned_data["file"]
        return answers


class StatementForm(forms.Form):
    """The gaps of a statement."""

    def __init__(self, *args: Any, template: StatementTemplate, **options: Any) -> None:
        super().__init__(*args, **options)
        for gap in template.gaps:
            self.fields[gap] = forms.CharField(
                label=gap.replace("_", " ").capitalize(), max_length=LONGEST_SLOT, help_text=""
            )
