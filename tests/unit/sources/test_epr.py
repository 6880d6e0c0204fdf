"""Ethnic Power Relations: periods of groups, and country-years."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from avert.errors import MalformedFileError
from readers import read_as
from samples import write_csv

COUNTS = ("egip", "excl", "regaut", "regaut_excl", "regaut_egip", "rlvt", "actv")
SHARES = ("lpop", "egippop", "legippop", "exclpop", "lexclpop", "discrimpop", "ldiscrimpop", "maxexclpop",
          "lmaxexclpop", "regautpop", "regautexclpop", "regautegippop")  # fmt: skip


def period(gwid: int, first: int, last: int, group: int = 1000, **changes: Any) -> dict[str, Any]:
    return {
        "gwid": gwid, "statename": "Somewhere", "from": first, "to": last, "group": "People", "groupid": group,
        "gwgroupid": gwid * 100_000 + group, "umbrella": "", "size": 0.25, "status": "POWERLESS", "reg_aut": "false",
    } | changes  # fmt: skip


def country_year(gwid: int, year: int, **changes: Any) -> dict[str, Any]:
    counts = {f"{name}_groups_count": 1 for name in COUNTS}
    shares = dict.fromkeys(SHARES, 0.5)
    return {"countries_gwid": gwid, "year": year, "countryname": "Somewhere"} | counts | shares | {
        "cntr_relevance": "R", "nstar": "NA",
    } | changes  # fmt: skip


class TestGroups:
    def test_a_period_becomes_a_row_for_each_year_in_which_the_state_was_one(self, tmp_path: Path) -> None:
        rows = [period(812, 1953, 1955), period(812, 1956, 1956, status="STATE COLLAPSE", reg_aut="")]
        reading = read_as("epr_groups", write_csv(tmp_path / "EPR-2019.csv", rows))
        assert reading.frame.select("year", "power_status", "has_regional_autonomy").rows() == [
            (1954, "POWERLESS", False), (1955, "POWERLESS", False), (1956, "STATE COLLAPSE", None),
        ]  # fmt: skip
        assert reading.notes == ("left out, rows of years in which the country was no state: 1",)
        assert (reading.release, reading.vintage, reading.is_inferred) == (
            "2019",
            dt.date(2019, 12, 31),
            False,
        )

    def test_a_release_that_the_file_does_not_name_is_the_year_after_its_last(self, tmp_path: Path) -> None:
        reading = read_as("epr_groups", write_csv(tmp_path / "groups.csv", [period(530, 1946, 2020)]))
        assert (reading.release, reading.is_inferred) == ("2021", True)

    @pytest.mark.parametrize(
        ("rows", "complaint"),
        [
            (
                [period(530, 1946, 1950, status="RULING")],
                "status has the value 'RULING', not in the codebook",
            ),
            ([period(530, 1950, 1946)], "ends before it begins"),
            (
                [period(530, 1946, 1950), period(530, 1950, 1951)],
                "several rows for one state and year: Somewhere 1950",
            ),
            ([period(530, 1946, 1950, size=1.5)], "outside 0 to 1"),
            ([period(530, 1946, 2020)], "a release of 2019 cannot hold"),
        ],
    )
    def test_a_faulty_file_is_refused(
        self, tmp_path: Path, rows: list[dict[str, Any]], complaint: str
    ) -> None:
        with pytest.raises(MalformedFileError, match=complaint):
            read_as("epr_groups", write_csv(tmp_path / "EPR-2019.csv", rows))

    def test_a_number_of_no_state_is_reported(self, tmp_path: Path) -> None:
        rows = [period(530, 1946, 1946), period(998, 1946, 1947, statename="Nowhere")]
        reading = read_as("epr_groups", write_csv(tmp_path / "EPR-2021.csv", rows))
        assert reading.notes == ("left out, rows that Avert cannot place: 2 (Nowhere)",)


class TestCountryYears:
    def test_shares_are_of_all_people_or_of_those_in_relevant_groups(self, tmp_path: Path) -> None:
        rows = [country_year(771, 1971, lpop=1.007, discrimpop=0.1, ldiscrimpop=0.2)]
        reading = read_as("epr_country_years", write_csv(tmp_path / "epr-data.csv", rows))
        row = reading.frame.row(0, named=True)
        assert (row["country_gwcode"], row["year"], row["population_share_relevant"]) == (771, 1971, 1.007)
        assert (row["population_share_discriminated"], row["relative_share_discriminated"]) == (0.1, 0.2)
        assert (row["groups_excluded_count"], reading.release) == (1, "1972")

    def test_a_share_above_one_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(MalformedFileError, match=r"exclpop in record 1 is 1\.2"):
            read_as(
                "epr_country_years", write_csv(tmp_path / "epr.csv", [country_year(771, 1971, exclpop=1.2)])
            )
