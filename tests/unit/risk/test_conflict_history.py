import polars as pl
import pytest

from avert.risk.conflict_history import NAMES, add_conflict_history

CONFLICTS = pl.DataFrame(
    [
        (1, 1990, "intrastate", "government", 1, [10], []),
        (1, 1991, "internationalised_intrastate", "government", 2, [10], []),
        (1, 2000, "intrastate", "government", 1, [10], []),
        (2, 1991, "intrastate", "territory", 1, [10], []),
        (3, 1991, "interstate", "territory", 1, [10], [20]),
    ],
    schema={
        "conflict_id_ucdp": pl.Int64,
        "year": pl.Int32,
        "conflict_type": pl.String,
        "incompatibility": pl.String,
        "intensity_level": pl.Int64,
        "side_a_gwcodes": pl.List(pl.Int32),
        "side_b_gwcodes": pl.List(pl.Int32),
    },
    orient="row",
)


@pytest.fixture
def history():
    keys = pl.DataFrame({"country_gwcode": pl.Series([20, 10, 30], dtype=pl.Int32)})
    panel = keys.join(pl.DataFrame({"year": range(1989, 2003)}), how="cross")
    added = add_conflict_history(panel, CONFLICTS)
    assert added.select("country_gwcode", "year").equals(panel)
    return lambda code, year: added.row(
        by_predicate=(pl.col("country_gwcode") == code) & (pl.col("year") == year), named=True
    )


def test_a_year_shows_its_conflicts_and_how_they_changed(history):
    row = history(10, 1991)
    expected = {
        "acd_intensity": 2, "acd_conflicts": 2, "acd_new": 1, "acd_over_government": 1, "acd_over_territory": 1,
        "acd_internationalised": 1, "acd_interstate": 1, "acd_recency": 1, "acd_war_recency": 1, "acd_new_recency": 1,
        "acd_years_of_10": 2, "acd_war_years_of_10": 1, "acd_escalation": 1, "acd_highest_of_3": 2,
    }  # fmt: skip
    assert {name: row[name] for name in NAMES} == expected


def test_a_conflict_fades_with_the_years(history):
    assert history(10, 1994)["acd_recency"] == 1 / 4
    assert history(10, 1994)["acd_highest_of_3"] == 0


def test_a_conflict_that_was_quiet_for_long_breaks_out_anew(history):
    assert history(10, 2000)["acd_new"] == 1


def test_a_state_in_war_with_another_has_no_civil_conflict(history):
    assert (history(20, 1991)["acd_interstate"], history(20, 1991)["acd_intensity"]) == (1, 0)


def test_a_state_that_is_never_named_had_no_conflict(history):
    assert history(30, 1995)["acd_years_of_10"] == 0
    assert history(30, 1995)["acd_recency"] == 1 / 81


@pytest.mark.parametrize("code", [10, 30])
@pytest.mark.parametrize("year", [1989, 2001])
def test_years_outside_the_source_are_unknown_rather_than_calm(history, code, year):
    assert [history(code, year)[name] for name in NAMES] == [None] * len(NAMES)


def test_later_conflicts_change_no_earlier_year():
    panel = pl.DataFrame({"country_gwcode": pl.Series([10] * 9, dtype=pl.Int32), "year": range(1990, 1999)})
    another = CONFLICTS.with_columns(
        pl.when(pl.col("year") == 2000)
        .then(pl.lit("territory"))
        .otherwise("incompatibility")
        .alias("incompatibility"),
        pl.when(pl.col("year") == 2000).then(2).otherwise("intensity_level").alias("intensity_level"),
    )
    assert add_conflict_history(panel, CONFLICTS).equals(add_conflict_history(panel, another))
