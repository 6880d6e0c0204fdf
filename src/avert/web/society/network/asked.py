"""Which network a page was asked for: of which place, day and exercise, beside which other day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, cast

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from avert.society.network import Network
from avert.society.null_study import digest_of
from avert.society.vocabulary import Layer
from avert.web.accounts.models import Person
from avert.web.accounts.selectors import viewer_of
from avert.web.exercises.asked import exercise_asked
from avert.web.exercises.selectors import now_in
from avert.web.records.words import place_name
from avert.web.society.network.forms import FindForm
from avert.web.society.network.remembered import Remembered, remembered
from avert.web.society.network_of import Known, known_from
from avert.web.society.rows import NO_ROWS

NOTHING = known_from(NO_ROWS)
KEPT = ("place", "on", "exercise")  # what all views of the network keep


@dataclass(frozen=True)
class Asked:
    """The question of an address, and what the viewer may read of the answer."""

    viewer: Person
    form: FindForm
    exercise: Any
    now: dt.datetime

    @classmethod
    def of(cls, request: HttpRequest, form: Callable[..., FindForm] = FindForm) -> Self:
        """Read the question from an address."""
        exercise = exercise_asked(request)
        now = now_in(exercise, timezone.now())
        filled = form(request.GET)
        filled.is_valid()
        return cls(cast("Person", viewer_of(request)), filled, exercise, now)

    @property
    def is_valid(self) -> bool:
        """Say whether the question can be answered."""
        return self.form.is_valid()

    @property
    def on(self) -> dt.date:
        """Return the day; without one, today, or what the clock of the exercise says."""
        return self.form.cleaned_data.get("on") or self.now.date()

    @property
    def before(self) -> dt.date | None:
        """Return the day that it is compared with."""
        return cast("dt.date | None", self.form.cleaned_data.get("before"))

    @property
    def place(self) -> str:
        """Return the key of the place, or nothing for all."""
        return str(self.form.cleaned_data.get("place") or "")

    @property
    def place_name(self) -> str:
        """Return what the place is called, or nothing for all."""
        return place_name(self.place) if self.place else ""

    @property
    def exercise_id(self) -> uuid.UUID | None:
        """Return the exercise, or nothing for what is real."""
        return self.exercise.pk if self.exercise else None

    @cached_property
    def remembered(self) -> Remembered:
        """Return what the viewer may read of it; nothing where the question cannot be answered."""
        if not self.is_valid:
            return Remembered(NOTHING)
        return remembered(self.viewer, place=self.place, exercise_id=self.exercise_id)

    @property
    def known(self) -> Known:
        """Return the actors there, what ties them and what they do."""
        return self.remembered.known

    @cached_property
    def network(self) -> Network:
        """Return the network of the day."""
        return self.remembered.network(self.on if self.is_valid else self.now.date())

    @cached_property
    def network_before(self) -> Network | None:
        """Return the network of the day that it is compared with."""
        return self.remembered.network(self.before) if self.is_valid and self.before else None

    @property
    def digest(self) -> str:
        """Return what says whether a study is of this very network."""
        return self.remembered.once(("digest", self.days), lambda: digest_of(self.network))

    @property
    def days(self) -> tuple[dt.date, dt.date | None]:
        """Return the day and the one that it is compared with."""
        return (self.on, self.before) if self.is_valid else (self.now.date(), None)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Return what runs along the ties that were asked for."""
        return getattr(self.form, "layers", tuple(Layer))

    @property
    def kept(self) -> str:
        """Return what all views of the network keep, as a query."""
        return self._query(KEPT)

    @property
    def query(self) -> str:
        """Return the whole question, as a query for the same in another form."""
        return self._query((*self.form.fields, "exercise"))

    def _query(self, names: tuple[str, ...]) -> str:
        given: dict[str, Any] = {name: self.form.data.get(name, "") for name in names if name != "layer"}
        given["exercise"] = str(self.exercise_id or "")
        if "layer" in names:
            given["layer"] = cast("QueryDict", self.form.data).getlist("layer")
        return urlencode({name: value for name, value in given.items() if value}, doseq=True)
