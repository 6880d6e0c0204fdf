"""What the addresses of warnings take and answer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from avert.web.api.record_schemas import (
    Audience,
    Day,
    Instant,
    MarkingLabel,
    PlaceCode,
    RecordEnvelope,
    RowVersion,
    Text,
)

Event = Literal[
    "MASS_KILLING", "EXPULSION", "SEXUAL_VIOLENCE", "ARMED_CONFLICT", "COMMUNITIES", "ELECTION", "REPRESSION",
    "ACCESS", "BLACKOUT",
]  # fmt: skip
Lens = Literal["conflict", "atrocity", "both"]
Message = Literal["alert", "update", "cancel", "all-clear"]
Probability = Literal[
    "unknown", "remote chance", "highly unlikely", "unlikely", "realistic possibility", "likely",
    "highly likely", "almost certain", "under way",
]  # fmt: skip
Confidence = Literal["", "low", "moderate", "high"]
Stage = Literal["SENT", "RECEIVED", "ACKNOWLEDGED", "CONSIDERED", "DECIDED", "DONE", "EFFECT"]
Decision = Literal["ACT", "NO_NEW_ACTION", "DEFER"]
Line = Annotated[Text, Field(max_length=160)]
Short = Annotated[Text, Field(max_length=300)]
Long = Annotated[Text, Field(max_length=2000)]
Ask = Annotated[Text, Field(max_length=1000)]


class Content(Schema):
    """What a warning says."""

    title: Line = Field(min_length=1, description="In one line, naming nobody.")
    event: Event = Field(description="What may happen.")
    lens: Lens = Field(default="both", description="Through which lens it is seen.")
    what: Long = Field(default="", description="What may happen, in words.")
    to_whom: Short = Field(default="", description="To whom: groups at risk, never persons.")
    window_from: Day | None = Field(default=None, description="First day on which it may happen.")
    window_until: Day | None = Field(default=None, description="Last day.")
    probability: Probability = Field(default="unknown", description="A word of the PHIA yardstick.")
    confidence: Confidence = Field(default="", description="How much the evidence bears; apart from it.")
    rests_on: Long = Field(default="", description="What this rests on.")
    would_change: Long = Field(default="", description="What would change our mind.")
    harm_of_issuing: Long = Field(default="", description="What harm the warning itself may do.")


class NewWarning(Content, Audience):
    """A warning to draft. It may lack something until it is proposed."""

    model_config = ConfigDict(extra="forbid")

    place: PlaceCode = ""
    signals: Annotated[
        list[uuid.UUID], Field(max_length=200, description="Ids of the signals that it rests on.")
    ] = []
    exercise: uuid.UUID | None = Field(default=None, description="The exercise it belongs to; null if real.")
    replaces: uuid.UUID | None = Field(default=None, description="The warning whose place it takes.")
    message: Message = Field(default="alert", description="What it does to the one that it replaces.")
    marking: MarkingLabel = Field(default="TLP:AMBER+STRICT", description="How far it may travel.")
    owner: uuid.UUID | None = Field(
        default=None, description="The organisation to write for; needed where you may for several."
    )


class NewAddressee(Schema):
    """Someone who can act, or people at risk."""

    model_config = ConfigDict(extra="forbid")

    role: Annotated[Text, Field(min_length=1, max_length=200, description="A role, never a name.")]
    organisation: uuid.UUID | None = Field(
        default=None, description="Where it belongs to one on this site: its people answer here."
    )
    is_at_risk: bool = Field(default=False, description="People at risk: a check of the message follows.")
    can_do: Ask = Field(description="What they can do.")
    asked: Ask = Field(description="What is asked of them.")
    zone: Annotated[Text, Field(max_length=60)] = Field(default="UTC", description="IANA zone of the times.")
    acknowledge_by: Instant | None = Field(default=None, description="By when to acknowledge.")
    decide_by: Instant | None = Field(default=None, description="By when to decide.")
    act_by: Instant | None = Field(default=None, description="By when to act.")


class Proposal(Schema):
    """The version that is proposed."""

    model_config = ConfigDict(extra="forbid")

    row_version: RowVersion


class Release(Proposal):
    """The version that a second person lets out."""

    note: Annotated[Text, Field(max_length=2000, description="A note on it, if any.")] = ""


class NewCheck(Schema):
    """What a second person found."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["safe-message", "release", "second-review"] = Field(description="What was looked at.")
    verdict: Literal["yes", "no"] = Field(description="What came of it.")
    panic: Ask = Field(default="", description="Could it set off panic or violence?")
    entrapment: Ask = Field(default="", description="Could it lead people into a trap?")
    exposure: Ask = Field(default="", description="Could it expose a source or the people warned?")
    note: Annotated[Text, Field(max_length=2000, description="A note; a no needs its reason.")] = ""


class NewStep(Schema):
    """A step of a warning at an addressee."""

    model_config = ConfigDict(extra="forbid")

    stage: Stage = Field(description="How far it has come.")
    at: Instant | None = Field(default=None, description="When; without it, now.")
    decision: Decision | None = Field(default=None, description="With the stage DECIDED, and only then.")
    reason: Annotated[Text, Field(max_length=3000, description="Why; a decision needs it.")] = ""
    deferred_until: Instant | None = Field(default=None, description="With DEFER, and only then.")
    is_shared: bool = Field(
        default=False, description="Whether the issuer sees a decision at once; else your own people alone."
    )


class WarningSummary(Schema):
    """A warning in a list."""

    id: uuid.UUID = Field(description="For /warnings/{warning_id}.")
    row_version: int = Field(description="Counts its changes.")
    owner: uuid.UUID = Field(description="The organisation that issues it.")
    place: str | None = Field(description="As addresses call it; null where it is of no place.")
    marking: MarkingLabel = Field(description="How far it may travel.")
    created_at: dt.datetime = Field(description="When it was written, in real time.")
    created_by: uuid.UUID | None = Field(description="Who wrote it; null where they have left.")
    title: str = Field(description="In one line.")
    message: Message = Field(description="What it does to the one before it.")
    state: Literal["draft", "proposed", "released", "replaced", "dropped"] = Field(
        description="How far it has come."
    )
    exercise: uuid.UUID | None = Field(description="The exercise it belongs to; null if real.")
    released_at: dt.datetime | None = Field(description="When it went out; in an exercise by its clock.")
    expires_at: dt.datetime | None = Field(description="Until when it holds.")
    review_due_at: dt.datetime | None = Field(description="By when a second person must review it.")


class Warnings(RecordEnvelope):
    """Warnings you may read, the newest first."""

    warnings: list[WarningSummary] = Field(description="At most as many as were asked for.")
    next_cursor: str | None = Field(description="For the next ones; null after the last.")


class AddresseeOut(Schema):
    """An addressee you may know of, and where the warning stands there."""

    id: uuid.UUID = Field(description="For …/addressees/{addressee_id}/course.")
    role: str = Field(description="Who is asked.")
    organisation: uuid.UUID | None = Field(description="On this site; null elsewhere.")
    is_at_risk: bool = Field(description="Whether they are people at risk.")
    can_do: str = Field(description="What they can do.")
    asked: str = Field(description="What is asked of them.")
    zone: str = Field(description="IANA zone of the times.")
    acknowledge_by: dt.datetime | None = Field(description="By when to acknowledge.")
    decide_by: dt.datetime | None = Field(description="By when to decide.")
    act_by: dt.datetime | None = Field(description="By when to act.")
    reached: Stage | None = Field(description="How far it has come, as far as you may know.")
    decision: Decision | None = Field(description="What was decided, as far as you may know.")
    waiting_for: Stage | None = Field(description="What is waited for; null for nothing.")
    is_overdue: bool = Field(description="Whether that is late. Silence is never a refusal.")


class WarningAnswer(Content, WarningSummary, RecordEnvelope):
    """One warning."""

    replaces: uuid.UUID | None = Field(description="The warning whose place it takes.")
    signals: list[uuid.UUID] = Field(description="What it rests on, as far as you may read it.")
    addressees: list[AddresseeOut] = Field(description="Those you may know of.")
