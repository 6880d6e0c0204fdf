"""What the addresses of peace structures answer."""

from __future__ import annotations

import datetime as dt
import uuid

from ninja import Schema
from pydantic import Field

from avert.web.api.record_schemas import MarkingLabel, RecordEnvelope


class StructureSummary(Schema):
    """A structure or actor of peace, as an organisation or a role."""

    id: uuid.UUID = Field(description="For /structures/{structure_id}.")
    row_version: int = Field(description="Counts its changes.")
    owner: uuid.UUID = Field(description="The organisation that lists it.")
    place: str | None = Field(description="As addresses call it; null where it is of no place.")
    marking: MarkingLabel = Field(description="How far it may travel.")
    created_at: dt.datetime = Field(description="When it was listed.")
    created_by: uuid.UUID | None = Field(description="Who listed it; null where they have left.")
    exercise: uuid.UUID | None = Field(description="The exercise it is part of; null where it is real.")
    name: str = Field(description="Of the organisation or role; never a person.")
    other_names: list[str] = Field(description="In other languages and scripts.")
    kind: str | None = Field(description="council, committee, ministry and the like; null where not known.")
    sector: str | None = Field(description="government, religious and the like; null where not known.")
    level: str | None = Field(description="top, middle or grassroots; null where not known.")
    is_decision_maker: bool = Field(description="It can decide on a response.")
    areas: list[str] = Field(description="Keys of the areas where it works.")
    where: str = Field(description="In words.")
    capacities: list[str] = Field(description="monitor, mediate, protect, convene, broadcast, finance.")
    languages: list[str] = Field(description="In which it works.")
    groups: list[str] = Field(description="Those it belongs to, or is seen to.")
    begins: dt.date | None = Field(description="Active from; null where not known.")
    ends: dt.date | None = Field(description="Active until; null while it is, or where not known.")
    review_on: dt.date | None = Field(description="When to look again; null where no day is set.")
    source: str = Field(description="Who says so.")


class Structures(RecordEnvelope):
    """Structures you may read, the newest first. Those whom being known puts at risk are in no answer."""

    structures: list[StructureSummary] = Field(description="At most as many as were asked for.")
    left_out: str = Field(
        description="How many are protected and left out of the whole list: 0, 'a few' below 3, or a number."
    )
    next_cursor: str | None = Field(description="For the next ones; null after the last.")


class VoiceOut(Schema):
    """What is known of one attribute in a structure. Null was not asked, which is neither yes nor no."""

    attribute: str = Field(description="women, youth, displaced or disability.")
    seats: int | None = Field(description="How many seats; null where not asked.")
    leads: bool | None = Field(description="Whether any of them lead; null where not asked.")
    speaks: bool | None = Field(description="Whether they speak; null where not asked.")
    decides: bool | None = Field(description="Whether they decide; null where not asked.")


class TrustOut(Schema):
    """What one group said last of a structure."""

    group: str = Field(description="Which.")
    trust: str = Field(description="trusted, partly, distrusted or unknown.")
    on: dt.date | None = Field(description="When; null where not known.")


class StructureAnswer(StructureSummary, RecordEnvelope):
    """One structure, as far as you may read its parts."""

    mandate: str = Field(description="What it is there to do.")
    mandate_document: str = Field(description="What gives it its mandate.")
    seats: int | None = Field(description="How many there are; null where not asked.")
    voices: list[VoiceOut] = Field(description="Who has seats, leads, speaks and decides.")
    trust: list[TrustOut] = Field(description="By group.")


class TieOut(Schema):
    """What runs between two structures."""

    id: uuid.UUID = Field(description="Of the tie.")
    source: uuid.UUID = Field(description="A structure.")
    target: uuid.UUID = Field(description="Another.")
    layer: str = Field(
        description="information, coordination, funding, mandate, trust, mediation, joint_activity, hostility."
    )
    is_directed: bool = Field(description="From the first to the second only.")
    begins: dt.date | None = Field(description="Since when; null where not known.")
    ends: dt.date | None = Field(description="Until when; null while it holds, or where not known.")
    evidence: str = Field(description="How it is known.")


class Ties(RecordEnvelope):
    """Ties of one structure whose both ends you may read and nobody need protect."""

    ties: list[TieOut] = Field(description="The oldest first, at most 500.")


class ActivityOut(Schema):
    """What a structure does."""

    id: uuid.UUID = Field(description="Of the activity.")
    title: str = Field(description="In one line.")
    what: str = Field(description="By a code, where a list is used.")
    what_scheme: str = Field(description="Which list.")
    areas: list[str] = Field(description="Keys of the areas where.")
    target_group: str = Field(description="For whom.")
    drivers: list[str] = Field(description="Drivers of conflict it bears on.")
    status: str = Field(description="planned, ongoing, done, stopped or unknown.")
    begins: dt.date | None = Field(description="Since when; null where not known.")
    ends: dt.date | None = Field(description="Until when; null where not known.")
    source: str = Field(description="Who says so.")


class Activities(RecordEnvelope):
    """What one structure does, as far as you may read it."""

    activities: list[ActivityOut] = Field(description="The latest first, at most 500.")
