from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avert.web.accounts.vocabulary import Level
from avert.web.contacts.selectors import contacts_for, ladders_for
from avert.web.records.naming import name_in
from avert.web.records.policy import Viewer
from avert.web.records.selectors import organisations_known_to
from avert.web.site.fields import WallTimeField, ZoneField, instant_of, wall_time_of
from avert.web.warnings.form_parts import Named, PlainLines, choice, later_on, words
from avert.web.warnings.selectors import DEADLINES


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
    zone = ZoneField(help_text=_("Of the times below, such as Africa/Nairobi or UTC."), initial="UTC")

    def __init__(self, data: Any = None, *, viewer: Viewer, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_in_zone(initial or {}))
        times = {
            "acknowledge_by": _("Acknowledge by"),
            "decide_by": _("Decide by"),
            "act_by": _("Act by"),
        }
        for name, label in times.items():
            field = WallTimeField(label=label, required=False)
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
            contacts_for(viewer).order_by("role", "pk"),
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

    def clean(self) -> dict[str, Any]:
        """Return what was typed, its local times as instants."""
        cleaned = super().clean()
        for name in DEADLINES:
            if value := cleaned.get(name):
                cleaned[name] = instant_of(value, cleaned.get("zone") or "UTC")
        return cleaned


def _in_zone(initial: Mapping[str, Any]) -> dict[str, Any]:
    zone = initial.get("zone") or "UTC"
    local = {name: wall_time_of(initial[name], zone) for name in DEADLINES if initial.get(name)}
    return {**initial, **local}
