"""Lists of states as tables, and the ways from other numberings to Gleditsch–Ward numbers."""

from __future__ import annotations

import polars as pl

from avert.places.countries import place_of_gwcode
from avert.places.shipped import number, rows_of, span


def states() -> pl.DataFrame:
    """Return the independent states, one row per period as a state.

    Columns are ``country_gwcode`` (Int32), ``name`` (English, as the country uses it today), ``iso3``,
    ``start`` and ``end`` (Date; a null end means still a state), ``m49_region``, ``m49_subregion``.

    Source: Gleditsch and Ward (1999), *A revised list of independent states since the Congress of Vienna*,
    International Interactions 25(4), 393–413, and its updates.

    >>> states().filter(pl.col("country_gwcode") == 41).select("name", "start", "end").rows()
    [('Haiti', datetime.date(1816, 1, 1), datetime.date(1915, 7, 4)),
     ('Haiti', datetime.date(1934, 8, 15), None)]
    """
    columns = {"country_gwcode": pl.Int32, "name": pl.String, "iso3": pl.String, "start": pl.Date}
    columns |= {"end": pl.Date, "m49_region": pl.String, "m49_subregion": pl.String}
    records = []
    for row in rows_of("state_periods"):
        place, period = place_of_gwcode(int(row["country_gwcode"])), span(row)
        regions = (place.m49_region, place.m49_subregion)
        records.append((place.gwcode, place.name(), place.iso3, period.start, period.end, *regions))
    return pl.DataFrame(records, schema=columns, orient="row")


def views_countries() -> pl.DataFrame:
    """Return the country numbers of VIEWS, each with its one Gleditsch–Ward number and VIEWS' own name.

    A state may have several numbers, one for each extent of its territory; the first is the one that VIEWS'
    country-month tables use for all months (245 for Sudan, also before 2011).

    Source: Hegre et al. (2024), *The 2023/24 VIEWS prediction challenge*, country key.

    >>> views_countries().filter(pl.col("country_gwcode") == 625)["views_country_id"].to_list()
    [245, 59]
    """
    records = [
        (int(row["views_country_id"]), int(row["country_gwcode"]), row["name"])
        for row in rows_of("views_countries")
    ]
    columns = {"views_country_id": pl.Int32, "country_gwcode": pl.Int32, "name": pl.String}
    return pl.DataFrame(records, schema=columns, orient="row")


def cow_to_gw() -> pl.DataFrame:
    """Return the way from Correlates of War numbers to Gleditsch–Ward numbers, by year.

    Columns, all Int32, are ``country_cowcode``, ``from_year``, ``to_year`` (null: open), ``country_gwcode``.
    Every number of the Correlates of War state list has exactly one row for any year from 1816 on, so that a
    join loses nothing; whether the state existed in that year is for :func:`states` to say.

    Source: Correlates of War Project, *State System Membership List, v2016*; Gleditsch and Ward (1999).

    >>> cow_to_gw().filter(pl.col("country_cowcode") == 255).rows()
    [(255, 1816, 1945, 255), (255, 1946, None, 260)]
    """
    columns = ("country_cowcode", "from_year", "to_year", "country_gwcode")
    records = [tuple(number(row[column]) for column in columns) for row in rows_of("cow_to_gw")]
    return pl.DataFrame(records, schema=dict.fromkeys(columns, pl.Int32), orient="row")
