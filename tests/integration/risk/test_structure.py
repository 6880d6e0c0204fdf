"""The structural profile from the publishers' real files, against figures that others published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from avert.panel import create_country_years
from avert.places import find_place
from avert.risk.structure import structural_profile
from avert.risk.structure_issuing import issue_structure
from avert.sources.adding import add_files
from avert.sources.store import Store
from avert.sources.tables import Table

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
VDEM = Path("structure/vdem_v15_indices.parquet")
AVOIDABLE, MORTALITY = "avoidable_infant_mortality_per_1000", "infant_mortality_per_1000"


@pytest.fixture(scope="module")
def store(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("structure") / "store")
    files = [reference_data / VDEM, reference_data / "ewp/un_imr_clean.csv"]
    assert [added.outcome for added in add_files(made, files, release=None, now=NOW)] == ["added", "added"]
    return made


@pytest.fixture(scope="module")
def vdem(store: Store) -> Table:
    return store.newest("vdem")


@pytest.fixture(scope="module")
def mortality(store: Store) -> Table:
    return store.newest("un_infant_mortality")


@pytest.fixture(scope="module")
def others(reference_data: Path) -> pl.DataFrame:
    """A panel that others made of other releases, by their own way to Gleditsch-Ward numbers."""
    frame = pl.read_parquet(reference_data / "structure/country_year_panel_poldat.parquet")
    return frame.with_columns(pl.col("gwcode", "year").cast(pl.Int32)).rename({"gwcode": "country_gwcode"})


def code(place: str) -> int:
    found = find_place(place).gwcode
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("place", "libdem", "polyarchy"),
    [("Denmark", 0.88, 0.92), ("Switzerland", 0.85, 0.89), ("Sweden", 0.84, 0.88), ("Norway", 0.84, 0.88),
     ("Ireland", 0.83, 0.90), ("Taiwan", 0.70, 0.80), ("United States", 0.75, 0.84), ("Brazil", 0.71, 0.80)],
)  # fmt: skip
def test_indices_of_2024_are_those_of_v_dems_democracy_report_2025(
    vdem: Table, place: str, libdem: float, polyarchy: float
) -> None:
    """Scores by country in its appendix, which are cut to two decimals."""
    row = vdem.frame.filter(country_gwcode=code(place), year=2024).row(0, named=True)
    assert row["v2x_libdem"] == pytest.approx(libdem, abs=0.0101)
    assert row["v2x_polyarchy"] == pytest.approx(polyarchy, abs=0.0101)
    assert row["v2x_libdem_low"] < row["v2x_libdem"] < row["v2x_libdem_high"]


def test_every_index_agrees_with_v_dems_own_file_of_regime_episodes(
    reference_data: Path, vdem: Table
) -> None:
    episodes = pl.read_csv(
        reference_data / "structure/vdem_ert_v15.csv", null_values="NA", infer_schema_length=None
    )
    units = pl.read_parquet(reference_data / VDEM).select(
        "country_text_id", pl.col("year").cast(pl.Int64), pl.col("GWn").cast(pl.Int32)
    )
    theirs = episodes.join(units, on=["country_text_id", "year"]).select(
        pl.col("year").cast(pl.Int32),
        country_gwcode="GWn",
        theirs="v2x_polyarchy",
        low="v2x_polyarchy_codelow",
    )
    both = vdem.frame.join(theirs, on=["country_gwcode", "year"])
    assert both.height > 12_000
    assert both["v2x_polyarchy"].equals(both["theirs"])
    assert both["v2x_polyarchy_low"].equals(both["low"])


def test_the_publishers_layout_gives_the_same_states_from_1920_on(
    reference_data: Path, vdem: Table, tmp_path: Path
) -> None:
    """Before, packagers number a few states that V-Dem's own numbers leave out, such as Piedmont-Sardinia."""
    official = pl.read_parquet(reference_data / VDEM).rename(
        {"vdem_country_name": "country_name", "vdem_cowcode": "COWcode"}
    )
    path = tmp_path / "V-Dem-CY-Core-v15.csv"
    official.drop("extended_country_name", "GWn", "cown", "in_GW_system").write_csv(path)
    other = Store(tmp_path / "store")
    [added] = add_files(other, [path], release=None, now=NOW)
    assert (added.dataset, added.release, added.note.count("columns not")) == ("vdem", "v15", 0)
    ours = other.newest("vdem").frame
    assert ours.filter(pl.col("year") >= 1920).equals(vdem.frame.filter(pl.col("year") >= 1920))


def test_v_dem_stands_with_the_state_that_others_give_it_to(vdem: Table, others: pl.DataFrame) -> None:
    """They used an earlier release, and average V-Dem's units in seven states of which it codes several parts."""
    averaged = [code(name) for name in
                ("Germany", "Ukraine", "China", "Sudan", "Indonesia", "Somalia", "Russia")]  # fmt: skip
    both = (
        vdem.frame.join(
            others.select("country_gwcode", "year", theirs="v2x_libdem"), on=["country_gwcode", "year"]
        )
        .drop_nulls(["v2x_libdem", "theirs"])
        .filter(~pl.col("country_gwcode").is_in(averaged))
    )
    assert both["country_gwcode"].n_unique() > 160
    gap = (pl.col("v2x_libdem") - pl.col("theirs")).abs().median()
    assert both.group_by("country_gwcode").agg(gap=gap)["gap"].max() < 0.02


def test_rates_are_those_that_the_early_warning_project_models_with(
    reference_data: Path, store: Store, mortality: Table
) -> None:
    path = reference_data / "ewp/prepared2024predictors-2025-09-03.csv"
    add_files(store, [path], release=None, now=NOW)
    theirs = store.newest("ewp_panel").frame.select(
        "country_gwcode", pl.col("year").cast(pl.Int32), rate=pl.col("un_imr_sqrt").pow(2)
    )
    both = mortality.frame.join(theirs, on=["country_gwcode", "year"]).drop_nulls()
    assert both.height > 9_000
    assert (both[MORTALITY] - both["rate"]).abs().max() < 1e-9


@pytest.mark.parametrize(("place", "published"), [("Sierra Leone", 73.8), ("Nigeria", 67.3), ("Sweden", 1.8)])
def test_rates_of_2023_are_near_the_inter_agency_groups(
    mortality: Table, place: str, published: float
) -> None:
    """The other estimate that the UN publishes, as the World Bank gives it: its models differ by a few per cent."""
    rate = mortality.frame.filter(country_gwcode=code(place), year=2023)[MORTALITY].item()
    assert rate == pytest.approx(published, rel=0.04)


def test_no_rate_is_given_to_a_state_of_another_territory_or_time(
    mortality: Table, others: pl.DataFrame
) -> None:
    both = mortality.frame.join(
        others.select("country_gwcode", "year", theirs="wdi_imr"), on=["country_gwcode", "year"]
    ).drop_nulls()
    # Theirs averages the United Kingdom with two other areas.
    both = both.filter(pl.col("country_gwcode") != code("United Kingdom"))
    gap = (pl.col(MORTALITY) / pl.col("theirs")).log().abs().median()
    assert both.group_by("country_gwcode").agg(gap=gap)["gap"].max() < 0.25
    ended = [code(name) for name in ("Czechoslovakia", "Yugoslavia", "gw:680", "gw:265")]
    assert mortality.frame.filter(pl.col("country_gwcode").is_in(ended)).is_empty()


def test_every_state_of_more_than_half_a_million_has_every_indicator_in_2023(
    vdem: Table, mortality: Table, others: pl.DataFrame
) -> None:
    profile = structural_profile(vdem, mortality, 2023)
    states = create_country_years(2023, 2023).frame
    assert profile.height == 7 * states.height
    unknown = profile.filter(pl.col("value").is_null())["country_gwcode"].unique()
    # The panel has no population for Taiwan; it is in V-Dem.
    large = others.filter((pl.col("year") == 2023) & (pl.col("population") > 0.5))["country_gwcode"]
    assert large.len() > 160
    assert not set(large) & set(unknown)
    named = states.filter(pl.col("country_gwcode").is_in(unknown.implode()))["name"].sort().to_list()
    assert named == [
        "Andorra", "Antigua and Barbuda", "Belize", "Brunei", "Dominica", "Grenada", "Kiribati", "Liechtenstein",
        "Marshall Islands", "Micronesia", "Monaco", "Nauru", "Palau", "Saint Kitts and Nevis", "Saint Lucia",
        "Saint Vincent and the Grenadines", "Samoa", "San Marino", "The Bahamas", "Tonga", "Tuvalu",
    ]  # fmt: skip


def test_the_newest_profile_says_of_which_year_each_value_is(store: Store) -> None:
    issued = issue_structure(store, now=NOW)
    profile = issued.frames["profile"]
    assert issued.result.origin == "2024"
    assert profile.filter(indicator="v2x_egaldem")["year"].unique().to_list() == [2024]
    assert profile.filter(indicator=AVOIDABLE)["year"].unique().to_list() == [2023]
    burma = profile.filter(country_gwcode=code("Burma"), indicator="v2x_egaldem").row(0, named=True)
    # After the coup of 2021: clearly worse than in 2019, and worse than nearly all of the world.
    assert burma["is_change_clear"]
    assert burma["change_5y"] < -0.15
    assert burma["share_of_world_better"] > 0.95
    assert issued.frames["series"]["year"].min() == 1960


def test_avoidable_infant_mortality_of_2023_is_the_distance_to_the_ten_best(
    vdem: Table, mortality: Table
) -> None:
    profile = structural_profile(vdem, mortality, 2023)
    rates = mortality.frame.filter(year=2023)[MORTALITY].sort()
    possible = rates.head(10).mean()  # one in twenty of 195 states
    assert rates.len() == 195
    found = profile.filter(country_gwcode=code("Sierra Leone"), indicator=AVOIDABLE)["value"].item()
    assert found == pytest.approx(71.6189 - possible, abs=1e-6)
    assert profile.filter(indicator=AVOIDABLE)["value"].min() > -1.5
