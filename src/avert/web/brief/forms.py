from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.brief.submission import CHOICES, FIELDS, LINE, PARAGRAPH
from avert.handling import Marking


class SubmissionForm(forms.Form):
    """What a desk officer fills in. Nothing is required: an empty field says on paper what is missing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in FIELDS:
            self.fields[field.key] = _text(field.label, field.missing, field.who_decides, field.most)
            if field.key == "decision":
                self._add_choice()
        self.fields["marking"] = forms.ChoiceField(
            label=_("Marking"),
            choices=[(marking.name, str(marking)) for marking in Marking],
            initial=Marking.AMBER_STRICT.name,
            help_text=_("Traffic Light Protocol: how far the paper may travel."),
        )

    def _add_choice(self) -> None:
        self.fields["choice"] = forms.ChoiceField(
            label=_("The principal decides"),
            choices=[("", _("not decided yet")), *((key, f"{_(label)} …") for key, label in CHOICES.items())],
            required=False,
            help_text=_("Both stand on the paper, to be ticked; choose one to have it ticked already."),
        )
        self.fields["because"] = _text(
            gettext_lazy("Because"),
            gettext_lazy("The reason, and when it is looked at again."),
            "",
            PARAGRAPH,
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a choice."""
        cleaned = super().clean() or {}
        if cleaned.get("choice") and not cleaned.get("because"):
            self.add_error("because", _("Say why: the choice reads “because …”."))
        return cleaned


def _text(label: Any, missing: Any, who: str, most: int) -> forms.CharField:
    decided = f" {_('Decided by')}: {_(who)}." if who else ""
    widget = forms.TextInput() if most == LINE else forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=_(str(label)),
        help_text=f"{_(str(missing))}{decided}",
        max_length=most,
        required=False,
        widget=widget,
    )
