from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avert.web.contacts.selectors import contacts_for, ladders_for
from avert.web.records.forms import PlaceField
from avert.web.records.policy import Viewer
from avert.web.warnings.form_parts import Named, PlainLines, choice, day, words
from avert.web.warnings.vocabulary import Event, Probability

AGREED_FIELDS = (
    "title", "event", "what", "to_whom", "asked", "harm_of_issuing", "place", "agreed_on", "review_on", "ladder",
    "language",
)  # fmt: skip


class AgreedForm(PlainLines):
    """A message that was agreed beforehand, for when a life is in danger."""

    title = forms.CharField(label=_("In one line, naming nobody"), max_length=160)
    event = choice(_("What may happen"), Event.choices)
    what = words(_("What is said"), 3000, rows=5, later=False)
    to_whom = forms.CharField(
        label=_("To whom it may happen"), help_text=_("Groups at risk, never persons."), max_length=300
    )
    asked = words(_("What is asked"), 1000, later=False)
    harm_of_issuing = words(_("What harm it may do"), 2000, later=False)
    place = PlaceField(required=False, help_text=_("May be chosen anew when it is sent."))
    agreed_on = day(_("Agreed on"))
    review_on = day(_("Look again on"), help_text=_("After that it can still be sent, and says so."))
    language = forms.CharField(label=_("Language of the text"), max_length=20, initial="en")

    def __init__(self, data: Any = None, *, viewer: Viewer, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["ladder"] = Named(
            ladders_for(viewer), name=lambda row: row.title, label=_("Whom to turn to while nobody answers")
        )
        self.order_fields(AGREED_FIELDS)


class RecipientForm(PlainLines):
    """Who gets a message agreed beforehand, and what they can do."""

    can_do = words(_("What they can do"), 1000, rows=2, later=False)

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        contact = Named(
            contacts_for(viewer).order_by("role", "pk"), name=lambda row: row.role, label=_("Contact")
        )
        contact.required = True
        self.fields["contact"] = contact
        self.order_fields(["contact", "can_do"])


class SendForm(PlainLines):
    """The little that is asked when every minute counts."""

    place = PlaceField(required=False, label=_("Where"), help_text="")
    seen = forms.CharField(label=_("What is seen, in a line"), max_length=300, required=False)
    probability = forms.ChoiceField(
        label=_("How likely"), choices=Probability.choices, initial=Probability.UNKNOWN, required=False
    )

    def clean_probability(self) -> str:
        """Return what was chosen; nothing chosen is that it cannot be said."""
        return str(self.cleaned_data["probability"] or Probability.UNKNOWN)
