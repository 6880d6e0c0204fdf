"""What the codes of IATI 2.03 mean here (https://iatistandard.org/en/iati-standard/203/codelists/)."""

from __future__ import annotations

from collections.abc import Set

from avert.society.imports.cells import Type
from avert.society.vocabulary import Kind, Sector, Status

VERSIONS = ("2.01", "2.02", "2.03")
STATUSES = {
    "1": Status.PLANNED,
    "2": Status.ONGOING,
    "3": Status.DONE,  # finalisation: only the accounts are open
    "4": Status.DONE,
    "5": Status.STOPPED,
    "6": Status.STOPPED,
}
FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"
ROLES = (FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING)
STARTS, ENDS = ("2", "1"), ("4", "3")  # actual before planned
SECTOR_SCHEMES = {"1": "dac-5", "2": "dac-3"}
PEACE = "152"  # conflict, peace and security
PLACE_SCHEMES = {"A1": "gaul", "A2": "salb", "A3": "gadm", "G1": "geonames", "G2": "osm"}
ISO_COUNTRY = "A4"
REGION_SCHEMES = {"1": "dac-region", "2": "m49"}
PUBLIC_BODIES = {"10", "11", "15"}
TYPES: dict[str, Type] = {
    "21": (Sector.INTERNATIONAL, Kind.ASSOCIATION, None),
    "22": (None, Kind.ASSOCIATION, None),  # national somewhere, perhaps in the country that gives
    "23": (Sector.REGIONAL, Kind.ASSOCIATION, None),
    "24": (Sector.CIVIL_SOCIETY, Kind.ASSOCIATION, None),
    "40": (Sector.INTERNATIONAL, Kind.INTERGOVERNMENTAL, None),
    "60": (None, Kind.ASSOCIATION, None),
    "70": (Sector.BUSINESS, None, None),
    "71": (Sector.BUSINESS, None, None),
    "72": (Sector.BUSINESS, None, None),
    "73": (Sector.BUSINESS, None, None),
    "80": (Sector.ACADEMIA, None, None),
}
NOTHING_KNOWN: Type = (None, None, None)


def type_of(code: str, reference: str, recipients: Set[str]) -> Type:
    """Return what a type of organisation says; a public body is of the government only where it is at home.

    >>> type_of("10", "GB-GOV-1", {"SO"})[0].value, type_of("10", "SO-GOV-3", {"SO"})[0].value
    ('international', 'government')
    """
    if code not in PUBLIC_BODIES:
        return TYPES.get(code, NOTHING_KNOWN)
    country, dash, _rest = reference.partition("-")
    if not dash or len(country) != 2 or country.startswith("X"):  # XM-DAC and the like are of no country
        return NOTHING_KNOWN
    return (
        (Sector.GOVERNMENT, None, None) if country in recipients else (Sector.INTERNATIONAL, Kind.STATE, None)
    )
