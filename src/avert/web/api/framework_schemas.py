"""What the API says of frameworks for assessment, field by field."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import Field

from avert.web.api.schema_parts import Envelope

Lens = Literal["atrocity", "conflict"]
DimensionKind = Literal[
    "structural", "dynamic", "trigger", "capacity", "motive", "mitigator", "actor", "target", "resilience"
]


class FrameworkLine(Schema):
    """A framework in one edition."""

    id: str = Field(description="What addresses call it.")
    title: str = Field(description="Its title.")
    edition: str = Field(description="Which edition; another one is another framework.")
    prefix: str = Field(description="What the codes of its indicators begin with.")
    publisher: str = Field(description="Who published it.")
    source: str = Field(description="Full citation.")
    terms: str = Field(description="What its licence allows.")
    note: str = Field(description="How it wants to be used; often empty.")
    lenses: list[Lens] = Field(description="Through which lenses it looks.")
    dimensions: int = Field(description="How many dimensions.")
    indicators: int = Field(description="How many indicators.")
    recalled: int = Field(description="How many of them are still to be checked against the source.")
    measured: int = Field(description="How many of them a dataset measures.")
    is_own: bool = Field(description="True where this deployment added it.")


class Frameworks(Envelope):
    """Every framework that assessments can use, shipped or added here."""

    frameworks: list[FrameworkLine] = Field(description="The shipped ones first.")


class DimensionOut(Schema):
    """A heading under which indicators stand."""

    id: str = Field(description="Within the framework.")
    title: str = Field(description="Its title.")
    kind: DimensionKind = Field(description="What it is about.")
    within: str | None = Field(description="The dimension above it; null where there is none.")
    lenses: list[Lens] = Field(description="Through which lenses it looks.")


class CrosswalkOut(Schema):
    """How an indicator relates to one of another framework, as SKOS matches do."""

    to: str = Field(description="Code of the other indicator.")
    framework: str = Field(description="The framework that the other is of.")
    relation: Literal["exact", "broader", "narrower", "related"] = Field(
        description="How the other stands to this one: broader holds all of it, narrower is part of it."
    )
    author: str | None = Field(description="Who says so; null where it follows from exact ones.")
    why: str | None = Field(description="Why; null where it follows from exact ones.")


class ProxyOut(Schema):
    """A variable of a dataset that stands for an indicator."""

    dataset: str = Field(description="Short name of the dataset.")
    variable: str = Field(description="Name of the variable there.")
    direction: Literal["higher_is_riskier", "lower_is_riskier"] = Field(
        description="Which end speaks of risk."
    )
    lag_years: int = Field(description="How many years before it is out a figure speaks of.")
    validity: str = Field(description="What it does not show.")


class FrameworkIndicator(Schema):
    """One thing to ask of a situation."""

    code: str = Field(description="Prefix and id, such as UNFA-7.5; never changes.")
    id: str = Field(description="Within the framework.")
    dimension: str = Field(description="The dimension under which it stands.")
    text: str = Field(description="In our own words.")
    polarity: Literal["risk", "protective"] = Field(description="Of what it speaks where it is present.")
    time_scale: Literal["years", "months", "days"] = Field(description="How fast it can change.")
    ages_as: Literal["structural", "dynamic", "trigger"] = Field(description="How an answer grows old.")
    evidence: Literal["quantitative", "event", "judgement"] = Field(description="What it is mostly known by.")
    scope: Literal["national", "subnational", "group", "actor"] = Field(description="Of what it is asked.")
    basis: Literal["read", "recalled"] = Field(
        description="Read in the source, or recalled and still to be checked against it."
    )
    lenses: list[Lens] = Field(description="Through which lenses it looks.")
    crosswalks: list[CrosswalkOut] = Field(description="How it relates to others; empty where nobody said.")
    proxies: list[ProxyOut] = Field(description="What measures it; empty where no dataset does.")


class StatementOut(Schema):
    """A sentence with gaps, filled for one situation."""

    id: str = Field(description="Within the framework.")
    title: str = Field(description="Its title.")
    text: str = Field(description="With gaps in braces, such as {actor}.")
    effect_is: Literal["driver", "mitigator"] = Field(description="Of what it speaks.")
    gaps: list[str] = Field(description="Names of the gaps, each once.")


class TwinQuestionOut(Schema):
    """A question asked twice."""

    id: str = Field(description="Within the framework.")
    lens: str = Field(description="Its heading.")
    conflict: str = Field(description="As asked of the conflict.")
    self: str = Field(description="As asked of whoever wants to respond.")


class FrameworkOut(Envelope):
    """One framework: what it asks, and what relates to it."""

    framework: FrameworkLine = Field(description="Which framework.")
    dimensions: list[DimensionOut] = Field(description="In the order of the source.")
    indicators: list[FrameworkIndicator] = Field(description="In the order of the source.")
    statements: list[StatementOut] = Field(description="Often empty.")
    questions: list[TwinQuestionOut] = Field(description="Often empty.")
