"""What the addresses of notes take and answer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from avert.web.api.record_schemas import (
    Audience,
    MarkingLabel,
    PlaceCode,
    RecordEnvelope,
    RowVersion,
    Text,
    Why,
)
from avert.web.api.schema_parts import Problem

Title = Annotated[Text, Field(min_length=1, max_length=200, description="What it is about, in a line.")]
Body = Annotated[Text, Field(max_length=20_000, description="What is known, heard or asked.")]


class NoteSummary(Schema):
    """A note in a list. Its text is asked for by itself, so that the audit says who read it."""

    id: uuid.UUID = Field(description="For /notes/{note_id}.")
    row_version: int = Field(description="Counts its changes; send it back when you change it.")
    owner: uuid.UUID = Field(description="The organisation that owns it.")
    place: str | None = Field(description="As addresses call it; null where it is of no place.")
    title: str = Field(description="What it is about.")
    marking: MarkingLabel = Field(description="How far it may travel.")
    created_at: dt.datetime = Field(description="When it was written.")
    created_by: uuid.UUID | None = Field(description="Who wrote it; null where they have left.")


class Notes(RecordEnvelope):
    """Notes you may read, the newest first. How many there are is not said."""

    notes: list[NoteSummary] = Field(description="At most as many as were asked for.")
    next_cursor: str | None = Field(description="For the next ones; null after the last.")


class NoteOut(NoteSummary):
    """A note with its text."""

    text: str = Field(description="What is known, heard or asked.")


class NoteAnswer(NoteOut, RecordEnvelope):
    """One note."""


class NewNote(Audience):
    """A note to write."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    text: Body = ""
    place: PlaceCode = ""
    marking: MarkingLabel = Field(default="TLP:AMBER+STRICT", description="How far it may travel.")
    owner: uuid.UUID | None = Field(
        default=None, description="The organisation to write for; needed where you may for several."
    )
    why: Why = ""


class NoteChange(Schema):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    row_version: RowVersion
    title: Title | None = Field(default=None, description="What it is about, in a line.")
    text: Body | None = Field(default=None, description="What is known, heard or asked.")
    place: PlaceCode | None = Field(default=None, description="As in a new note; empty takes it away.")
    why: Why = ""


class Conflict(Problem):
    """Someone else has changed it since you read it: compare, then send what should hold."""

    current: NoteAnswer | None = Field(
        description="What is there now; null where you may not read it any more."
    )
