"""What the addresses of notes take and answer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from avert.web.api.schema_parts import Problem

MarkingLabel = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
MOST_NAMED = 200


def _storable(text: str) -> str:
    # A database takes neither, and half a character comes of text that was cut.
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("holds a character that cannot be kept")
    return text


Text = Annotated[str, AfterValidator(_storable)]
Title = Annotated[Text, Field(min_length=1, max_length=200, description="What it is about, in a line.")]
Body = Annotated[Text, Field(max_length=20_000, description="What is known, heard or asked.")]
PlaceCode = Annotated[
    Text, Field(max_length=100, description="eth, or a key such as avert-crimea; empty is no place.")
]
Why = Annotated[Text, Field(max_length=500, description="Why, for whoever reads the history.")]
RowVersion = Annotated[
    int, Field(ge=1, le=2**31 - 1, description="As you read it; what is newer is never lost.")
]
Ids = Annotated[list[uuid.UUID], Field(max_length=MOST_NAMED)]


class RecordEnvelope(Schema):
    """What every answer with records says about itself."""

    marking: MarkingLabel = Field(description="Traffic Light Protocol 2.0: the strictest of what is in it.")
    prohibited_uses: list[str] = Field(description="What this must not be used for.")


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


class Written(RecordEnvelope):
    """A receipt. It repeats nothing, so that a token that only writes reads nothing."""

    id: uuid.UUID = Field(description="Of the new note.")
    row_version: int = Field(description="Of the new note.")


class Audience(Schema):
    """Whom it is for besides the organisation that owns it; all empty is nobody else."""

    organisations: Ids = Field(default=[], description="Organisations, by id.")
    groups: Ids = Field(default=[], description="Sharing groups, by id.")
    persons: Ids = Field(default=[], description="Persons, by id.")


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


class NewAudience(Audience):
    """Whom the note is for from now on."""

    model_config = ConfigDict(extra="forbid")

    row_version: RowVersion
    marking: MarkingLabel = Field(description="How far it may travel.")
    why: Why = ""


class AudienceAnswer(Audience, RecordEnvelope):
    """Whom a note is for besides its owner."""

    row_version: int = Field(description="Of the note; send it back when you change its audience.")


class FieldChange(Schema):
    """One field before and after."""

    field: str = Field(description="Name of the field.")
    before: Any = Field(description="Null where there was none.")
    after: Any = Field(description="What it became.")


class RevisionOut(Schema):
    """One change."""

    row_version: int = Field(description="What the note became by it.")
    at: dt.datetime = Field(description="When.")
    by: uuid.UUID | None = Field(description="Who; null where nobody did or they have left.")
    why: str = Field(description="The reason given; often empty.")
    changes: list[FieldChange] = Field(description="Each field that changed.")


class History(RecordEnvelope):
    """What was done to a note, the newest first."""

    revisions: list[RevisionOut] = Field(description="The newest first.")


class Conflict(Problem):
    """Someone else has changed it since you read it: compare, then send what should hold."""

    current: NoteAnswer | None = Field(
        description="What is there now; null where you may not read it any more."
    )
