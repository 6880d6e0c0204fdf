"""What a page of this app was asked for: a place, an exercise, and what time it is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.scorecard.forms import PlaceForm
from avert.web.scorecard.selectors import About
from avert.web.site.components import Tab


@dataclass(frozen=True)
class Asked:
    """The form, the exercise if it is one, and the time; a place that nobody knows is no place."""

    form: PlaceForm
    exercise: Any
    now: dt.datetime
    about: About
    is_valid: bool

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the question from an address."""
        exercise, form = exercise_asked(request), PlaceForm(request.GET)
        is_valid = form.is_valid()
        place = form.cleaned_data["place"] if is_valid else ""
        about = About(place, exercise.pk if exercise else None)
        return cls(form, exercise, now_in(exercise, timezone.now()), about, is_valid)

    def tabs(self, current: str) -> list[Tab]:
        """Return the pages of this app, about the same place and exercise."""
        return [
            Tab(label, f"{reverse(route)}{self.query()}", is_current=route == current)
            for route, label in _pages()
        ]

    def query(self, **more: str) -> str:
        """Return the same question for another address, with its question mark."""
        given = {"place": self.form.data.get("place", ""), "exercise": str(self.about.exercise_id or "")}
        kept = {name: text for name, text in (given | more).items() if text}
        return f"?{urlencode(kept)}" if kept else ""


def _pages() -> list[tuple[str, str]]:
    return [
        ("scorecard:scorecard", _("How well it goes")),
        ("scorecard:gap", _("No response recorded")),
        ("scorecard:outcomes", _("Outcomes to be marked")),
        ("scorecard:hindcast", _("What was said then")),
        ("scorecard:week", _("The week")),
    ]
