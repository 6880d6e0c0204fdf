from __future__ import annotations

from pathlib import Path

import pytest

from avert.brief import profile_of
from avert.brief.world import world_table
from avert.errors import InputError, MissingDataError
from avert.periods import month_id
from avert.places import find_place
from avert.sources.holdings import Library
from avert.sources.store import Store


def test_the_violence_record_is_the_places_own_and_says_how_far_it_is_known(library: Library) -> None:
    violence = profile_of(library, find_place("ETH")).violence
    assert violence is not None
    assert dict(violence.years.select("year", "fatalities_sb_best").iter_rows())[2021] == 120
    assert (violence.latest_year, violence.known_to) == (2021, month_id(2022, 3))
    assert violence.actors.row(0, named=True)["side_b"] == "X"


def test_a_record_that_fell_silent_is_flagged_and_one_that_did_not_is_not(library: Library) -> None:
    ethiopia, sudan = (profile_of(library, find_place(code)).violence for code in ("ETH", "SDN"))
    assert ethiopia is not None
    assert ethiopia.silence is not None
    assert (ethiopia.silence.silent_since, ethiopia.silence.silent_months_count) == (month_id(2022, 1), 3)
    assert sudan is not None
    assert sudan.silence is None


def test_what_is_not_loaded_is_none_and_not_zero(library: Library) -> None:
    profile = profile_of(library, find_place("ETH"))
    assert profile.atrocity.risk is None
    assert profile.atrocity.episodes is None
    assert profile.conflict.structure is None
    assert profile.conflict.conflicts is not None
    assert profile.conflict.conflicts.filter(year=2021)["is_war"].item()


def test_a_place_that_is_no_state_has_no_record_of_its_own(library: Library) -> None:
    profile = profile_of(library, find_place("Palestine"))
    assert profile.violence is None
    assert profile.conflict.conflicts is None
    assert profile.changes == ()


def test_every_source_that_was_used_is_named(library: Library) -> None:
    sources = {source.dataset for source in profile_of(library, find_place("ETH")).provenance.sources}
    assert sources == {"ucdp_ged", "views_country_months", "ucdp_prio_acd"}


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    empty = Library([Store(tmp_path / "store")])
    with pytest.raises(MissingDataError, match="avert data add"):
        profile_of(empty, find_place("ETH"))
    with pytest.raises(MissingDataError, match="avert data add"):
        world_table(empty)


def test_the_world_is_ranked_with_the_unknown_last(library: Library) -> None:
    table = world_table(library, "deaths", 2021)
    assert table.rows["name"].head(2).to_list() == ["Ethiopia", "Sudan"]
    assert table.rows["rank"].head(2).to_list() == [1, 2]
    assert table.rows.filter(place_key="gw:530")["is_silent"].item()
    assert table.rows.filter(place_key="gw:530")["value_high"].item() == 240
    assert table.rows["value"].null_count() == 0


def test_the_newest_year_shown_is_known_for_at_least_half_of_all_states(library: Library) -> None:
    # Of 2022 only three months of one state are known.
    assert world_table(library, "deaths").year == 2021


@pytest.mark.parametrize(("measure", "year"), [("deaths", 1900), ("misery", None)])
def test_unknown_measures_and_years_are_refused(library: Library, measure: str, year: int | None) -> None:
    with pytest.raises(InputError):
        world_table(library, measure, year)


def test_adding_data_does_not_wait_for_a_forecast(library: Library) -> None:
    assert library.newest("deaths") is not None
    assert library.newest("country-forecast") is None
