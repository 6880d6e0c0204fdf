from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.errors import InputError
from avert.web.records.forms import PlaceField
from avert.web.site.fields import ZoneField
from avert.web.uploads import CleanFile, clean_upload
from avert.web.uploads.tables import read_sheet


class FileForm(forms.Form):
    """A table of reports, and what holds for rows that do not say."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_("XLSX, or CSV in UTF-8. One report a row, names of columns in the first row."),
    )
    place = PlaceField(required=False, label=_("Country or territory of rows that name none"), help_text="")
    zone = ZoneField(
        label=_("Time zone of times without one"), help_text=_("Such as Africa/Nairobi."), initial="UTC"
    )

    def clean_file(self) -> CleanFile:
        """Return the cleaned table, or say what to do instead."""
        handed_in = self.cleaned_data["file"]
        try:
            clean = clean_upload(handed_in, name=handed_in.name)
            read_sheet(clean.content, clean.media_type)
        except InputError as error:
            raise ValidationError(gettext(str(error))) from None
        return clean
