"""UCDP GED, annual releases: the world, or extracts by country."""

from __future__ import annotations

from avert.sources.declaration import Declaration
from avert.sources.files import InputFile
from avert.sources.tables import Reading
from avert.sources.ucdp_events import Release, is_candidate, read_events, stated_release


def recognises(file: InputFile, layout: Declaration, release: str | None) -> bool:  # noqa: ARG001
    """Say whether the events are those of an annual release."""
    return not is_candidate(file, Release.parse(release) if release else stated_release(file))


def read(file: InputFile, layout: Declaration, release: str | None) -> Reading:
    """Read the events; a file that does not state its release gets the earliest that can hold them."""
    return read_events(file, layout, Release.parse(release) if release else stated_release(file))
