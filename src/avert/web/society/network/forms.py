from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.society.vocabulary import Layer
from avert.web.records.forms import PlaceField
from avert.web.site.fields import day_field
from avert.web.society.vocabulary import LAYERS, choices_of


class FindForm(forms.Form):
    """Of which place and day the network is asked for."""

    place = PlaceField(required=False, help_text="")
    on = day_field(gettext_lazy("On the day"))


class PictureForm(FindForm):
    """The same, beside another day, and only some of what runs along ties."""

    before = day_field(gettext_lazy("Compared with"))
    layer = forms.MultipleChoiceField(
        label=gettext_lazy("Only these ties"), choices=choices_of(LAYERS), required=False
    )

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return the layers asked for; without a choice, all."""
        asked = self.cleaned_data.get("layer") or [] if self.is_valid() else []
        return tuple(Layer(word) for word in asked) or tuple(Layer)

    def clean(self) -> dict[str, Any]:
        """Compare with an earlier day only."""
        cleaned = super().clean() or {}
        on, before = cleaned.get("on"), cleaned.get("before")
        if on and before and before >= on:
            self.add_error("before", _("Compare with a day before the other one."))
        return cleaned
