from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from avert.deadlines import zone_of
from avert.errors import InputError
from avert.web.accounts.vocabulary import Level
from avert.web.records.naming import name_in
from avert.web.records.policy import Viewer
from avert.web.records.selectors import organisations_known_to
from avert.web.warnings.form_parts import Named, PlainLines, choice, later_on, words
from avert.web.warnings.selectors import DEADLINES, contacts_for, ladders_for


class AddresseeForm(PlainLines):
    """Someone who can act, or people at risk: what they can do, what is asked of them and by when."""

    organisation: Any
    role = forms.CharField(
        label=_("Role"), help_text=_("Of whom it is asked. Never a person's name."), max_length=200
    )
    level = choice(_("Level"), Level.choices, required=False)
    is_at_risk = forms.BooleanField(
        label=_("These are the people at risk themselves"),
        help_text=_("Before it goes out a second person then checks that the message is safe for them."),
        required=False,
    )
    can_do = words(_("What they can do"), 1000, rows=2)
    asked = words(_("What is asked of them"), 1000, rows=2)
    zone = forms.CharField(
        label=_("Time zone"),
        help_text=_("Of the times below, such as Africa/Nairobi or UTC."),
        max_length=60,
        initial="UTC",
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_in_zone(initial or {}))
        times = {
            "acknowledge_by": _("Acknowledge by"),
            "decide_by": _("Decide by"),
            "act_by": _("Act by"),
        }
        for name, label in times.items():
            widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            field = forms.DateTimeField(label=label, required=False, widget=widget)
            self.fields[name] = later_on(field, later=name == "acknowledge_by")
        self._add_choices(viewer)

    def _add_choices(self, viewer: Viewer) -> None:
        self.fields["organisation"] = Named(
            organisations_known_to(viewer),
            name=lambda row: name_in(row.name),
            label=_("Organisation on this site"),
            help_text=_("Its people see the warning here and answer it here."),
        )
        self.fields["contact"] = Named(
            contacts_for(viewer),
            name=lambda row: row.role,
            label=_("Contact"),
            help_text=_("How they are reached outside this site."),
        )
        self.fields["ladder"] = Named(
            ladders_for(viewer), name=lambda row: row.title, label=_("Whom to turn to while nobody answers")
        )
        order = (
            "role",
            "organisation",
            "contact",
            "level",
            "is_at_risk",
            "can_do",
            "asked",
            "zone",
            *DEADLINES,
        )
        self.order_fields([*order, "ladder"])

    def clean_zone(self) -> str:
        """Return the zone, if there is one of that name."""
        try:
            return str(zone_of(self.cleaned_data["zone"]))
        except InputError as error:
            raise ValidationError(gettext(str(error))) from None

    def clean(self) -> dict[str, Any]:
        """Return what was typed, its local times in UTC."""
        cleaned = super().clean()
        zone = zone_of(cleaned.get("zone") or "UTC")
        for name in DEADLINES:
            if value := cleaned.get(name):
                cleaned[name] = value.replace(tzinfo=zone).astimezone(dt.UTC)
        return cleaned


def _in_zone(initial: Mapping[str, Any]) -> dict[str, Any]:
    zone = zone_of(initial.get("zone") or "UTC")
    local = {
        name: initial[name].astimezone(zone).replace(tzinfo=None)
        for name in DEADLINES
        if initial.get(name) is not None
    }
    return {**initial, **local}
