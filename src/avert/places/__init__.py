"""Places: states, territories, disputed areas and the cells of PRIO-GRID."""

from avert.places.areas import Area, all_areas, area_of, units_of
from avert.places.countries import Claims, Place, all_places, claims_of, place_of_gwcode, place_of_iso3
from avert.places.finding import find_place, search_places
from avert.places.names import LANGUAGES
from avert.places.priogrid import (
    centroid_of,
    gid_of,
    gid_of_row_col,
    is_land,
    land_cells,
    neighbours,
    row_col_of,
)
from avert.places.systems import cow_to_gw, states, views_countries

__all__ = [
    "LANGUAGES",
    "Area",
    "Claims",
    "Place",
    "all_areas",
    "all_places",
    "area_of",
    "centroid_of",
    "claims_of",
    "cow_to_gw",
    "find_place",
    "gid_of",
    "gid_of_row_col",
    "is_land",
    "land_cells",
    "neighbours",
    "place_of_gwcode",
    "place_of_iso3",
    "row_col_of",
    "search_places",
    "states",
    "units_of",
    "views_countries",
]
