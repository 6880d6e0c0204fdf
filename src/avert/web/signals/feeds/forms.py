"""Feeds, and an alert in a file, as forms."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.grading import Grade
from avert.errors import InputError
from avert.warning.cap.parsing import MOST_BYTES
from avert.web.records.forms import PlaceField, why_field
from avert.web.signals.feeds.reading import WAYS
from avert.web.signals.vocabulary import About

FIELDS = ("title", "way", "address", "words", "about", "grade", "place", "is_on")
KINDS = [(str(way), way.label) for way in WAYS]


def grade_field() -> forms.CharField:
    """Return the field for the grade of what comes in."""
    return forms.CharField(
        label=gettext_lazy("Grade of what it brings"),
        help_text=gettext_lazy(
            "Admiralty: the source from A to F, the information from 1 to 6. F6 is unknown, which is where to begin. "
            "Of alerts it counts only for those signed by somebody trusted here."
        ),
        max_length=2,
        initial="F6",
    )


class FeedForm(forms.Form):
    """Where signals are taken in from, and which."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Who publishes it. Stands on its signals as where they go back to."),
        max_length=200,
    )
    way = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    address = forms.URLField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "Of the feed itself (RSS, Atom or CAP). Whoever publishes it can see that this server reads it."
        ),
        max_length=500,
        assume_scheme="https",
    )
    words = forms.CharField(
        label=gettext_lazy("Only with one of these words"),
        help_text=gettext_lazy(
            "In any script, with commas between. Accents, case and vowel signs make no difference. Without words "
            "everything is taken in."
        ),
        max_length=500,
        required=False,
    )
    about = forms.ChoiceField(
        label=gettext_lazy("What its reports tell of, until somebody has read them"), choices=About.choices
    )
    grade = grade_field()
    place = PlaceField(required=False)
    is_on = forms.BooleanField(label=gettext_lazy("Read it"), required=False, initial=True)

    def clean_address(self) -> str:
        """Refuse what could never be read."""
        address = str(self.cleaned_data["address"])
        url = urlsplit(address)
        if url.scheme not in {"http", "https"} or url.username is not None:
            raise forms.ValidationError(
                _("Give an address that begins with https:// or http:// and holds no password.")
            )
        return address

    def clean_grade(self) -> str:
        """Return the grade as it is written."""
        return graded(self.cleaned_data["grade"])


class ChangeFeedForm(FeedForm):
    """What a feed is from now on, and why."""

    why = why_field()


class AlertForm(forms.Form):
    """One alert of another system, as a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("One alert in CAP 1.2 (.xml or .cap), up to 256 kB."),
    )
    grade = grade_field()
    place = PlaceField(
        required=False, help_text=gettext_lazy("Where the alert itself names no country that you write of.")
    )

    def clean_file(self) -> bytes:
        """Return what is in the file."""
        handed_in = self.cleaned_data["file"]
        if handed_in.size > MOST_BYTES:
            raise forms.ValidationError(_("The alert is larger than 256 kB. Ask for a shorter one."))
        return bytes(handed_in.read())

    def clean_grade(self) -> str:
        """Return the grade as it is written."""
        return graded(self.cleaned_data["grade"])


def graded(text: str) -> str:
    """Return a grade such as ``B2``, or say how one is written."""
    try:
        return str(Grade.parse(text))
    except InputError:
        message = _("A grade is a letter from A to F and a number from 1 to 6, such as B2.")
        raise forms.ValidationError(message) from None
