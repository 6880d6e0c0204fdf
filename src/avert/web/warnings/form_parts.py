"""What the forms of warnings are made of."""

from __future__ import annotations

from typing import Any

from django import forms


def words(
    label: Any, most: int, *, rows: int = 3, help_text: Any = "", later: bool = True
) -> forms.CharField:
    """Ask for sentences; ``later`` for what a draft may still lack."""
    widget = forms.Textarea(attrs={"rows": rows})
    return later_on(
        forms.CharField(label=label, max_length=most, required=not later, help_text=help_text, widget=widget),
        later=later,
    )


def later_on(field: Any, *, later: bool = True) -> Any:
    """Mark a field as one that a draft may lack, though not what goes out."""
    field.is_needed_later = later
    return field


def day(label: Any, *, later: bool = False, help_text: Any = "") -> Any:
    """Ask for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return later_on(
        forms.DateField(label=label, required=not later, widget=widget, help_text=help_text), later=later
    )


def choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """Ask for one of several words, none of them chosen beforehand."""
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], **options)


class PlainLines(forms.Form):
    """A form whose texts have the line ends that everything else uses."""

    def clean(self) -> dict[str, Any]:
        """Return what was typed, with plain line ends."""
        super().clean()
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }


class Named(forms.ModelChoiceField):
    """One of some rows, by the name that the viewer may see; ``name`` returns it."""

    def __init__(self, queryset: Any, *, name: Any, **options: Any) -> None:
        super().__init__(queryset, required=False, empty_label="—", **options)
        self.label_from_instance = name  # type: ignore[method-assign]
