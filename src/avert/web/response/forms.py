"""What is asked of someone who prepares a response, or acts together with others."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from avert.web.records.forms import PlaceField, why_field
from avert.web.response.vocabulary import RoomState, TaskState
from avert.web.site.fields import WallTimeField, ZoneField, day_field, instant_of, wall_time_of
from avert.web.warnings.vocabulary import Event

PROTOCOL_FIELDS = ("title", "place", "event", "trigger", "review_on")
OPTION_FIELDS = (
    "what",
    "mandate",
    "resources",
    "contact",
    "harm_check",
    "harm_checked_on",
    "harm_checked_by",
    "is_ready",
)
REHEARSAL_FIELDS = ("on", "learned")
ROOM_FIELDS = ("title", "gap", "contact_protocol", "no_new_action", "state")
MEETING_FIELDS = ("at", "zone", "where", "attendance", "decided")
TASK_FIELDS = ("what", "who", "due", "zone", "state", "reason")


def lines(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for a few lines."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ProtocolForm(forms.Form):
    """What starts a response."""

    title = forms.CharField(label=_("Title"), max_length=200)
    place = PlaceField(required=False)
    event = forms.ChoiceField(
        label=_("What may happen"), choices=[("", _("any of them")), *Event.choices], required=False
    )
    trigger = lines(
        _("What starts it"), 2000, help_text=_("Which signal or warning, and who says that it has come.")
    )
    review_on = day_field(_("Look again on"))


class ChangeProtocolForm(ProtocolForm):
    """What a protocol says from now on, and why."""

    why = why_field()


class WithContact(forms.Form):
    """A form in which a contact may be chosen."""

    contact = forms.ChoiceField(label=_("Whom to reach"), required=False)

    def __init__(self, *args: Any, contacts: Mapping[uuid.UUID, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self._contacts = contacts
        choices = [("", _("nobody in particular")), *((str(key), one.role) for key, one in contacts.items())]
        self.fields["contact"].choices = choices  # type: ignore[attr-defined]  # it is a choice
        if self.initial.get("contact") is not None:
            self.initial["contact"] = str(self.initial["contact"].pk)

    def clean_contact(self) -> Any:
        """Return the contact that was chosen."""
        chosen = self.cleaned_data["contact"]
        return self._contacts[uuid.UUID(chosen)] if chosen else None


class OptionForm(WithContact):
    """Something that can be done, and what harm it may do."""

    what = lines(_("What is done"), 1000)
    mandate = forms.CharField(
        label=_("Who has the mandate"),
        max_length=200,
        help_text=_("A role or an organisation, never a name."),
    )
    resources = lines(_("With what: people, money, vehicles"), 1000, required=False)
    harm_check = lines(
        _("What harm it may do, and to whom"),
        2000,
        required=False,
        help_text=_(
            "Whom it exposes, whom it leaves out, what message it sends, and what is done about that."
        ),
    )
    harm_checked_on = day_field(_("Checked on"))
    harm_checked_by = forms.CharField(label=_("Checked by which role"), max_length=200, required=False)
    is_ready = forms.BooleanField(label=_("Ready to be used"), required=False)
    field_order = OPTION_FIELDS


class RehearsalForm(forms.Form):
    """That a protocol was tried out."""

    on = day_field(_("On"), required=True)
    learned = lines(_("What was learned"), 2000)


class ChangeRoomForm(forms.Form):
    """What holds for those who act together."""

    title = forms.CharField(label=_("Title, naming nobody"), max_length=160)
    gap = lines(_("What is missing, and why these should meet"), 2000, required=False)
    contact_protocol = lines(
        _("Who speaks with whom, in which words, and how to meet safely"), 3000, required=False
    )
    no_new_action = lines(
        _("What speaks for no new action, and what against"),
        2000,
        help_text=_(
            "It is always among the options, so that it is chosen for a reason and never by default."
        ),
    )
    state = forms.ChoiceField(label=_("State"), choices=RoomState.choices)


class RoomForm(ChangeRoomForm):
    """A new room on a warning."""

    state = gap = None  # type: ignore[assignment]  # a new room is open, and the warning says what it is about
    place = PlaceField(required=False, widget=forms.HiddenInput)
    protocol = forms.ChoiceField(label=_("By which protocol"), required=False)
    field_order = ("title", "protocol", "no_new_action", "contact_protocol", "place")

    def __init__(self, *args: Any, protocols: Mapping[uuid.UUID, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self._protocols = protocols
        choices = [("", _("none")), *((str(key), one.title) for key, one in protocols.items())]
        self.fields["protocol"].choices = choices  # type: ignore[attr-defined]  # it is a choice

    def clean_protocol(self) -> Any:
        """Return the protocol that was chosen."""
        chosen = self.cleaned_data["protocol"]
        return self._protocols[uuid.UUID(chosen)] if chosen else None


class ZonedForm(forms.Form):
    """A form with one time, by the clock of the zone beside it."""

    TIME = "at"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        at, zone = self.initial.get(self.TIME), self.initial.get("zone")
        if at is not None and zone:
            self.initial[self.TIME] = wall_time_of(at, zone)

    def clean(self) -> dict[str, Any]:
        """Return the time as an instant."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get(self.TIME) and said.get("zone"):
            said[self.TIME] = instant_of(said[self.TIME], said["zone"])
        return said


class MeetingForm(ZonedForm):
    """One meeting."""

    at = WallTimeField(label=_("When"))
    zone = ZoneField()
    where = forms.CharField(label=_("Where, or how"), max_length=300)
    attendance = lines(
        _("Who takes part"), 1000, required=False, help_text=_("Roles and organisations, never names.")
    )
    decided = lines(_("What was decided"), 3000, required=False)


class TaskForm(ZonedForm):
    """One task."""

    TIME = "due"

    what = forms.CharField(label=_("What is to be done"), max_length=300)
    who = forms.CharField(
        label=_("By which role or organisation"), max_length=200, help_text=_("Never a name.")
    )
    due = WallTimeField(label=_("By when"), required=False)
    zone = ZoneField()
    state = forms.ChoiceField(label=_("State"), choices=TaskState.choices)
    reason = lines(_("What came of it, or why it was dropped"), 1000, required=False)
