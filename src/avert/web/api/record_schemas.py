"""What the addresses of records of every kind take and answer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

MarkingLabel = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
MOST_NAMED = 200


def _storable(text: str) -> str:
    # A database takes neither, and half a character comes of text that was cut.
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("holds a character that cannot be kept")
    return text


Text = Annotated[str, AfterValidator(_storable)]
# A database keeps no others, nor can one count days from them.
Instant = Annotated[AwareDatetime, Field(ge=dt.datetime(1900, 1, 1, tzinfo=dt.UTC),
                                         le=dt.datetime(2200, 1, 1, tzinfo=dt.UTC))]  # fmt: skip
Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2200, 1, 1))]
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


class Written(RecordEnvelope):
    """A receipt. It repeats nothing, so that a token that only writes reads nothing."""

    id: uuid.UUID = Field(description="Of the new record.")
    row_version: int = Field(description="Of the new record.")


class Audience(Schema):
    """Whom it is for besides the organisation that owns it; all empty is nobody else."""

    organisations: Ids = Field(default=[], description="Organisations, by id.")
    groups: Ids = Field(default=[], description="Sharing groups, by id.")
    persons: Ids = Field(default=[], description="Persons, by id.")


class NewAudience(Audience):
    """Whom the record is for from now on."""

    model_config = ConfigDict(extra="forbid")

    row_version: RowVersion
    marking: MarkingLabel = Field(description="How far it may travel.")
    why: Why = ""


class AudienceAnswer(Audience, RecordEnvelope):
    """Whom a note is for besides its owner."""

    row_version: int = Field(description="Of the record; send it back when you change its audience.")


class FieldChange(Schema):
    """One field before and after."""

    field: str = Field(description="Name of the field.")
    before: Any = Field(description="Null where there was none.")
    after: Any = Field(description="What it became.")


class RevisionOut(Schema):
    """One change."""

    row_version: int = Field(description="What the record became by it.")
    at: dt.datetime = Field(description="When.")
    by: uuid.UUID | None = Field(description="Who; null where nobody did or they have left.")
    why: str = Field(description="The reason given; often empty.")
    changes: list[FieldChange] = Field(description="Each field that changed.")


class History(RecordEnvelope):
    """What was done to a record, the newest first."""

    revisions: list[RevisionOut] = Field(description="The newest first.")
