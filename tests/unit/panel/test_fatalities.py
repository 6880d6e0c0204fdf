"""Which release counts, and what silence means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl
import pytest

from avert.errors import InputError
from avert.panel import (
    add_fatalities,
    create_country_months,
    create_country_years,
    create_grid_months,
    densify,
)
from avert.periods import month_id
from avert.provenance import Source
from avert.sources.tables import Coverage, Table

ETHIOPIA, SUDAN = 530, 625
Event = tuple[int, int, str, int]
"""country, month, violence type, deaths"""


def source(dataset: str, release: str, vintage: dt.date) -> Source:
    return Source(dataset, release, vintage, False, "t", "p", "l", "c", "u", f"{dataset}{release}")


def events(
    rows: Iterable[Event],
    *,
    dataset: str = "ucdp_ged",
    vintage: dt.date = dt.date(2023, 6, 30),
    period: tuple[int, int] = (month_id(2020, 1), month_id(2022, 12)),
    countries: frozenset[int] | None = None,
    where_prec: int = 1,
    release: str = "R",
) -> Table:
    rows = list(rows)
    frame = pl.DataFrame(
        {
            "event_id_ucdp": range(len(rows)),
            "country_gwcode": pl.Series([r[0] for r in rows], dtype=pl.Int32),
            "month_id": pl.Series([r[1] for r in rows], dtype=pl.Int32),
            "violence_type": pl.Series([r[2] for r in rows], dtype=pl.String),
            "priogrid_gid": pl.Series([149474] * len(rows), dtype=pl.Int32),
            "where_prec": pl.Series([where_prec] * len(rows), dtype=pl.Int64),
            "fatalities_best": pl.Series([r[3] for r in rows], dtype=pl.Int64),
            "fatalities_low": pl.Series([r[3] - 1 for r in rows], dtype=pl.Int64),
            "fatalities_high": pl.Series([r[3] + 1 for r in rows], dtype=pl.Int64),
        }
    )
    return Table(frame, source(dataset, release, vintage), Coverage(*period, countries))


def totals(
    rows: Iterable[Event],
    *,
    vintage: dt.date = dt.date(2024, 5, 31),
    types: Iterable[str] = ("sb", "ns", "os"),
) -> Table:
    """Rows of one country-month each; the types not given are zero where the file has them."""
    rows = list(rows)
    frame = pl.DataFrame(
        {
            "country_gwcode": pl.Series([r[0] for r in rows], dtype=pl.Int32),
            "month_id": pl.Series([r[1] for r in rows], dtype=pl.Int32),
        }
        | {f"fatalities_{kind}_best": [r[3] if r[2] == kind else 0 for r in rows] for kind in types}
    )
    months = [r[1] for r in rows]
    coverage = Coverage(min(months), max(months), is_by_row=True)
    return Table(frame, source("views_country_months", "T", vintage), coverage)


def value(
    tables: list[Table], month: int, column: str = "fatalities_sb_best", country: int = ETHIOPIA
) -> object:
    panel = add_fatalities(create_country_months(month, month), tables)
    return panel.frame.filter(country_gwcode=country)[column].item()


MAY = month_id(2021, 5)


class TestPrecedence:
    def test_the_newest_vintage_wins(self) -> None:
        old = events([(ETHIOPIA, MAY, "sb", 10)], vintage=dt.date(2022, 6, 30))
        new = events([(ETHIOPIA, MAY, "sb", 90)])
        assert value([old, new], MAY) == value([new, old], MAY) == 90

    def test_newer_totals_win_over_older_annual_events(self) -> None:
        tables = [events([(ETHIOPIA, MAY, "sb", 10)]), totals([(ETHIOPIA, MAY, "sb", 900)])]
        assert value(tables, MAY) == 900
        assert value(tables, MAY, "fatalities_sb_source") == "views_country_months T"

    def test_at_equal_vintage_annual_events_win_over_totals(self) -> None:
        day = dt.date(2023, 6, 30)
        tables = [
            totals([(ETHIOPIA, MAY, "sb", 900)], vintage=day),
            events([(ETHIOPIA, MAY, "sb", 10)], vintage=day),
        ]
        assert value(tables, MAY) == 10

    def test_candidate_events_count_only_where_no_annual_events_cover_the_month(self) -> None:
        annual = events([(ETHIOPIA, MAY, "sb", 10)], period=(month_id(2021, 1), month_id(2021, 12)))
        candidate = events(
            [(ETHIOPIA, MAY, "sb", 77), (ETHIOPIA, month_id(2022, 1), "sb", 7)],
            dataset="ucdp_candidate", vintage=dt.date(2025, 1, 31),
        )  # fmt: skip
        assert value([annual, candidate], MAY) == 10
        assert value([annual, candidate], month_id(2022, 1)) == 7

    def test_newer_candidates_win_over_older_totals(self) -> None:
        candidate = events(
            [(ETHIOPIA, MAY, "sb", 77)], dataset="ucdp_candidate", vintage=dt.date(2025, 1, 31)
        )
        assert value([candidate, totals([(ETHIOPIA, MAY, "sb", 900)])], MAY) == 77

    def test_annual_events_silence_candidates_even_where_newer_totals_count(self) -> None:
        tables = [
            events([(ETHIOPIA, MAY, "sb", 10)]),
            events([(ETHIOPIA, MAY, "sb", 77)], dataset="ucdp_candidate", vintage=dt.date(2025, 1, 31)),
            totals([(ETHIOPIA, MAY, "sb", 900)]),
        ]
        assert value(tables, MAY) == 900

    def test_types_are_chosen_one_by_one_and_low_and_high_stay_with_their_best(self) -> None:
        tables = [
            events([(ETHIOPIA, MAY, "sb", 10), (ETHIOPIA, MAY, "os", 5)]),
            totals([(ETHIOPIA, MAY, "sb", 900)], types=["sb"]),
        ]
        assert value(tables, MAY) == 900
        assert value(tables, MAY, "fatalities_sb_low") is None
        assert value(tables, MAY, "fatalities_os_best") == 5
        assert value(tables, MAY, "fatalities_os_high") == 6


class TestSilence:
    def test_inside_the_coverage_it_means_none(self) -> None:
        assert value([events([(SUDAN, MAY, "sb", 1)])], MAY) == 0

    def test_outside_the_period_it_is_unknown(self) -> None:
        assert value([events([(ETHIOPIA, MAY, "sb", 1)])], month_id(2023, 1)) is None

    def test_outside_the_countries_of_an_extract_it_is_unknown(self) -> None:
        assert value([events([(SUDAN, MAY, "sb", 1)], countries=frozenset({SUDAN}))], MAY) is None

    def test_a_missing_row_of_totals_is_unknown(self) -> None:
        assert value([totals([(SUDAN, MAY, "sb", 1)])], MAY) is None

    def test_without_any_table_everything_is_unknown(self) -> None:
        assert value([], MAY) is None


class TestYears:
    def of(self, tables: list[Table], column: str = "fatalities_sb_best") -> object:
        panel = add_fatalities(create_country_years(2021, 2021), tables)
        return panel.frame.filter(country_gwcode=ETHIOPIA)[column].item()

    def test_half_a_year_is_not_a_year(self) -> None:
        assert self.of([totals([(ETHIOPIA, month_id(2021, m), "sb", 5) for m in range(1, 7)])]) is None

    def test_a_whole_year_is_the_sum_and_names_all_that_counted(self) -> None:
        half = totals([(ETHIOPIA, month_id(2021, m), "sb", 5) for m in range(1, 7)])
        assert self.of([half, events([(ETHIOPIA, month_id(2021, 9), "sb", 11)])]) == 41
        named = self.of([half, events([])], "fatalities_sb_source")
        assert named == "ucdp_ged R + views_country_months T"

    def test_a_state_that_began_in_the_year_is_known_by_its_own_months(self) -> None:
        from_july = events(
            [(626, month_id(2011, 9), "sb", 8)], period=(month_id(2011, 7), month_id(2011, 12))
        )
        panel = add_fatalities(create_country_years(2011, 2011), [from_july])
        assert panel.frame.filter(country_gwcode=626)["fatalities_sb_best"].item() == 8

    def test_sources_that_did_not_count_are_not_cited(self) -> None:
        unused = events([], vintage=dt.date(2020, 6, 30), release="old")
        panel = add_fatalities(create_country_years(2021, 2021), [unused, events([])])
        assert [s.release for s in panel.provenance.sources] == ["R"]

    def test_events_that_fit_no_row_are_mentioned_and_not_lost_in_silence(self) -> None:
        panel = add_fatalities(create_country_years(2021, 2021), [events([(680, MAY, "sb", 12)])])
        assert panel.notes[0].startswith("ucdp_ged R: 1 events (12 deaths) are on no row")

    def test_tables_without_deaths_are_refused(self) -> None:
        table = Table(pl.DataFrame(), source("ewp_panel", "1", dt.date(2025, 1, 1)), Coverage(1, 2))
        with pytest.raises(InputError, match="ewp_panel holds no deaths"):
            add_fatalities(create_country_years(2021, 2021), [table])


class TestCells:
    def test_only_cells_with_an_event_have_a_row_and_other_types_are_zero_there(self) -> None:
        grid = add_fatalities(create_grid_months(MAY, MAY), [events([(ETHIOPIA, MAY, "sb", 4)])])
        [row] = grid.frame.to_dicts()
        assert (row["priogrid_gid"], row["year"], row["month"]) == (149474, 2021, 5)
        assert (row["fatalities_sb_best"], row["fatalities_sb_low"], row["fatalities_os_high"]) == (4, 3, 0)

    def test_events_known_only_by_country_lie_in_no_cell_and_are_counted_in_a_note(self) -> None:
        grid = add_fatalities(
            create_grid_months(MAY, MAY), [events([(ETHIOPIA, MAY, "sb", 4)], where_prec=6)]
        )
        assert grid.frame.is_empty()
        assert grid.notes == ("4 deaths are known only by country or at sea and lie in no cell",)

    def test_totals_say_nothing_about_cells(self) -> None:
        tables = [events([(ETHIOPIA, MAY, "sb", 4)]), totals([(ETHIOPIA, MAY, "sb", 900)])]
        assert add_fatalities(create_grid_months(MAY, MAY), tables).frame["fatalities_sb_best"].to_list() == [
            4
        ]

    def test_dense_cells_are_zero_where_the_world_is_covered_and_unknown_elsewhere(self) -> None:
        grid = add_fatalities(
            create_grid_months(MAY, month_id(2023, 1)), [events([(ETHIOPIA, MAY, "sb", 4)])]
        )
        dense = densify(grid, ["fatalities_sb_best"], MAY, MAY)
        assert dense.height == 64_818
        assert dense["fatalities_sb_best"].sum() == 4
        assert dense["fatalities_sb_best"].null_count() == 0
        beyond = densify(grid, ["fatalities_sb_best"], month_id(2023, 1), month_id(2023, 1))
        assert beyond["fatalities_sb_best"].null_count() == 64_818

    def test_an_extract_leaves_the_other_cells_unknown(self) -> None:
        extract = events([(ETHIOPIA, MAY, "sb", 4)], countries=frozenset({ETHIOPIA}))
        grid = add_fatalities(create_grid_months(MAY, MAY), [extract])
        assert densify(grid, ["fatalities_sb_best"], MAY, MAY)["fatalities_sb_best"].null_count() == 64_817

    def test_a_grid_is_not_made_dense_outside_its_period(self) -> None:
        with pytest.raises(InputError, match="outside the panel"):
            densify(create_grid_months(MAY, MAY), [], MAY, MAY + 1)
