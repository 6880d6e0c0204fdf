"""What a framework for assessment consists of: dimensions, indicators, statements, questions, and what ties them.

Frameworks are content: they stand in YAML files in our own words, and this file says only what shape they have.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from avert.assessment.ageing import Kind


class Lens(StrEnum):
    """Through which lens a framework looks: at atrocities, or at conflict."""

    ATROCITY = "atrocity"
    CONFLICT = "conflict"


class Polarity(StrEnum):
    """Whether an indicator that is present speaks of risk or of protection."""

    RISK = "risk"
    PROTECTIVE = "protective"


class DimensionKind(StrEnum):
    """What a dimension is about."""

    STRUCTURAL = "structural"
    DYNAMIC = "dynamic"
    TRIGGER = "trigger"
    CAPACITY = "capacity"
    MOTIVE = "motive"
    MITIGATOR = "mitigator"
    ACTOR = "actor"
    TARGET = "target"
    RESILIENCE = "resilience"


class TimeScale(StrEnum):
    """How fast what an indicator speaks of can change."""

    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"

    @property
    def ages_as(self) -> Kind:
        """The kind of change whose half-life an answer has."""
        return {"years": Kind.STRUCTURAL, "months": Kind.DYNAMIC, "days": Kind.TRIGGER}[self.value]


class EvidenceType(StrEnum):
    """What an indicator is mostly known by: numbers, single events, or somebody's judgement."""

    QUANTITATIVE = "quantitative"
    EVENT = "event"
    JUDGEMENT = "judgement"


class Scope(StrEnum):
    """Of what an indicator is asked: a country, a part of it, a group, or one actor."""

    NATIONAL = "national"
    SUBNATIONAL = "subnational"
    GROUP = "group"
    ACTOR = "actor"


class Basis(StrEnum):
    """Whether number and content were read in the source, or recalled and still to be checked against it."""

    READ = "read"
    RECALLED = "recalled"


class Effect(StrEnum):
    """Whether a statement speaks of something that drives violence, or of something that mitigates it."""

    DRIVER = "driver"
    MITIGATOR = "mitigator"


class Relation(StrEnum):
    """How the second indicator of a crosswalk relates to the first: SKOS's ``…Match``.

    ``broader``: the second is broader than the first and holds all of it; ``narrower``: the second is part of it.
    """

    EXACT = "exact"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"

    @property
    def inverse(self) -> Relation:
        """The relation seen from the other side."""
        return {Relation.BROADER: Relation.NARROWER, Relation.NARROWER: Relation.BROADER}.get(self, self)


class Direction(StrEnum):
    """Which end of a measured variable speaks of risk."""

    HIGHER = "higher_is_riskier"
    LOWER = "lower_is_riskier"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One thing to ask of a situation. ``code`` is the prefix of the framework with ``id``, such as UNFA-7.5."""

    code: str
    id: str
    dimension: str
    text: str
    polarity: Polarity
    time_scale: TimeScale
    evidence: EvidenceType
    scope: Scope
    basis: Basis
    lenses: tuple[Lens, ...]


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """A heading under which indicators stand. ``within`` is the dimension above it, or none."""

    id: str
    title: str
    kind: DimensionKind
    within: str | None
    lenses: tuple[Lens, ...]

    @property
    def heading(self) -> str:
        """Return the title with its number, where it has one: other ids say nothing to a reader."""
        return f"{self.id} {self.title}" if self.id[:1].isdigit() else self.title


@dataclass(frozen=True, kw_only=True)
class StatementTemplate:
    """A sentence with gaps such as ``{actor}``, filled for one situation. ``effect_is`` says what it speaks of."""

    id: str
    title: str
    text: str
    effect_is: Effect

    @property
    def gaps(self) -> tuple[str, ...]:
        """The names of the gaps in the order in which they stand, each once."""
        names = (name for _, name, _, _ in string.Formatter().parse(self.text) if name is not None)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, kw_only=True)
class TwinQuestion:
    """A question asked twice: of the conflict, and of the organisation that wants to respond."""

    id: str
    lens: str
    conflict: str
    self: str


@dataclass(frozen=True, kw_only=True)
class Crosswalk:
    """How an indicator of one framework relates to one of another, who says so, and why."""

    from_code: str
    to_code: str
    relation: Relation
    author: str
    why: str

    @property
    def inverted(self) -> Crosswalk:
        """The same seen from the other indicator."""
        return replace(self, from_code=self.to_code, to_code=self.from_code, relation=self.relation.inverse)


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """A variable of a dataset that stands for an indicator, and what it does not show (``validity``)."""

    indicator: str
    dataset: str
    variable: str
    direction: Direction
    lag_years: int
    validity: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A line about a framework. ``is_own`` says that a deployment added it."""

    id: str
    title: str
    edition: str
    prefix: str
    publisher: str
    lenses: tuple[Lens, ...]
    dimensions: int
    indicators: int
    recalled: int
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Framework:
    """One edition of a framework. ``indicators`` are by code, in the order of the file."""

    id: str
    title: str
    edition: str
    prefix: str
    publisher: str
    source: str
    terms: str
    note: str
    lenses: tuple[Lens, ...]
    dimensions: tuple[Dimension, ...]
    indicators: Mapping[str, Indicator] = field(hash=False)
    statements: tuple[StatementTemplate, ...] = ()
    questions: tuple[TwinQuestion, ...] = ()

    def under(self, dimension: str) -> tuple[Indicator, ...]:
        """Return the indicators that stand directly under a dimension."""
        return tuple(one for one in self.indicators.values() if one.dimension == dimension)

    def summary(self, *, is_own: bool = False) -> Summary:
        """Return a line about it."""
        return Summary(
            id=self.id,
            title=self.title,
            edition=self.edition,
            prefix=self.prefix,
            publisher=self.publisher,
            lenses=self.lenses,
            dimensions=len(self.dimensions),
            indicators=len(self.indicators),
            recalled=sum(one.basis is Basis.RECALLED for one in self.indicators.values()),
            is_own=is_own,
        )
