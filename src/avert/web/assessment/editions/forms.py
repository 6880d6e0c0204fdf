from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avert.web.records.forms import why_field

ALL = "all"


class FreezeForm(forms.Form):
    """What an edition is for, and for whom."""

    note = forms.CharField(
        label=_("What it is for"),
        help_text=_("Shown in the list; it is not part of what is signed."),
        max_length=300,
        required=False,
    )
    readers = forms.MultipleChoiceField(
        label=_("Who may read it besides us"),
        help_text=_(
            "Without a tick nobody. It can be shared with more later, if they may read all that is in it."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, others: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [(ALL, _("Everybody who reads the assessment now")), *others]
        self.fields["readers"].choices = choices  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """What an edition is for, from now on, and why that changes."""

    note = forms.CharField(label=_("What it is for"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"] = why_field()
