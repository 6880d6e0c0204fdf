"""What a list of commitments was asked for, and what it holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from avert.web.accounts.selectors import viewer_of
from avert.web.commitments.forms import FindForm
from avert.web.commitments.ledger import Line
from avert.web.commitments.selectors import lines_for
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in


@dataclass(frozen=True)
class Asked:
    """The form, the exercise if it is one, what time it is, and the lines: of the place, and those asked for."""

    form: FindForm
    exercise: Any
    now: dt.datetime
    every_line: list[Line]
    lines: list[Line]

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the question from an address. A place that nobody knows lists nothing."""
        viewer, form = viewer_of(request), FindForm(request.GET)
        exercise = exercise_asked(request)
        now = now_in(exercise, timezone.now())
        key = exercise.pk if exercise else None
        if not form.is_valid():
            return cls(form, exercise, now, [], [])
        every = lines_for(viewer, now=now, place=form.cleaned_data["place"], exercise_id=key)
        return cls(form, exercise, now, every, [line for line in every if _is_asked(line, form)])

    @property
    def query(self) -> str:
        """Return the same question for the address of a file."""
        given = {
            **{name: self.form.data.get(name, "") for name in self.form.fields},
            "exercise": self.exercise_id,
        }
        return urlencode({name: text for name, text in given.items() if text})

    @property
    def exercise_id(self) -> str:
        """Return the id of the exercise, or nothing."""
        return str(self.exercise.pk) if self.exercise else ""


def _is_asked(line: Line, form: FindForm) -> bool:
    only = form.cleaned_data["only"]
    if only == FindForm.OVERDUE:
        return line.is_overdue
    return line.status.is_disputed or only != FindForm.DISPUTED
