"""UNHCR's figures by origin and asylum, on synthetic files in the packager's layout."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from avert.errors import MalformedFileError
from avert.sources.files import take_in
from avert.sources.registry import reader_for
from avert.sources.tables import Reading
from samples import write_csv


def people(origin: str, year: int, count: int, host: str = "KEN", status: str = "refugee") -> dict[str, Any]:
    return {"geo": host, "t": year, "from": origin, "group": status, "n": count}


def read_rows(tmp_path: Path, *rows: dict[str, Any], release: str | None = None) -> Reading:
    path = write_csv(tmp_path / "people.csv", rows)
    with take_in(path, tmp_path) as file:
        reader = reader_for(file, release)
        assert reader.layout.source == "unhcr_origin_asylum"
        return reader.read(file, release)


def test_people_are_by_the_state_they_fled_where_they_are_and_as_what(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path, people("ETH", 2020, 60_000), people("ETH", 2020, 5, host="SDN", status="asylum")
    )
    assert reading.frame.columns == ["country_gwcode", "year", "host_iso3", "status", "people_count"]
    assert reading.frame.rows() == [
        (530, 2020, "KEN", "refugees", 60_000),
        (530, 2020, "SDN", "asylum_seekers", 5),
    ]


def test_a_year_is_known_from_june_of_the_next_and_an_absent_row_is_unknown(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, people("ETH", 2020, 1), people("ETH", 2019, 1))
    assert (reading.release, reading.vintage, reading.is_inferred) == ("2021", dt.date(2021, 6, 30), True)
    assert reading.coverage.is_by_row
    stated = read_rows(tmp_path, people("ETH", 2020, 1), release="2022-11")
    assert (stated.vintage, stated.is_inferred) == (dt.date(2022, 11, 30), False)


def test_territories_years_before_a_state_and_unknown_origins_are_left_out_and_counted(
    tmp_path: Path,
) -> None:
    reading = read_rows(
        tmp_path,
        people("ETH", 2005, 9),
        people("SSD", 2005, 9),
        people("HKG", 2005, 9),
        people("OOO", 2005, 9),
        people("STL", 2005, 9),
        people("TIB", 2005, 9),
    )
    assert reading.frame["country_gwcode"].to_list() == [530]
    assert reading.notes[0].startswith("5 rows of territories")


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([people("ETH", 2020, 1, status="tourist")], "status tourist, which Avert does not know"),
        ([people("XXQ", 2020, 1)], "the country code 'XXQ', which is no ISO code"),
        ([people("ETH", 2020, 1), people("ETH", 2020, 2)], "repeats host_iso3"),
        ([people("SSD", 2005, 1)], "no origin that was a state"),
    ],
)
def test_what_is_ambiguous_is_refused(tmp_path: Path, rows: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(MalformedFileError, match=complaint):
        read_rows(tmp_path, *rows)
