"""Sources as pages cite them: each dataset once, with the releases used and when they could be known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from avert.provenance import Provenance


@dataclass(frozen=True)
class Release:
    """One release of a dataset; ``is_inferred`` says that its file did not state it."""

    name: str
    vintage: dt.date
    is_inferred: bool


@dataclass(frozen=True)
class Cited:
    """A dataset with the releases used, its licence and how to cite it."""

    dataset: str
    title: str
    publisher: str
    licence: str
    citation: str
    url: str
    releases: Sequence[Release]


def cited(provenance: Provenance) -> list[Cited]:
    """Return the datasets of a provenance by title."""
    found: dict[str, Cited] = {}
    for source in sorted(provenance.sources, key=lambda source: (source.title, source.vintage)):
        release = Release(source.release, source.vintage, source.is_inferred)
        before = found[source.dataset].releases if source.dataset in found else ()
        found[source.dataset] = Cited(
            source.dataset,
            source.title,
            source.publisher,
            source.licence,
            source.citation,
            source.url,
            tuple(dict.fromkeys([*before, release])),
        )
    return list(found.values())
