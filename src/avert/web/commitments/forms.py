from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.web.commitments.vocabulary import FindingWord
from avert.web.exercises.selectors import exercise_for
from avert.web.records.forms import PlaceField, why_field
from avert.web.records.selectors import record_for
from avert.web.site.fields import ZoneField, day_field, time_field

FIELDS = ("by", "to", "what", "place", "due_on", "due_time", "zone", "verified_how", "verified_by")


class CommitmentForm(forms.Form):
    """Who promised what to whom, by when, and how it is verified."""

    by = forms.CharField(
        label=gettext_lazy("Who promised"),
        help_text=gettext_lazy("An organisation or a role, never a person."),
        max_length=200,
    )
    to = forms.CharField(label=gettext_lazy("To whom"), max_length=200)
    what = forms.CharField(
        label=gettext_lazy("What was promised"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = PlaceField(required=False)
    due_on = day_field(gettext_lazy("Due on"), gettext_lazy("Leave it empty where no date was agreed."))
    due_time = time_field(
        gettext_lazy("By what time"), gettext_lazy("Without a time it is due by the end of the day there.")
    )
    zone = ZoneField(help_text=gettext_lazy("Where it was agreed, such as Africa/Juba."), initial="UTC")
    verified_how = forms.CharField(
        label=gettext_lazy("How it is verified"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    verified_by = forms.CharField(
        label=gettext_lazy("By whom it is verified"), max_length=200, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a time."""
        cleaned = super().clean() or {}
        if cleaned.get("due_time") and not cleaned.get("due_on"):
            self.add_error("due_on", _("A time needs a day. Add the day or leave out the time."))
        return cleaned


class NewCommitmentForm(CommitmentForm):
    """A commitment, the exercise it belongs to and what it is about, as far as the viewer may read them."""

    exercise = forms.UUIDField(required=False, widget=forms.HiddenInput)
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._viewer = viewer

    def clean_exercise(self) -> Any:
        """Return the exercise, if there is one that the viewer may read."""
        return self._found(exercise_for, "exercise")

    def clean_about(self) -> Any:
        """Return what it is about, if there is such a record that the viewer may read."""
        return self._found(record_for, "about")

    def _found(self, find: Any, name: str) -> Any:
        key: uuid.UUID | None = self.cleaned_data[name]
        found = find(self._viewer, key) if key else None
        if key and found is None:
            # The field is hidden, so that its own mistake would not show.
            self.add_error(None, _("What this belongs to is not there, or not for you. Begin anew."))
        return found


class ChangeCommitmentForm(CommitmentForm):
    """What a commitment says from now on, and why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"] = why_field()


class ReportForm(forms.Form):
    """What an organisation finds of a commitment."""

    finding = forms.ChoiceField(
        label=gettext_lazy("What did you find?"), choices=[("", "–"), *FindingWord.choices]
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When it was so"),
        help_text=gettext_lazy("In coordinated universal time (UTC)."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    evidence = forms.CharField(
        label=gettext_lazy("How this is known"),
        help_text=gettext_lazy("Leave out whatever could betray who told you."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class FindForm(forms.Form):
    """Which commitments to list."""

    ALL, OVERDUE, DISPUTED = "", "overdue", "disputed"

    place = PlaceField(required=False, help_text="")
    only = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[
            (ALL, gettext_lazy("All")),
            (OVERDUE, gettext_lazy("Overdue")),
            (DISPUTED, gettext_lazy("Reports disagree")),
        ],
        required=False,
    )
