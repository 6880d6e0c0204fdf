"""Which columns of a 3W or 4W table say what: by HXL tag, or by usual heading."""

from __future__ import annotations

from collections.abc import Sequence

from avert.society.imports.cells import plain
from avert.society.imports.hxl import ROWS_LOOKED_AT, Tagged, column_of
from avert.society.imports.tables import Row

DEEPEST = 5
PATTERNS: dict[str, tuple[str, ...]] = {
    "implementer": ("#org+impl+name", "#org+impl-code-type-acronym", "#org+implementing-code-type-acronym"),
    "organisation": ("#org+prog+name", "#org+prog-code-type-acronym", "#org+name-funder-funding-donor-impl",
                     "#org-code-type-acronym-funder-funding-donor-impl-implementing"),
    "funder": ("#org+funder-code-type-acronym", "#org+funding-code-type-acronym", "#org+donor-code-type-acronym"),
    "acronym": ("#org+acronym-funder-funding-donor-impl",),
    "type": ("#org+type-funder-funding-donor-impl",),
    "sector": ("#sector-code", "#sector"),
    "sector_code": ("#sector+code",),
    "activity": ("#activity+name", "#activity-code-id", "#subsector-code"),
    "activity_code": ("#activity+code",),
    "id": ("#activity+id", "#meta+id"),
    "group": ("#beneficiary", "#targeted+group", "#targeted+type", "#population+group"),
    "status": ("#status",),
    "begins": ("#date+start", "#date-end"),
    "ends": ("#date+end",),
    "place_code": ("#loc+code",),
    "place": ("#loc+name", "#loc-code-type"),
    **{f"adm{n}_code": (f"#adm{n}+code",) for n in range(DEEPEST + 1)},
    **{f"adm{n}": (f"#adm{n}+name", f"#adm{n}-code") for n in range(DEEPEST + 1)},
}  # fmt: skip
HEADINGS: dict[str, tuple[str, ...]] = {
    "implementer": ("implementing partner", "implementing organisation", "implementing organization", "implementer",
                    "implementing agency", "partenaire de mise en oeuvre"),
    "organisation": ("organisation", "organization", "organisation name", "organization name", "org", "org name",
                     "agency", "lead organisation", "lead organization", "partner", "programming organisation",
                     "who", "nom de l organisation", "organizacion"),
    "funder": ("donor", "funder", "funding organisation", "funding organization", "bailleur", "donante"),
    "acronym": ("acronym", "org acronym", "organisation acronym", "organization acronym", "sigle"),
    "type": ("organisation type", "organization type", "org type", "type of organisation", "type of organization"),
    "sector": ("sector", "cluster", "secteur", "sector cluster"),
    "sector_code": ("sector code", "cluster code"),
    "activity": ("activity", "activity name", "what", "intervention", "activite", "actividad"),
    "activity_code": ("activity code",),
    "id": ("activity id", "id", "record id"),
    "group": ("target group", "beneficiary", "beneficiary type", "population group", "groupe cible"),
    "status": ("status", "activity status", "project status", "statut", "estado"),
    "begins": ("start date", "start", "date start", "from", "activity start date", "project start date", "date debut"),
    "ends": ("end date", "end", "date end", "to", "activity end date", "project end date", "date fin"),
    "place_code": ("pcode", "place code", "location code", "site code"),
    "place": ("where", "location", "place", "site", "site name"),
    "adm0": ("country", "pays"),
    "adm1": ("admin1", "admin 1", "adm1", "region", "province", "state", "governorate", "county", "admin1 name"),
    "adm2": ("admin2", "admin 2", "adm2", "district", "admin2 name", "sub county"),
    "adm3": ("admin3", "admin 3", "adm3", "ward", "commune", "admin3 name"),
    "adm1_code": ("admin1 pcode", "adm1 pcode", "region pcode", "admin1 code", "province pcode"),
    "adm2_code": ("admin2 pcode", "adm2 pcode", "district pcode", "admin2 code"),
    "adm3_code": ("admin3 pcode", "adm3 pcode", "admin3 code", "ward pcode"),
}  # fmt: skip


def by_tags(table: Tagged) -> dict[str, int]:
    """Return the position of each role that a tag gives."""
    found = {role: column_of(table.tags, patterns) for role, patterns in PATTERNS.items()}
    return {role: place for role, place in found.items() if place is not None}


def by_headings(rows: Sequence[Row]) -> tuple[Tagged, dict[str, int]]:
    """Return the table under the row with the most usual headings, and the position of each role."""
    best: tuple[Tagged, dict[str, int]] = (Tagged((), (), ()), {})
    for number, row in enumerate(rows):
        if row.number > ROWS_LOOKED_AT:
            break
        names = [plain(cell).replace("p code", "pcode") for cell in row.cells]
        found = {
            role: next(names.index(name) for name in known if name in names)
            for role, known in HEADINGS.items()
            if set(known) & set(names)
        }
        if len(found) > len(best[1]):
            best = Tagged(row.cells, (), tuple(rows[number + 1 :])), found
    return best
