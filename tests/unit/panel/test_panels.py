from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

from avert.errors import InputError, MissingColumnError
from avert.panel import (
    Panel,
    add_ewp_events,
    add_ucdp_prio_acd,
    create_country_months,
    create_country_years,
    create_grid_months,
    mark_onset,
    write_panel,
)
from avert.periods import month_id
from avert.provenance import Provenance, Source
from avert.sources.tables import Coverage, Table

SOURCE = Source(
    "ucdp_prio_acd", "25.1", dt.date(2025, 6, 30), True, "ACD", "UCDP", "CC BY", "Cite", "https://u", "d"
)


class TestSpines:
    @pytest.mark.parametrize(
        ("gwcode", "years"),
        [
            (626, [2011, 2012]),  # South Sudan, from July 2011
            (345, []),  # Yugoslavia ended in 2006
            (340, [2010, 2011, 2012]),
        ],
    )
    def test_a_state_is_there_in_every_year_it_existed(self, gwcode: int, years: list[int]) -> None:
        panel = create_country_years(2010, 2012)
        assert panel.frame.filter(country_gwcode=gwcode)["year"].to_list() == years

    def test_a_state_is_there_in_every_month_it_existed(self) -> None:
        panel = create_country_months(month_id(2011, 5), month_id(2011, 8))
        assert panel.frame.filter(country_gwcode=626)["month"].to_list() == [7, 8]

    def test_keys_occur_once(self) -> None:
        for panel in (create_country_years(1816, 2024), create_country_months(1, 540)):
            assert panel.frame.select(panel.keys).is_unique().all()

    def test_a_period_that_ends_before_it_begins_is_refused(self) -> None:
        with pytest.raises(InputError, match="ends before it begins"):
            create_country_years(2012, 2010)


class TestConflicts:
    TABLE = Table(
        pl.DataFrame(
            {
                "conflict_id_ucdp": [1, 2, 1],
                "year": [2000, 2000, 2001],
                "intensity_level": [1, 2, 1],
                "side_a_gwcodes": [[530], [530], [530]],
                "side_a_supporter_gwcodes": [[2], [], []],
                "side_b_gwcodes": [[], [531], []],
            },
            schema_overrides={"side_b_gwcodes": pl.List(pl.Int32)},
        ),
        SOURCE,
        Coverage(month_id(1946, 1), month_id(2001, 12)),
    )

    def test_primary_parties_are_counted_and_supporters_are_not(self) -> None:
        frame = add_ucdp_prio_acd(create_country_years(2000, 2002), self.TABLE).frame
        found = frame.filter(pl.col("country_gwcode").is_in([2, 530, 531])).select(
            "country_gwcode", "year", "conflicts_count", "conflict_intensity_max", "is_war"
        )
        assert found.rows() == [
            (2, 2000, 0, 0, False), (2, 2001, 0, 0, False), (2, 2002, None, None, None),
            (530, 2000, 2, 2, True), (530, 2001, 1, 1, False), (530, 2002, None, None, None),
            (531, 2000, 1, 2, True), (531, 2001, 0, 0, False), (531, 2002, None, None, None),
        ]  # fmt: skip

    def test_months_are_refused(self) -> None:
        with pytest.raises(InputError, match="country-year panels"):
            add_ucdp_prio_acd(create_country_months(1, 2), self.TABLE)


class TestMassKillings:
    def table(self, **columns: list[int | None]) -> Table:
        base = {
            "mk_event_code": ["a"],
            "location_inheritor1_gwcode": [None],
            "location_inheritor2_gwcode": [None],
        }
        frame = pl.DataFrame(base | columns, schema_overrides=dict.fromkeys(
            ("location_inheritor1_gwcode", "location_inheritor2_gwcode", "country_gwcode"), pl.Int32)
            | dict.fromkeys(("start_year", "end_year"), pl.Int64))  # fmt: skip
        return Table(frame, SOURCE, Coverage(month_id(1945, 1), month_id(2023, 12)))

    def test_an_event_counts_from_its_first_to_its_last_year(self) -> None:
        table = self.table(start_year=[2000], end_year=[2001], country_gwcode=[530])
        frame = add_ewp_events(create_country_years(1999, 2002), table).frame.filter(country_gwcode=530)
        assert frame["mass_killing_onsets_count"].to_list() == [0, 1, 0, 0]
        assert frame["mass_killings_ongoing_count"].to_list() == [0, 1, 1, 0]

    def test_an_event_without_an_end_goes_on_to_the_end_of_the_list_and_no_further(self) -> None:
        table = self.table(start_year=[2022], end_year=[None], country_gwcode=[530])
        frame = add_ewp_events(create_country_years(2022, 2024), table).frame.filter(country_gwcode=530)
        assert frame["mass_killings_ongoing_count"].to_list() == [1, 1, None]

    def test_the_states_that_inherit_a_place_hold_the_event_once_it_has_ended(self) -> None:
        table = self.table(
            start_year=[1991], end_year=[1994], country_gwcode=[315], location_inheritor1_gwcode=[316]
        )
        frame = add_ewp_events(create_country_years(1991, 1994), table).frame
        held = frame.filter(pl.col("mass_killings_ongoing_count") > 0).select("country_gwcode", "year").rows()
        assert held == [(315, 1991), (315, 1992), (316, 1993), (316, 1994)]


class TestOnsets:
    def panel(self, values: list[float | None], years: list[int] | None = None) -> Panel:
        years = years or list(range(2000, 2000 + len(values)))
        frame = pl.DataFrame({"country_gwcode": [1] * len(values), "year": years, "deaths": values})
        return Panel("country-year", frame, 1, 2)

    def marked(
        self, values: list[float | None], quiet: int = 2, years: list[int] | None = None
    ) -> list[bool | None]:
        panel = mark_onset(self.panel(values, years), "deaths", threshold=25, quiet_periods=quiet)
        return panel.frame["is_onset_deaths"].to_list()

    def test_an_onset_follows_a_quiet_time(self) -> None:
        assert self.marked([0, 0, 30, 40, 0, 26, 0, 0, 25]) == [
            False, False, True, False, False, False, False, False, True,
        ]  # fmt: skip

    def test_the_first_periods_have_no_past_and_incidence_there_may_or_may_not_be_an_onset(self) -> None:
        assert self.marked([30, 30, 0]) == [None, False, False]
        assert self.marked([0, 30]) == [False, None]

    def test_an_unknown_value_leaves_open_only_what_it_could_change(self) -> None:
        assert self.marked([0, None, 30], quiet=1) == [False, None, None]
        assert self.marked([30, None, 30, 0, 30], quiet=2) == [None, False, False, False, False]

    def test_a_gap_in_the_years_is_unknown_not_quiet(self) -> None:
        assert self.marked([0, 0, 30], years=[2000, 2001, 2005]) == [False, False, None]

    def test_units_are_kept_apart(self) -> None:
        frame = pl.DataFrame({"country_gwcode": [1, 1, 2], "year": [2000, 2001, 2002], "deaths": [0, 0, 30]})
        panel = mark_onset(Panel("country-year", frame, 1, 2), "deaths", threshold=25, quiet_periods=1)
        assert panel.frame["is_onset_deaths"].to_list() == [False, False, None]

    def test_a_missing_column_says_how_to_add_it(self) -> None:
        with pytest.raises(MissingColumnError, match="Add it first: add_fatalities"):
            mark_onset(create_country_years(2000, 2001), "fatalities_sb_best", threshold=25, quiet_periods=2)

    def test_a_quiet_time_is_needed(self) -> None:
        with pytest.raises(InputError, match="at least 1"):
            self.marked([1], quiet=0)


class TestWriting:
    def panel(self) -> Panel:
        panel = create_country_years(2000, 2000)
        frame = panel.frame.head(2).with_columns(fatalities_sb_best=pl.Series([3, None]))
        return panel.extended(frame, Provenance.of([SOURCE]), ["mind this"])

    @pytest.mark.parametrize("name", ["panel.csv", "panel.parquet"])
    def test_the_file_has_its_sources_beside_it(self, tmp_path: Path, name: str) -> None:
        sidecar = write_panel(self.panel(), tmp_path / name)
        read = pl.read_csv if name.endswith("csv") else pl.read_parquet
        assert read(tmp_path / name)["fatalities_sb_best"].to_list() == [3, None]
        said = json.loads(sidecar.read_text())
        assert said["sources"][0]["citation"] == "Cite"
        assert (said["data_as_of"], said["notes"], said["marking"]) == (
            "2025-06-30",
            ["mind this"],
            "TLP:CLEAR",
        )
        assert sorted(p.name for p in tmp_path.iterdir()) == [name, "panel.sources.json"]

    def test_other_endings_and_absent_folders_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"not \.xls"):
            write_panel(self.panel(), tmp_path / "panel.xls")
        with pytest.raises(InputError, match="does not exist"):
            write_panel(self.panel(), tmp_path / "nowhere" / "panel.csv")

    def test_an_unknown_column_is_named_with_those_that_exist(self) -> None:
        with pytest.raises(InputError, match=r"no column 'deaths'.*fatalities_sb_best"):
            self.panel().select(["deaths"])

    def test_a_grid_panel_begins_empty(self) -> None:
        assert create_grid_months(1, 2).frame.is_empty()
