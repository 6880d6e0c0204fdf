"""The structural profile on invented values of states that exist."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from avert.errors import MalformedFileError, MissingDataError
from avert.panel import create_country_years
from avert.risk.structure import newest_year, structural_profile, structural_series
from avert.risk.structure_indicators import LENSES, read_structure_indicators, structure_indicators
from avert.risk.structure_issuing import issue_structure
from avert.sources.declaration import load_declarations
from avert.sources.store import Store
from avert.sources.tables import Reading, Table
from structure_tables import STATES, mortality_table, vdem_table

AVOIDABLE, MORTALITY = "avoidable_infant_mortality_per_1000", "infant_mortality_per_1000"
COLUMNS = ["country_gwcode", "year", "indicator", "value", "value_low", "value_high", "worse_is",
           "share_of_world_better", "change_5y", "is_change_clear", "own_past_rank", "source_label"]  # fmt: skip
YEARS = range(1990, 2021)
NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


def row_of(profile: pl.DataFrame, position: int, indicator: str) -> dict[str, Any]:
    return profile.filter(country_gwcode=STATES[position], indicator=indicator).row(0, named=True)


def rising(position: int, year: int) -> float:
    """Give position / 100, more by a thousandth for each year."""
    return position / 100 + (year - 1990) / 1000


class TestProfile:
    def test_every_state_of_the_year_has_a_row_for_every_indicator_and_unknown_is_null(self) -> None:
        profile = structural_profile(vdem_table(rising, YEARS), mortality_table(rising, YEARS), 2020)
        assert profile.columns == COLUMNS
        states = create_country_years(2020, 2020).frame["country_gwcode"]
        assert profile["country_gwcode"].unique().sort().equals(states.sort())
        assert profile.height == 3 * states.len()
        unknown = profile.filter(~pl.col("country_gwcode").is_in(STATES[:60]))
        assert unknown.height == 3 * (states.len() - 60)
        measured = ["value", "share_of_world_better", "change_5y", "is_change_clear", "own_past_rank"]
        assert unknown.select(pl.col(measured).null_count()).row(0) == (unknown.height,) * 5

    def test_the_world_is_the_other_states_known_that_year(self) -> None:
        profile = structural_profile(vdem_table(rising, YEARS), mortality_table(rising, YEARS), 2020)
        best, worst = row_of(profile, 59, "v2x_egaldem"), row_of(profile, 0, "v2x_egaldem")
        assert (best["share_of_world_better"], worst["share_of_world_better"]) == (0.0, 1.0)
        # Of infant mortality less is better.
        best, worst = row_of(profile, 0, MORTALITY), row_of(profile, 59, MORTALITY)
        assert (best["share_of_world_better"], worst["share_of_world_better"]) == (0.0, 1.0)
        assert row_of(profile, 20, "v2x_egaldem")["share_of_world_better"] == pytest.approx(39 / 59)

    def test_equals_are_not_better(self) -> None:
        profile = structural_profile(vdem_table(lambda *_: 0.5, YEARS), None, 2020)
        known = profile.drop_nulls("value")
        assert known["share_of_world_better"].unique().to_list() == [0.0]
        assert known["own_past_rank"].unique().to_list() == [0.0]

    @pytest.mark.parametrize(("count", "is_known"), [(49, False), (50, True)])
    def test_fewer_than_fifty_states_are_no_world(self, count: int, is_known: bool) -> None:
        profile = structural_profile(vdem_table(rising, YEARS, count=count), None, 2020)
        row = row_of(profile, 3, "v2x_egaldem")
        assert row["value"] is not None
        assert (row["share_of_world_better"] is not None) == is_known

    def test_change_is_against_five_years_before_and_clear_when_the_intervals_are_apart(self) -> None:
        def falling_for_some(position: int, year: int) -> float:
            return 0.5 - (0.1 if position == 1 else 0.03 if position == 2 else 0) * (year == 2020)

        profile = structural_profile(vdem_table(falling_for_some, YEARS), None, 2020)
        found = [row_of(profile, position, "v2x_egaldem") for position in (0, 1, 2)]
        assert [row["change_5y"] for row in found] == [0.0, -0.1, -0.03]
        assert [row["is_change_clear"] for row in found] == [False, True, False]

    def test_a_source_without_intervals_leaves_open_whether_a_change_is_clear(self) -> None:
        row = row_of(structural_profile(None, mortality_table(rising, YEARS), 2020), 1, MORTALITY)
        assert (row["change_5y"], row["is_change_clear"], row["value_low"]) == (0.005, None, None)

    def test_a_gap_five_years_before_leaves_the_change_unknown(self) -> None:
        table = vdem_table(lambda i, year: None if year == 2015 else rising(i, year), YEARS)
        row = row_of(structural_profile(table, None, 2020), 1, "v2x_egaldem")
        assert (row["change_5y"], row["is_change_clear"]) == (None, None)
        assert row["own_past_rank"] == 0.0

    def test_the_own_past_is_the_twenty_years_before_and_no_more(self) -> None:
        def once_better(_: int, year: int) -> float:
            return {1999: 0.9, 2005: 0.8}.get(year, 0.3 if year < 2020 else 0.5)

        row = row_of(structural_profile(vdem_table(once_better, YEARS), None, 2020), 7, "v2x_egaldem")
        assert row["own_past_rank"] == pytest.approx(1 / 20)

    @pytest.mark.parametrize(("first", "rank"), [(2011, None), (2010, 0.0)])
    def test_fewer_than_ten_known_years_are_no_past(self, first: int, rank: float | None) -> None:
        profile = structural_profile(vdem_table(rising, range(first, 2021)), None, 2020)
        assert row_of(profile, 7, "v2x_egaldem")["own_past_rank"] == rank

    def test_one_table_is_enough_and_the_newest_year_is_the_default(self) -> None:
        profile = structural_profile(vdem_table(rising, YEARS), None)
        assert profile["indicator"].unique().to_list() == ["v2x_egaldem"]
        assert profile["source_label"].unique().to_list() == ["vdem v15"]
        assert profile["year"].unique().to_list() == [2020]

    @pytest.mark.parametrize(
        ("last", "year", "value"), [(2019, 2019, 0.039), (2018, 2018, 0.038), (2017, 2020, None)]
    )
    def test_an_indicator_that_ends_up_to_two_years_earlier_is_shown_as_of_its_own_last_year(
        self, last: int, year: int, value: float | None
    ) -> None:
        shorter = mortality_table(rising, range(1990, last + 1))
        profile = structural_profile(vdem_table(rising, YEARS), shorter)
        row = row_of(profile, 1, MORTALITY)
        assert (row["year"], row["value"]) == (year, value and pytest.approx(value))
        if value is not None:
            alone = structural_profile(None, shorter)
            assert row == row_of(alone, 1, MORTALITY)
        assert row_of(profile, 1, "v2x_egaldem")["year"] == 2020

    def test_no_table_or_a_year_of_which_nothing_is_known_is_an_error(self) -> None:
        with pytest.raises(MissingDataError, match="avert data add PATH"):
            structural_profile(None, None)
        with pytest.raises(MissingDataError, match=r"in 1989\. Years loaded: 1990 to 2020"):
            structural_profile(vdem_table(rising, YEARS), None, 1989)


class TestAvoidableInfantMortality:
    def test_it_is_the_distance_to_the_mean_of_the_best_twentieth_of_states(self) -> None:
        series = structural_series(None, mortality_table(lambda i, _: 10.0 + i, YEARS))
        values = series.filter(indicator=AVOIDABLE, year=2000).sort("value")["value"].to_list()
        # Three of sixty states, with 10, 11 and 12, stand for what is possible.
        assert values == [i - 1.0 for i in range(60)]

    @pytest.mark.parametrize(("count", "best"), [(50, 3), (60, 3), (61, 4)])
    def test_one_in_twenty_states_is_the_best_and_a_part_counts_whole(self, count: int, best: int) -> None:
        series = structural_series(None, mortality_table(lambda i, _: 10.0 + i, YEARS, count=count))
        lowest = series.filter(indicator=AVOIDABLE, year=2000)["value"].min()
        assert lowest == -(best - 1) / 2

    def test_with_fewer_than_fifty_states_nobody_can_say_what_is_possible(self) -> None:
        series = structural_series(None, mortality_table(lambda i, _: 10.0 + i, YEARS, count=49))
        assert series["indicator"].unique().to_list() == [MORTALITY]


class TestSeries:
    def test_it_holds_every_known_value_with_its_interval_by_country_and_year(self) -> None:
        table = vdem_table(lambda i, year: None if year == 2000 else rising(i, year), YEARS)
        series = structural_series(table, mortality_table(rising, YEARS))
        assert series.columns == ["country_gwcode", "year", "indicator", "value", "value_low", "value_high"]
        one = series.filter(country_gwcode=STATES[4], indicator="v2x_egaldem")
        assert one["year"].to_list() == [year for year in YEARS if year != 2000]
        assert one.row(0)[3:] == pytest.approx((0.04, 0.02, 0.06))
        assert newest_year(series) == 2020


class TestIssuing:
    def add(self, store: Store, table: Table) -> None:
        reading = Reading(table.frame, table.source.release, table.source.vintage, False, table.coverage)
        store.add(table.source.dataset, reading, origin_name="x", origin_digest=table.source.digest, now=NOW)

    def test_a_profile_is_kept_with_its_series_and_not_computed_twice(self, store: Store) -> None:
        self.add(store, vdem_table(rising, range(1950, 2021)))
        self.add(store, mortality_table(lambda i, _: 10.00049 + i, range(1950, 2021)))
        issued = issue_structure(store, now=NOW)
        assert (issued.result.kind, issued.result.origin) == ("structure", "2020")
        assert [source.dataset for source in issued.result.sources] == ["vdem", "un_infant_mortality"]
        assert issued.frames["series"]["year"].min() == 1960
        values = issued.frames["series"].filter(indicator=MORTALITY)["value"]
        assert values.equals(values.round(3))
        again = issue_structure(store, now=NOW + dt.timedelta(days=1))
        assert again.result == issued.result
        assert again.frames["profile"].equals(issued.frames["profile"])

    def test_as_of_a_date_only_what_was_known_counts(self, store: Store) -> None:
        self.add(store, vdem_table(rising, YEARS))
        with pytest.raises(MissingDataError, match="Neither V-Dem nor"):
            issue_structure(store, now=NOW, as_of=dt.date(2025, 3, 30))
        assert issue_structure(store, now=NOW, year=2001, as_of=dt.date(2025, 3, 31)).result.origin == "2001"


class TestIndicators:
    HEADER = "indicator,label,definition,scale,worse_is,lens,source,note\n"
    ROW = "a,A,What it is,0 to 1,low,conflict,vdem,\n"

    def test_every_indicator_has_words_and_is_taken_by_its_source(self) -> None:
        taken = {
            column.becomes
            for indicator in structure_indicators()
            for layout in load_declarations(indicator.source)
            for column in layout.columns
        }
        assert {indicator.indicator for indicator in structure_indicators()} <= taken | {AVOIDABLE}
        assert {indicator.lens for indicator in structure_indicators()} == LENSES
        assert "no association" in structure_indicators()[0].note

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "line 1: columns must be indicator"),
            (HEADER + "a,,What,0 to 1,low,conflict,vdem,\n", "line 2: every indicator needs"),
            (HEADER + "a,A,What\n", "line 2: every indicator needs"),
            (HEADER + ROW.replace("low", "down"), "line 2: worse_is 'down' is unknown. Use one of high, low"),
            (HEADER + ROW.replace("conflict", "peace"), "line 2: lens 'peace' is unknown"),
            (HEADER + ROW.replace("vdem", "gallup"), "line 2: source 'gallup' is unknown"),
            (HEADER + ROW + ROW, "line 3: 'a' is given twice"),
            (HEADER + ROW + ROW.replace("a,A", "b,A"), "line 3: 'A' is given twice"),
        ],
    )
    def test_a_faulty_table_is_refused_with_its_line(self, tmp_path: Path, text: str, message: str) -> None:
        path = tmp_path / "indicators.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(MalformedFileError, match=re.escape(message)):
            read_structure_indicators(path)
