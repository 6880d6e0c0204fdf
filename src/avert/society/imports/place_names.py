"""Names of areas and the p-codes that they stand for, as the location map of Somalia has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avert.errors import MalformedFileError
from avert.places.names import fold
from avert.society.imports.cells import place_key
from avert.society.imports.organisation_register import json_of
from avert.society.imports.tables import content_of

NO_MAP = "This is no map of places, which has areas by name under admin1. Choose its JSON file."
Codes = Mapping[str, str | None]
"""By folded name the code; None where several areas have the name."""


@dataclass(frozen=True)
class PlaceNames:
    """Areas of one country by name."""

    codes: Mapping[str, Codes]  # by level
    above: Codes  # of second-level areas: the code of the first-level area that holds it

    def find(self, names: Sequence[str]) -> str | None:
        """Return the key of the narrowest of these names, the widest first, or None where that is not certain."""
        last = fold(names[-1])
        for level in ("admin2", "admin1"):
            if code := self.codes[level].get(last):
                return place_key(code)
        return None

    def find_above(self, names: Sequence[str]) -> str | None:
        """Return the key of the narrowest area known to hold the last of these names."""
        if code := self.above.get(fold(names[-1])):
            return place_key(code)
        return self.find(names[:-1]) if len(names) > 1 else None


NO_NAMES = PlaceNames({"admin1": {}, "admin2": {}}, {})


def read_location_map(file: Path | bytes) -> PlaceNames:
    """Return the names of first and second-level areas with their p-codes.

    A second-level area whose code is that of the first level above it has none of its own: it is found only by name.

    Raises:
        MalformedFileError: No such map.
    """
    regions = json_of(content_of(file), NO_MAP).get("admin1")
    if not isinstance(regions, dict):
        raise MalformedFileError(NO_MAP)
    codes: dict[str, dict[str, str | None]] = {"admin1": {}, "admin2": {}}
    above: dict[str, str | None] = {}
    for region in regions.values():
        for name in _names(region):
            _add(codes["admin1"], name, region["pcode"])
        for district in region.get("admin2", {}).values():
            own = district["pcode"] if district.get("pcode") != region["pcode"] else ""
            for name in _names(district):
                if own:
                    _add(codes["admin2"], name, own)
                _add(above, name, region["pcode"])
    return PlaceNames(codes, above)


def _add(known: dict[str, str | None], name: str, code: str) -> None:
    folded = fold(name)
    known[folded] = code if known.get(folded, code) == code else None


def _names(area: dict[str, Any]) -> Iterator[str]:
    yield area["name"]
    yield from area.get("synonyms", [])
