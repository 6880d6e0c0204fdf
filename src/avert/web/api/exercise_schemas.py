"""What the addresses of exercises take and answer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from avert.web.api.record_schemas import (
    Audience,
    Day,
    Instant,
    MarkingLabel,
    RecordEnvelope,
    RowVersion,
    Text,
)


class ExerciseSummary(Schema):
    """An exercise in a list."""

    id: uuid.UUID = Field(description="For /exercises/{exercise_id}.")
    row_version: int = Field(description="Counts its changes; send it back when you move its clock.")
    owner: uuid.UUID = Field(description="The organisation that owns it.")
    place: str | None = Field(description="As addresses call it; null where it is of no place.")
    marking: MarkingLabel = Field(description="How far it may travel.")
    created_at: dt.datetime = Field(description="When it was begun, in real time.")
    created_by: uuid.UUID | None = Field(description="Who began it; null where they have left.")
    title: str = Field(description="What it is called.")
    replay: str = Field(description="The case that is worked through.")
    clock: dt.datetime = Field(description="Where its clock stands: what time it is in it.")


class Exercises(RecordEnvelope):
    """Exercises you may read, the newest first."""

    exercises: list[ExerciseSummary] = Field(description="At most as many as were asked for.")
    next_cursor: str | None = Field(description="For the next ones; null after the last.")


class KnownItem(Schema):
    """Something that is known where the clock stands. What becomes known later is absent."""

    id: str = Field(description="Of the item, for /exercises/{exercise_id}/signals.")
    family: str = Field(description="fact, report, warning, response or question.")
    kind: str = Field(description="What kind of fact, report, warning or response.")
    known: dt.date = Field(description="The day on which it became known.")
    text: str = Field(description="In our own words.")
    place: str | None = Field(description="As addresses call it.")
    where: str = Field(description="Where in it, no finer than a town.")
    channel: str | None = Field(description="By which channel a report came; null for other families.")
    by: str | None = Field(description="The role of who reported or issued it; null for other families.")
    asked_of: str | None = Field(description="Who had to decide; null for other families.")
    options: list[str] = Field(description="What was on the table for a question; else empty.")
    can_be_taken_in: bool = Field(description="Whether it would have come in as a signal.")


class ExerciseAnswer(ExerciseSummary, RecordEnvelope):
    """One exercise with what is known in it."""

    known: list[KnownItem] = Field(description="In the order in which it became known.")


class NewExercise(Audience):
    """An exercise to begin."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[Text, Field(min_length=1, max_length=200, description="What it is called.")]
    replay: Annotated[Text, Field(max_length=100, description="A case, as /replays/ names it.")]
    day: Day | None = Field(default=None, description="A day of the case to begin on; else its first.")
    marking: MarkingLabel = Field(default="TLP:AMBER+STRICT", description="How far it may travel.")
    owner: uuid.UUID | None = Field(
        default=None, description="The organisation to write for; needed where you may for several."
    )


class NewClock(Schema):
    """Where the clock is to stand."""

    model_config = ConfigDict(extra="forbid")

    row_version: RowVersion
    to: Instant = Field(description="Never earlier than it stands. News of a day counts from 23:00 UTC.")


class TakeIn(Schema):
    """Reports to take in as signals."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[
        list[Annotated[Text, Field(max_length=100)]],
        Field(min_length=1, max_length=200, description="Ids of what is known; each is taken in once."),
    ]


class TakenIn(RecordEnvelope):
    """The signals."""

    signals: list[uuid.UUID] = Field(
        description="Of each item, in the order asked, for /signals/{signal_id}."
    )
