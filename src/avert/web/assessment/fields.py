"""Fields for what an assessment belongs to, the frameworks it uses and lists of words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from avert.assessment.frameworks import list_frameworks
from avert.web.assessment.words import lenses_text


class TieField(forms.ChoiceField):
    """One of the rows that the viewer may know; ``kept`` is tied already, and may stay though she does not see it."""

    def __init__(
        self, rows: Iterable[Any], *, said: Callable[[Any], str], kept: Any = None, **options: Any
    ) -> None:
        self._rows = {str(row.pk): row for row in rows}
        choices = [("", "–"), *((key, said(row)) for key, row in self._rows.items())]
        if kept is not None and str(kept.pk) not in self._rows:
            self._rows[str(kept.pk)] = kept
            choices.append((str(kept.pk), _("As it is: one that you may not see")))
        super().__init__(choices=choices, required=False, **options)

    def prepare_value(self, value: Any) -> str:
        """Return the key by which it is chosen."""
        return str(getattr(value, "pk", value) or "")

    def clean(self, value: Any) -> Any:
        """Return the row that was chosen, or none."""
        return self._rows.get(super().clean(self.prepare_value(value)))


class FrameworksField(forms.MultipleChoiceField):
    """Some of the frameworks that there are, each with the lens through which it looks; its value is their ids."""

    def __init__(self, *, kept: Collection[str] = (), **options: Any) -> None:
        known = {
            one.id: f"{one.title} ({one.edition}): {lenses_text(one.lenses)}" for one in list_frameworks()
        }
        choices = [*known.items(), *((key, key) for key in kept if key not in known)]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value: Any) -> list[str]:
        """Return the ids that were ticked."""
        # What someone else has saved comes as one list, what was ticked as several values.
        ticked = [key for each in value or () for key in (each if isinstance(each, list) else [each])]
        return list(super().clean(ticked))
