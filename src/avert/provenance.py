"""Where a number comes from: dataset, release, vintage, licence and citation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from avert.handling import Marking, most_restrictive


@dataclass(frozen=True, order=True)
class Source:
    """One release of one dataset.

    ``vintage`` is the day on which this release could be known. ``is_inferred`` says that the file did not
    state its release and that it was worked out from its contents, never earlier than the contents allow.
    """

    dataset: str
    release: str
    vintage: dt.date
    is_inferred: bool
    title: str
    publisher: str
    licence: str
    citation: str
    url: str
    digest: str = field(repr=False)

    @property
    def label(self) -> str:
        """Name the dataset and its release in one word, as panels show it."""
        return f"{self.dataset} {self.release}"


@dataclass(frozen=True)
class Provenance:
    """All releases that a frame or a result was computed from, and how it may be handled."""

    sources: tuple[Source, ...] = ()
    marking: Marking = Marking.CLEAR

    def __or__(self, other: Provenance) -> Provenance:
        """Combine two provenances: every source once, the more restrictive marking."""
        return Provenance(
            tuple(sorted({*self.sources, *other.sources})), most_restrictive([self.marking, other.marking])
        )

    @classmethod
    def of(cls, sources: Iterable[Source]) -> Provenance:
        """Collect public sources."""
        return cls(tuple(sorted(set(sources))))

    @property
    def releases(self) -> tuple[Source, ...]:
        """Return one source for each release, however many files it came in; that is what people cite."""
        return tuple({source.label: source for source in self.sources}.values())

    @property
    def data_as_of(self) -> dt.date | None:
        """Return the newest vintage used, or None when nothing was."""
        return max((source.vintage for source in self.sources), default=None)


NOTHING = Provenance()
"""The provenance of what was computed from no data."""
