"""The publishers' real files: what is loaded, and figures that others published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from avert.panel import (
    Panel,
    add_ewp_events,
    add_fatalities,
    create_country_months,
    create_country_years,
    create_grid_months,
)
from avert.periods import last_day, month_id
from avert.places import find_place
from avert.sources.adding import Added
from avert.sources.store import Store
from avert.sources.tables import Table

GOLDEN = yaml.safe_load((Path(__file__).parents[2] / "golden/panel/deaths.yaml").read_text(encoding="utf-8"))
DEATHS = ("ucdp_ged", "ucdp_candidate", "views_country_months")


def deaths(store: Store, as_of: dt.date | None = None) -> list[Table]:
    return [store.read(version) for dataset in DEATHS for version in store.versions(dataset, as_of)]


def test_every_known_file_is_loaded_and_none_is_refused(loaded: tuple[Store, list[Added]]) -> None:
    store, outcomes = loaded
    assert not [added for added in outcomes if added.outcome == "refused"]
    counted = {dataset: len(store.versions(dataset)) for dataset in
               (*DEATHS, "ucdp_prio_acd", "ewp_events", "ewp_panel", "ewp_forecasts", "vdem",
                "un_infant_mortality")}  # fmt: skip
    later = (
        "wdi", "maddison", "epr_groups", "epr_country_years", "coups", "ucdp_battle_deaths", "ucdp_onsets",
        "vdem_episodes", "static_world",
    )  # fmt: skip
    assert {len(store.versions(dataset)) for dataset in later} == {1}
    assert counted == {"ucdp_ged": 4, "ucdp_candidate": 2, "views_country_months": 9, "ucdp_prio_acd": 1,
                       "ewp_events": 1, "ewp_panel": 1, "ewp_forecasts": 1, "vdem": 1,
                       "un_infant_mortality": 1}  # fmt: skip
    assert store.verify() == []


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["what"])
def test_golden_deaths(case: dict[str, Any], loaded: tuple[Store, list[Added]]) -> None:
    as_of = last_day(str(case["as_of"])) if "as_of" in case else None
    if "month" in case:
        month = month_id(case["year"], case["month"])
        spine = create_country_months(month, month)
    else:
        spine = create_country_years(case["year"], case["year"])
    panel = add_fatalities(spine, deaths(loaded[0], as_of))
    row = panel.frame.filter(country_gwcode=find_place(case["place"]).gwcode).row(0, named=True)
    wanted = None if case["deaths"] == "unknown" else case["deaths"]
    assert row[f"fatalities_{case['type']}_best"] == wanted
    assert row[f"fatalities_{case['type']}_source"] == case.get("source")


def world(panel: Panel) -> int:
    return sum(int(panel.frame[f"fatalities_{kind}_best"].sum()) for kind in ("sb", "ns", "os"))


def test_candidate_deaths_of_the_world_in_2021(loaded: tuple[Store, list[Added]]) -> None:
    candidates = [table for table in deaths(loaded[0]) if table.source.dataset == "ucdp_candidate"]
    assert sum(
        int(t.frame["fatalities_best"].sum()) for t in candidates if t.source.release == "21.01.21.12"
    ) == (115_471)
    panel = add_fatalities(create_country_years(2021, 2021), candidates)
    assert world(panel) == 115_471
    assert panel.notes == ()


def test_cells_and_the_note_of_what_lies_in_none_add_up_to_all_events(
    loaded: tuple[Store, list[Added]],
) -> None:
    candidates = [table for table in deaths(loaded[0]) if table.source.release == "21.01.21.12"]
    grid = add_fatalities(create_grid_months(month_id(2021, 1), month_id(2021, 12)), candidates)
    assert world(grid) + int(grid.notes[0].split()[0]) == 115_471


def test_events_counted_by_their_last_day_agree_with_views_own_totals(
    loaded: tuple[Store, list[Added]],
) -> None:
    """VIEWS totalled an earlier GED: countries whose events were not revised since must agree in every month."""
    tables = deaths(loaded[0])
    first, last = month_id(1989, 1), month_id(2020, 12)
    spine = create_country_months(first, last)
    ours = add_fatalities(spine, [t for t in tables if t.source.dataset == "ucdp_ged"]).frame
    theirs = add_fatalities(spine, [t for t in tables if t.source.release == "2021-07"]).frame
    columns = [f"fatalities_{kind}_best" for kind in ("sb", "ns", "os")]
    both = ours.join(theirs, on=["country_gwcode", "month_id"], suffix="_views")
    differing = both.with_columns(
        pl.any_horizontal(pl.col(c) != pl.col(f"{c}_views") for c in columns).alias("differs")
    )
    by_country = {
        country: int(differing.filter(country_gwcode=country)["differs"].sum())
        for country in (780, 530, 626, 625)
    }
    assert differing.filter(country_gwcode=780).height == 384
    # Sri Lanka was not revised; the others were, in these few months.
    assert by_country[780] == 0
    assert max(by_country.values()) <= 40


def test_mass_killing_onsets_agree_with_the_project_that_lists_them(
    loaded: tuple[Store, list[Added]],
) -> None:
    store, _ = loaded
    ours = add_ewp_events(create_country_years(1960, 2024), store.newest("ewp_events")).frame
    theirs = store.newest("ewp_panel").frame.select(
        "country_gwcode", pl.col("year").cast(pl.Int32), "mk_onset"
    ).drop_nulls()  # fmt: skip
    both = theirs.join(ours, on=["country_gwcode", "year"])
    differing = both.filter((pl.col("mk_onset") == 1) != (pl.col("mass_killing_onsets_count") > 0))
    # Zanzibar 1964 was a state of its own for Gleditsch and Ward, and is counted as Tanzania by the project.
    assert differing.select("country_gwcode", "year").rows() == [(510, 1964)]
    assert both["mk_onset"].sum() == 122


def test_the_armed_conflict_dataset_has_as_many_conflict_years_as_published(
    loaded: tuple[Store, list[Added]],
) -> None:
    frame = loaded[0].newest("ucdp_prio_acd").frame
    # 61 state-based conflicts in 2024, eleven of them wars: Davies et al. 2025, Journal of Peace Research 62(4).
    latest = frame.filter(year=2024)
    assert (latest.height, latest.filter(intensity_level=2).height) == (61, 11)
