"""Fields for areas, for some of a few words, and for yes, no or not asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.errors import UnknownPlaceError
from avert.places import find_place
from avert.web.records.words import place_as_typed
from avert.web.site.fields import LinesField
from avert.web.society.vocabulary import Words, choices_of

SOURCE = _("A document, a web address or who said so. No names.")


class AreasField(LinesField):
    """Places, one on each line, by name or key; its value is their keys."""

    def prepare_value(self, value: Any) -> Any:
        """Return the keys as someone would type them."""
        kept = [place_as_typed(key) for key in value] if isinstance(value, list) else value
        return super().prepare_value(kept)

    def clean(self, value: Any) -> list[str]:
        """Return the keys of the places that were typed."""
        return list(dict.fromkeys(_area(line) for line in super().clean(value)))


class PicksField(forms.MultipleChoiceField):
    """Some of a few words; its value is a list of them."""

    def __init__(self, words: Words, **options: Any) -> None:
        widget = forms.CheckboxSelectMultiple
        super().__init__(choices=choices_of(words), widget=widget, required=False, **options)

    def clean(self, value: Any) -> list[str]:
        """Return the words that were ticked."""
        # What someone else has saved comes as one list, what was ticked as several values.
        ticked = [word for each in value or () for word in (each if isinstance(each, list) else [each])]
        return list(super().clean(ticked))


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not asked, which is neither; its value is true, false or None."""

    def __init__(self, **options: Any) -> None:
        choices = [("", _("not asked")), ("True", _("yes")), ("False", _("no"))]
        super().__init__(
            choices=choices, coerce=lambda text: text == "True", empty_value=None, required=False, **options
        )


def choice_of(words: Words, label: Any, *, empty: Any) -> forms.ChoiceField:
    """Return a field for one of a few words, or for none."""
    return forms.ChoiceField(label=label, choices=[("", empty), *choices_of(words)], required=False)


def _area(line: str) -> str:
    try:
        return find_place(line).key
    except UnknownPlaceError:
        scheme, _colon, code = line.partition(":")
        # Areas below countries are not on the list, so their keys are taken as they are.
        if not (scheme.isalnum() and code and " " not in line and '"' not in line):
            message = gettext("“{line}” is no place that is known. Write its key, such as adm1:KE-30.")
            raise ValidationError(message.format(line=line), code="unknown") from None
        return line
