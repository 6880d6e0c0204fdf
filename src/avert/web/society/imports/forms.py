from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.errors import InputError
from avert.web.records.forms import PlaceField
from avert.web.society.imports.reading import Form
from avert.web.uploads import CleanFile, clean_upload

FORMS = {
    Form.FIND_OUT: _("Find out"),
    Form.THREE_W: _("A table of who does what, where (3W, 4W), with or without HXL tags"),
    Form.DAY_FIRST: _("The same, with dates such as 31/12/2026"),
    Form.MONTH_FIRST: _("The same, with dates such as 12/31/2026"),
    Form.IATI: _("Activities by the IATI standard, 2.01 to 2.03 (XML)"),
    Form.REGISTER: _("A register of organisations, as that of Somalia (JSON)"),
    Form.STRUCTURES: _("Our own table of structures"),
    Form.TIES: _("Our own table of ties"),
}


class FileForm(forms.Form):
    """A file of what others know, and what it is."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV in UTF-8, XLSX, IATI XML or JSON, up to 10 MB. Names of persons are left out."),
    )
    form = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(str(form), label) for form, label in FORMS.items()],
        initial=str(Form.FIND_OUT),
        widget=forms.RadioSelect,
    )
    place = PlaceField(required=False, label=_("Which country or territory is it about?"), help_text="")

    def clean_file(self) -> CleanFile:
        """Return the cleaned file, or say what to do instead."""
        handed_in = self.cleaned_data["file"]
        try:
            return clean_upload(handed_in, name=handed_in.name, takes_data=True)
        except InputError as error:
            raise ValidationError(gettext(str(error))) from None


class DecisionForm(forms.Form):
    """What a person says of two structures: which of them stands for both, or that they are not the same."""

    NOT_SAME = "not_same"

    one = forms.UUIDField(widget=forms.HiddenInput)
    other = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[("one", ""), ("other", ""), (NOT_SAME, "")])
