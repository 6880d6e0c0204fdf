"""What the addresses of assessments and editions answer."""

from __future__ import annotations

import datetime as dt
import uuid

from ninja import Schema
from pydantic import Field

from avert.web.api.record_schemas import MarkingLabel, RecordEnvelope


class AssessmentSummary(Schema):
    """An assessment in a list."""

    id: uuid.UUID = Field(description="For /assessments/{assessment_id}.")
    row_version: int = Field(description="Counts its changes.")
    owner: uuid.UUID = Field(description="The organisation that owns it.")
    place: str | None = Field(description="As addresses call it; null where it is of no place.")
    marking: MarkingLabel = Field(description="How far it may travel.")
    created_at: dt.datetime = Field(description="When it was begun.")
    created_by: uuid.UUID | None = Field(description="Who began it; null where they have left.")
    exercise: uuid.UUID | None = Field(description="The exercise it is part of; null where it is real.")
    title: str = Field(description="In one line.")
    question: str = Field(description="What it asks.")
    subject: str = Field(description="conflict, or self where those who respond look at themselves.")
    level: str = Field(description="global, regional, national, subnational or local.")
    frameworks: list[str] = Field(description="By id.")
    round: int = Field(description="The round that is open.")


class Assessments(RecordEnvelope):
    """Assessments you may read, the newest first."""

    assessments: list[AssessmentSummary] = Field(description="At most as many as were asked for.")
    next_cursor: str | None = Field(description="For the next ones; null after the last.")


class IndicatorCounts(Schema):
    """How many stakeholders last said what of one indicator. It is no score, and nothing is to be summed."""

    indicator: str = Field(description="Its code, such as UNFA-7.5.")
    counts: dict[str, int] = Field(
        description="By value: absent, latent, present, acute, unknown, not_asked. The last two are never absent."
    )
    stale: int = Field(description="Known once, too long ago to rest on; in none of the counts.")
    dissents: int = Field(description="How many see it differently from most, stale or not.")


class DeclaredDissent(Schema):
    """A dissent in the words of who declared it."""

    stakeholder: uuid.UUID = Field(description="Who, by id.")
    role: str = Field(description="Group or role; never a person.")
    text: str = Field(description="In their words.")
    at: dt.datetime = Field(description="Since when.")


class MissingVoice(Schema):
    """A voice that is expected and not heard in the open round."""

    dimension: str = Field(description="group, level, sector, gender, age and the like.")
    name: str = Field(description="Which.")
    heard: str = Field(description="What can be said of it.")


class EditionSummary(Schema):
    """An edition in a list."""

    id: uuid.UUID = Field(description="For /editions/{edition_id}.")
    owner: uuid.UUID = Field(description="The organisation that signed it.")
    marking: MarkingLabel = Field(description="How far it may travel.")
    made_at: dt.datetime = Field(description="When it was signed.")
    note: str = Field(description="What it is for.")
    digest: str = Field(description="SHA-256 of what was signed, in hexadecimal.")
    fingerprint: str = Field(description="SHA-256 of the key that signed it, in hexadecimal.")


class AssessmentAnswer(AssessmentSummary, RecordEnvelope):
    """One assessment as it stands, as far as you may read its parts."""

    as_of: dt.datetime = Field(description="Now, or where the clock of its exercise stands.")
    profile: list[IndicatorCounts] = Field(description="Of every indicator that anybody answered.")
    dissents: list[DeclaredDissent] = Field(description="Declared against the assessment as a whole.")
    missing: list[MissingVoice] = Field(description="Whose voice is missing.")
    editions: list[EditionSummary] = Field(description="The newest first.")


class EditionAnswer(EditionSummary, RecordEnvelope):
    """One edition."""

    assessment: uuid.UUID = Field(description="What it is a copy of.")
    verifies: bool = Field(description="Checked just now: unchanged, and signed by a key of its owner.")
    document: str = Field(
        description="The signed file, byte for byte, for 'avert edition verify'. Do not reformat it."
    )
