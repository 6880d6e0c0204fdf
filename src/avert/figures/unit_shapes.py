"""The outlines of first-level units as they ship with Avert: paths of whole numbers, one country at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "units.json"


@dataclass(frozen=True)
class UnitShape:
    """The outline of a unit as SVG path data, and a point within it where a sign can stand."""

    key: str
    path: str
    at: tuple[int, int]


@dataclass(frozen=True)
class CountryShape:
    """The units of a country, in an equal-area projection about its middle."""

    width: int
    height: int
    units: tuple[UnitShape, ...]


def country_shape(country: str) -> CountryShape | None:
    """Return the units of a country by its key, or None where they do not ship with Avert.

    >>> len(country_shape("gw:501").units), country_shape("gw:2")
    (8, None)
    """
    return _countries().get(country)


def countries_with_units() -> tuple[str, ...]:
    """Return the keys of the countries whose units ship with Avert."""
    return tuple(sorted(_countries()))


@cache
def _countries() -> dict[str, CountryShape]:
    found = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        country: CountryShape(
            shape["width"],
            shape["height"],
            tuple(UnitShape(key, unit["d"], tuple(unit["at"])) for key, unit in shape["units"].items()),
        )
        for country, shape in found.items()
    }
