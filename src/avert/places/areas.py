"""Areas below countries that Avert knows by name: first-level units of some countries, and parts of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from avert.places.shipped import rows_of


@dataclass(frozen=True, slots=True)
class Area:
    """An area with its key, its name and the key of the unit or country that it lies in."""

    key: str
    name: str
    parent: str


def area_of(key: str) -> Area | None:
    """Return the area that a key means, or None where it is not known here by name.

    >>> area_of("adm1:KEN-890").name, area_of("adm1:KE-30")
    ('Rift Valley', None)
    """
    return all_areas().get(key)


def units_of(country: str) -> tuple[Area, ...]:
    """Return the first-level units of a country, by name; none where they are not known here.

    >>> [unit.name for unit in units_of("gw:501")][:3]
    ['Central', 'Coast', 'Eastern']
    """
    found = (area for area in all_areas().values() if area.parent == country)
    return tuple(sorted(found, key=lambda area: area.name))


@cache
def all_areas() -> Mapping[str, Area]:
    """Return every area by its key."""
    rows = [*rows_of("units"), *rows_of("areas")]
    return {row["key"]: Area(row["key"], row["name"], row["parent"]) for row in rows}
