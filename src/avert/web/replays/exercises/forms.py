from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.replays import list_replays
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import day_known, end_of
from avert.web.replays.exercises.services import known_in
from avert.web.replays.selectors import replay_or_none

HOURS = (1, 6)


class BeginForm(forms.Form):
    """Which case to work through, and from which day on."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    replay = forms.ChoiceField(label=gettext_lazy("Case"))
    day = forms.DateField(
        label=gettext_lazy("Begin on"),
        help_text=gettext_lazy("A day of the case; its first one if you leave this empty."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["replay"].choices = [(case.id, case.title) for case in list_replays()]  # type: ignore[attr-defined]


class MoveOnForm(forms.Form):
    """How far the clock of an exercise moves on."""

    to = forms.ChoiceField(label=gettext_lazy("Move the clock on"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, exercise: Exercise) -> None:
        super().__init__(data)
        self.instants = _instants(exercise)
        self.fields["to"].choices = [(key, label) for key, (label, _at) in self.instants.items()]  # type: ignore[attr-defined]
        self.fields["to"].initial = next(iter(self.instants))

    @property
    def instant(self) -> dt.datetime:
        """Return the instant that was chosen, once the form is valid."""
        return self.instants[self.cleaned_data["to"]][1]


def _instants(exercise: Exercise) -> dict[str, tuple[str, dt.datetime]]:
    clock = exercise.clock
    following = _next_news(exercise)
    found: dict[str, tuple[str, dt.datetime]] = {}
    if following:
        found["news"] = (_("To the next day with news"), end_of(following))
    found["day"] = (_("By a day"), end_of(day_known(clock) + dt.timedelta(days=1)))
    for hours in HOURS:
        label = _("By an hour") if hours == 1 else _("By {hours} hours").format(hours=hours)
        found[f"h{hours}"] = (label, clock + dt.timedelta(hours=hours))
    return found


def _next_news(exercise: Exercise) -> dt.date | None:
    """Return the next day with news. Its date is shown only once it has come: a gap would tell of the future."""
    known, whole = known_in(exercise), replay_or_none(exercise.replay)
    if known is None or whole is None:
        return None
    today = day_known(exercise.clock)
    return min((day for day in whole.days() if today < day <= whole.last_day), default=None)
