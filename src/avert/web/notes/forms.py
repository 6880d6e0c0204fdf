from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.errors import RefusedFileError
from avert.web.notes.selectors import LONGEST_SEARCH
from avert.web.records.forms import PlaceField, why_field
from avert.web.uploads import CleanFile, clean_upload

FIELDS = ("title", "place", "text")


class NoteForm(forms.Form):
    """What someone knows, heard or asks about a place."""

    title = forms.CharField(label=_("Title"), max_length=200)
    place = PlaceField(required=False)
    text = forms.CharField(
        label=_("Text"),
        help_text=_("Leave out whatever could betray who told you."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_text(self) -> str:
        """Return the text with the line ends that everything else uses."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class ChangeNoteForm(NoteForm):
    """What a note says from now on, and why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"] = why_field()


class AttachmentForm(forms.Form):
    """A file that is cleaned before anything else looks at it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Picture, PDF, text, table or document up to 10 MB. "
            "Hidden details such as the place of a photograph are taken out."
        ),
    )

    def clean_file(self) -> CleanFile:
        """Return the cleaned file, or say what to do instead."""
        handed_in = self.cleaned_data["file"]
        try:
            return clean_upload(handed_in, name=handed_in.name)
        except RefusedFileError as error:
            raise forms.ValidationError(gettext(str(error))) from None


class FindForm(forms.Form):
    """Which notes to list."""

    words = forms.CharField(
        label=_("Words in title or text"), max_length=LONGEST_SEARCH, required=False, widget=forms.SearchInput
    )
    place = PlaceField(required=False, help_text="")
