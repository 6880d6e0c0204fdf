"""The publishers' real files on structure, economy and conflict: against each other and what others published."""

from __future__ import annotations

import polars as pl
import pytest

from avert.sources.adding import Added
from avert.sources.store import Store

Loaded = tuple[Store, list[Added]]


def frame(loaded: Loaded, dataset: str) -> pl.DataFrame:
    return loaded[0].newest(dataset).frame


def test_each_dataset_is_of_the_release_that_it_can_be(loaded: Loaded) -> None:
    said = {d: str(loaded[0].newest(d).source.vintage) for d in (
        "wdi", "maddison", "epr_groups", "epr_country_years", "coups", "ucdp_battle_deaths", "ucdp_onsets",
        "vdem_episodes", "static_world", "un_infant_mortality",
    )}  # fmt: skip
    assert said == {
        "wdi": "2025-12-31", "maddison": "2024-12-31", "epr_groups": "2019-12-31", "epr_country_years": "2021-12-31",
        "coups": "2025-12-31", "ucdp_battle_deaths": "2025-06-30", "ucdp_onsets": "2019-06-30",
        "vdem_episodes": "2025-03-31", "static_world": "2025-12-31", "un_infant_mortality": "2024-12-31",
    }  # fmt: skip


@pytest.mark.parametrize(
    "dataset",
    ["wdi", "maddison", "epr_country_years", "coups", "ucdp_onsets", "vdem_episodes", "static_world"],
)
def test_each_state_has_one_row_for_a_year(loaded: Loaded, dataset: str) -> None:
    keys = frame(loaded, dataset).select("country_gwcode", "year")
    assert not keys.is_duplicated().any()
    assert keys.schema == {"country_gwcode": pl.Int32, "year": pl.Int32}


def test_no_country_is_lost_without_a_word(loaded: Loaded) -> None:
    """Every file that was added says how many rows it left out and of whom."""
    notes = {added.dataset: added.note for added in loaded[1] if added.dataset}
    assert "Puerto Rico" in notes["maddison"]
    assert "and 59 more" in notes["wdi"]
    assert "Palestine/Gaza" in notes["vdem_episodes"]
    assert "cannot place" not in notes["epr_groups"] + notes["epr_country_years"] + notes["coups"]


def test_the_discriminated_share_is_the_one_that_the_early_warning_project_used(loaded: Loaded) -> None:
    theirs = frame(loaded, "ewp_panel").select("country_gwcode", pl.col("year").cast(pl.Int32), "discrimpop")
    both = theirs.join(frame(loaded, "epr_country_years"), on=["country_gwcode", "year"]).drop_nulls(
        "discrimpop"
    )
    assert both.height == 8789
    assert (both["discrimpop"] - both["population_share_discriminated"]).abs().max() < 1e-9


def test_coups_of_five_years_are_those_that_the_early_warning_project_used(loaded: Loaded) -> None:
    coups = frame(loaded, "coups").select("country_gwcode", "year", recent=pl.lit(value=1.0))
    recent = pl.concat([coups.with_columns(pl.col("year") + k) for k in range(5)]).unique()
    theirs = frame(loaded, "ewp_panel").select(
        "country_gwcode", pl.col("year").cast(pl.Int32), "coup.try.5yr"
    )
    both = theirs.join(recent, on=["country_gwcode", "year"], how="left").with_columns(
        pl.col("recent").fill_null(0)
    )
    differing = both.filter(pl.col("coup.try.5yr") != pl.col("recent"))
    # The Comoros enter the project's panel in 1995, and it looks back no further than that.
    assert differing.select("country_gwcode", "year").rows() == [(581, 1995), (581, 1996)]


def test_61_conflicts_and_eleven_wars_in_2024_also_by_their_deaths(loaded: Loaded) -> None:
    """Davies et al. 2025, Journal of Peace Research 62(4)."""
    deaths = frame(loaded, "ucdp_battle_deaths").filter(year=2024)
    by_conflict = deaths.group_by("conflict_id_ucdp").agg(pl.col("battle_deaths_best").sum())
    assert (by_conflict.height, by_conflict.filter(pl.col("battle_deaths_best") >= 1000).height) == (61, 11)


def test_every_conflict_year_has_its_deaths(loaded: Loaded) -> None:
    conflicts = (
        frame(loaded, "ucdp_prio_acd").filter(pl.col("year") >= 1989).select("conflict_id_ucdp", "year")
    )
    deaths = frame(loaded, "ucdp_battle_deaths").select("conflict_id_ucdp", "year").unique()
    assert set(conflicts.rows()) == set(deaths.rows())


def test_democracies_and_episodes_of_2024_are_those_of_v_dems_report(loaded: Loaded) -> None:
    """Democracy Report 2025: 88 democracies, 91 autocracies, 45 autocratizing and 19 democratizing.

    Of its 179 units five are no states here, all of them autocracies, and one of them autocratizing.
    """
    latest = frame(loaded, "vdem_episodes").filter(year=2024)
    democracies = latest.filter(pl.col("v2x_regime") >= 2).height
    assert (democracies, latest.height - democracies) == (88, 86)
    assert (latest["is_autocratizing"].sum(), latest["is_democratizing"].sum()) == (44, 19)


def test_people_are_as_many_in_the_panel_as_at_the_world_bank(loaded: Loaded) -> None:
    both = frame(loaded, "static_world").join(frame(loaded, "wdi"), on=["country_gwcode", "year"])
    ratio = both["population_millions"] * 1e6 / both["population"]
    assert ratio.drop_nulls().is_between(0.8, 1.2).all()
    assert abs(float(ratio.median()) - 1) < 0.001  # type: ignore[arg-type]


def test_onsets_count_as_many_new_conflicts_as_the_package_that_sums_them(loaded: Loaded) -> None:
    onsets = frame(loaded, "ucdp_onsets")
    assert onsets.height == 10_142
    france = onsets.filter(country_gwcode=220, year=1946)
    assert france["new_conflicts_count"].to_list() == [4], "Cambodia, Laos, Thailand and Vietnam"
