"""What the addresses of signals take and answer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from avert.web.api.record_schemas import (
    Audience,
    Instant,
    MarkingLabel,
    PlaceCode,
    RecordEnvelope,
    RowVersion,
    Text,
)
from avert.web.api.schema_parts import Problem
from avert.web.signals.vocabulary import About, AnswerKind, Finding, Lens, Pace
from avert.web.signals.vocabulary import Standing as StandingWord

Sentence = Annotated[Text, Field(max_length=500)]


class SignalSummary(Schema):
    """A signal in a list. Its text is asked for by itself, so that the audit says who read it."""

    id: uuid.UUID = Field(description="For /signals/{signal_id}.")
    row_version: int = Field(description="Counts its changes; send it back when you change it.")
    owner: uuid.UUID = Field(description="The organisation that owns it.")
    place: str | None = Field(description="As addresses call it; null where it is of no place.")
    marking: MarkingLabel = Field(description="How far it may travel.")
    created_at: dt.datetime = Field(description="When it was taken in.")
    created_by: uuid.UUID | None = Field(description="Who took it in; null where they have left.")
    exercise: uuid.UUID | None = Field(description="The exercise it belongs to; null where it is real.")
    about: About = Field(description="What it tells of.")
    lens: Lens = Field(description="Armed conflict, mass atrocity, or both.")
    pace: Pace = Field(description="How fast this changes, and so how fast it ages.")
    threatens_life: bool = Field(description="A life is in danger.")
    grade: str = Field(description="Admiralty: source A–F, information 1–6; F6 could not be judged.")
    standing: StandingWord = Field(description="What was made of it.")
    way: str = Field(description="How it came in.")
    received_at: dt.datetime = Field(description="When it was received.")
    happened_at: dt.datetime | None = Field(description="When it was so, or will be; null is unknown.")


class Signals(RecordEnvelope):
    """Signals you may read, the newest first. How many there are is not said."""

    signals: list[SignalSummary] = Field(description="At most as many as were asked for.")
    next_cursor: str | None = Field(description="For the next ones; null after the last.")


class SignalAnswer(SignalSummary, RecordEnvelope):
    """One signal. Who reported it is not in it, nor the way to answer them."""

    text: str = Field(description="What is reported.")
    language: str = Field(description="BCP 47; empty is unknown.")
    where: str = Field(description="Town or district in words.")
    origin: str = Field(description="Whoever it goes back to, in words that name nobody; empty is unknown.")
    standing_why: str = Field(description="Why it stands as it does; often empty.")


class NewSignal(Audience):
    """A signal to take in. Say nothing that would betray who reported it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Text, Field(min_length=1, max_length=5000, description="What is reported.")]
    about: About = Field(description="What it tells of.")
    place: PlaceCode = ""
    where: Annotated[Text, Field(max_length=200)] = Field(
        default="", description="Town or district, no finer."
    )
    language: Annotated[Text, Field(max_length=20)] = Field(default="", description="BCP 47, such as sw.")
    lens: Lens = Field(default=Lens.BOTH, description="Armed conflict, mass atrocity, or both.")
    pace: Pace = Field(default=Pace.TRIGGER, description="How fast this changes.")
    happened_at: Instant | None = Field(default=None, description="With its time zone; null is unknown.")
    threatens_life: bool = Field(default=False, description="A life is in danger.")
    message_key: Annotated[Text, Field(max_length=500)] = Field(
        default="", description="What you call it: sent again under the same, it is one signal."
    )
    exercise: uuid.UUID | None = Field(default=None, description="The exercise that it belongs to.")
    marking: MarkingLabel = Field(default="TLP:AMBER+STRICT", description="How far it may travel.")
    owner: uuid.UUID | None = Field(
        default=None, description="The organisation to write for; needed where you may for several."
    )


class Taken(Schema):
    """A receipt. It repeats nothing, so that a token that only writes reads nothing."""

    id: uuid.UUID | None = Field(description="Of the signal; null where it has been deleted since.")
    is_new: bool = Field(description="False where it was taken in before under the same message_key.")


class NewVerification(Schema):
    """What a second person found out. A program's own token cannot: it is no second person."""

    model_config = ConfigDict(extra="forbid")

    finding: Finding = Field(description="What was found.")
    how: Annotated[Text, Field(min_length=1, max_length=2000, description="How, without naming anyone.")]


class NewAnswer(Schema):
    """What whoever reported is told, or why nothing."""

    model_config = ConfigDict(extra="forbid")

    kind: AnswerKind = Field(description="What they are told.")
    text: Annotated[Text, Field(max_length=1000)] = Field(
        default="", description="In which words, or why not."
    )


class NewStanding(Schema):
    """What is made of a signal."""

    model_config = ConfigDict(extra="forbid")

    row_version: RowVersion
    standing: Literal["open", "set-aside", "merged"] = Field(description="What is made of it.")
    why: Sentence = Field(default="", description="The reason; needed to set it aside.")
    into: uuid.UUID | None = Field(default=None, description="Of the signal it is merged into.")


class SignalConflict(Problem):
    """Someone else has changed it since you read it: compare, then send what should hold."""

    current: SignalAnswer | None = Field(
        description="What is there now; null where you may not read it any more."
    )
