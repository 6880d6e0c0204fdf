"""Fields for lines of words, days, hours and time zones: what is wall time says in which zone, never bare."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.deadlines import Deadline, in_utc, zone_of
from avert.errors import InputError

LONGEST_LINE, MOST_LINES = 200, 60


class WallTimeInput(forms.DateTimeInput):
    """The browser's own field for a day and an hour; an instant is shown as it is in UTC."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str:
        """Return the value as browsers read it."""
        if not isinstance(value, dt.datetime):
            return str(value or "")
        at = value.astimezone(dt.UTC) if value.tzinfo else value
        return at.replace(tzinfo=None, microsecond=0).isoformat(timespec="auto" if at.second else "minutes")


class WallTimeField(forms.Field):
    """A day and an hour; the form says in which zone, unless an offset is written with them."""

    widget = WallTimeInput

    def clean(self, value: Any) -> dt.datetime | None:
        """Return the time that was typed."""
        text = str(value or "").strip()
        self.validate(text)
        try:
            return dt.datetime.fromisoformat(text) if text else None
        except ValueError:
            message = _("Write the day and the hour like this: 2026-11-23 14:30.")
            raise ValidationError(message, code="invalid") from None


class LinesField(forms.Field):
    """Words or names, one on each line; its value is a list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 4}), **options)

    def prepare_value(self, value: Any) -> Any:
        """Return the list as someone would type it."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the lines that say something, each once."""
        text, lines = str(self.prepare_value(value) or ""), dict[str, str]()
        # PostgreSQL keeps no such letter in a list.
        ProhibitNullCharactersValidator()(text)
        for typed in text.splitlines():
            if line := " ".join(typed.split()):
                lines.setdefault(line.casefold(), line)
        found = list(lines.values())
        if len(found) > MOST_LINES or any(len(line) > LONGEST_LINE for line in found):
            message = _("Write at most {lines} lines of at most {letters} letters.")
            raise ValidationError(message.format(lines=MOST_LINES, letters=LONGEST_LINE), code="long")
        return found


class ZoneField(forms.CharField):
    """An IANA time zone by name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Time zone"))
        options.setdefault("help_text", gettext_lazy("Such as Africa/Nairobi, or UTC."))
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> str:
        """Return the name of a zone that there is."""
        name = str(super().clean(value)).strip()
        try:
            return zone_of(name).key if name else ""
        except InputError:
            message = _("This is no time zone. Write one such as Africa/Nairobi, or UTC.")
            raise ValidationError(message, code="unknown") from None


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """Return a field for a day, which may be left open unless it is ``required``."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def time_field(label: Any, help_text: Any = "") -> forms.TimeField:
    """Return a field for a time of day that may be left open."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, required=False, widget=widget)


def zone_field(label: Any, help_text: Any) -> ZoneField:
    """Return a field for a time zone that may be left open."""
    return ZoneField(label=label, help_text=help_text, required=False)


def instant_of(wall: dt.datetime, zone: str) -> dt.datetime:
    """Return the instant of a wall time in a zone; what says its own offset keeps it."""
    if wall.tzinfo is not None:
        return in_utc(wall)
    return Deadline(wall.date(), zone, wall.time()).instant


def wall_time_of(instant: dt.datetime, zone: str) -> dt.datetime:
    """Return an instant as a clock on the wall shows it in a zone."""
    return instant.astimezone(zone_of(zone)).replace(tzinfo=None)
