"""Lists of states as tables, and the ways between numberings."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import polars as pl
import pytest

from avert.places import cow_to_gw, place_of_gwcode, states, views_countries


def gw_of(cowcode: int, year: int) -> list[int]:
    is_then = (pl.col("from_year") <= year) & (pl.col("to_year").is_null() | (pl.col("to_year") >= year))
    return cow_to_gw().filter(is_then, country_cowcode=cowcode)["country_gwcode"].to_list()


def test_states_has_the_promised_columns() -> None:
    assert states().schema == {
        "country_gwcode": pl.Int32,
        "name": pl.String,
        "iso3": pl.String,
        "start": pl.Date,
        "end": pl.Date,
        "m49_region": pl.String,
        "m49_subregion": pl.String,
    }


def test_today_there_are_as_many_states_as_gleditsch_and_ward_list() -> None:
    assert states()["end"].null_count() == 195
    assert states().height == 237


def test_sub_regions_are_those_people_use() -> None:
    regions = dict(states().select("name", "m49_subregion").iter_rows())
    assert regions["Ethiopia"] == "Eastern Africa"
    assert regions["Mali"] == "Western Africa"
    assert regions["Haiti"] == "Caribbean"
    assert regions["Taiwan"] == "Eastern Asia"


def test_each_views_number_leads_to_one_state() -> None:
    table = views_countries()
    assert table["views_country_id"].is_unique().all()
    assert all(place_of_gwcode(code).periods for code in table["country_gwcode"])
    of = dict(table.select("views_country_id", "country_gwcode").iter_rows())
    assert [of[number] for number in (245, 59, 57, 191, 233, 230, 124, 196, 240, 65, 189, 255, 77)] == [
        *(625, 625, 530, 530, 340, 340, 678, 678, 678, 365, 365, 365, 970)
    ]


@pytest.mark.parametrize(
    ("cowcode", "year", "gwcode"),
    [
        (255, 1940, 255),
        (255, 1970, 260),
        (255, 2020, 260),
        (260, 1970, 260),
        (679, 2020, 678),
        (678, 1980, 678),
        (345, 1900, 340),
        (345, 1990, 345),
        (345, 2005, 345),
        (345, 2006, 340),
        (345, 2024, 340),
        (341, 2010, 341),
        (511, 1964, 511),
        (946, 2010, 970),
        (947, 2010, 973),
        (955, 2010, 972),
        (970, 2010, 971),
        (990, 2010, 990),
        (2, 1816, 2),
    ],
)
def test_the_year_decides_where_a_correlates_of_war_number_leads(
    cowcode: int, year: int, gwcode: int
) -> None:
    assert gw_of(cowcode, year) == [gwcode]


def test_every_correlates_of_war_number_leads_somewhere_in_any_year() -> None:
    for _, ways in cow_to_gw().group_by("country_cowcode"):
        rows = ways.sort("from_year").rows()
        assert rows[0][1] == 1816
        assert rows[-1][2] is None
        assert all(later[1] == earlier[2] + 1 for earlier, later in pairwise(rows))
        assert all(place_of_gwcode(gwcode).periods for *_, gwcode in rows)


def test_conversion_keeps_a_table_in_its_types() -> None:
    assert set(cow_to_gw().dtypes) == {pl.Int32}


def test_a_state_ends_the_day_before_its_successor_begins() -> None:
    ends = states().filter(country_gwcode=345)["end"].to_list()
    starts = states().filter(country_gwcode=340)["start"].to_list()
    assert ends == [dt.date(2006, 6, 4)]
    assert starts[-1] == dt.date(2006, 6, 5)
