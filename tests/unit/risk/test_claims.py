"""Claims worked by hand on a few rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from avert.errors import InputError, MalformedFileError
from avert.risk.claims.answers import answer_of, verdict_of
from avert.risk.claims.composite import add_welfare, composite, composite_items, percentiles
from avert.risk.claims.conflict import onsets_of
from avert.risk.claims.content import claims, find_claim, read_claim
from avert.risk.claims.discrimination import joint_score
from avert.risk.claims.issuing import measure
from avert.risk.claims.proportions import Estimate, relative_risk, share
from avert.risk.claims.structured import Structured, income_of
from avert.risk.claims.tallies import country_draws, holds, tally
from avert.sources.results import Issued
from claim_tables import event_rows, small_tables, table

SHIPPED = Path("src/avert/risk/claims/within_armed_conflict.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    return measure(claims(), small_tables(), seed=0)


def cell(frames: dict[str, pl.DataFrame], claim: str, definition: str) -> dict[str, Any]:
    return frames["cells"].filter(claim=claim, definition=definition).row(0, named=True)


# Proportions ----------------------------------------------------------------------------------------------


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857-872, table I: 81 of 263 and 0 of 20."""
    found = share(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert share(0, 20) == Estimate(0.0, 0.0, pytest.approx(0.1611, abs=1e-4))


def test_a_relative_risk_is_that_of_a_table_worked_by_hand() -> None:
    """30 of 100 against 10 of 100: 3.0; log-error sqrt(1/30 - 1/100 + 1/10 - 1/100) = 0.3367."""
    found = relative_risk(30, 100, 10, 100)
    assert found == Estimate(
        pytest.approx(3.0), pytest.approx(3 / 1.9345, abs=1e-3), pytest.approx(3 * 1.9345, abs=1e-3)
    )


def test_no_hit_outside_gives_a_least_ratio_and_no_value() -> None:
    """Five of five inside, groups alike: 0.025 ** (1/5) = 0.4782, and 0.4782 / 0.5218 = 0.9164."""
    assert relative_risk(5, 50, 0, 50) == Estimate(None, pytest.approx(0.9164, abs=1e-4), None)
    assert relative_risk(0, 50, 5, 50) == Estimate(0.0, 0.0, pytest.approx(1 / 0.9164, abs=1e-3))


@pytest.mark.parametrize("counts", [(0, 50, 0, 50), (3, 5, 0, 0), (0, 0, 3, 5)])
def test_without_hits_or_without_one_side_nothing_is_said(counts: tuple[int, int, int, int]) -> None:
    assert relative_risk(*counts) == Estimate(None, None, None)
    assert share(0, 0) == Estimate(None, None, None)


# Tallies --------------------------------------------------------------------------------------------------


def test_a_tally_counts_events_for_the_share_and_country_years_for_the_ratio() -> None:
    claim = find_claim("within-armed-conflict")
    rows = pl.DataFrame(
        {
            "country_gwcode": [475, 475, 500, 500, 530],
            "year": [2001, 2002, 2001, 2002, 2001],
            "onsets": [2, 0, 1, 0, 1],
            "inside": [True, True, False, False, None],
        },
        schema_overrides={"country_gwcode": pl.Int32, "year": pl.Int32},
    )
    found = tally(claim, claim.main, rows, rows["inside"], country_draws(rows, np.random.default_rng(0), 50))
    row = found.row
    assert (row["onsets"], row["onsets_inside"], row["onsets_unknown"]) == (3, 2, 1)
    assert (row["country_years"], row["base_share"]) == (4, 0.5)
    assert (row["rate_inside"], row["rate_outside"], row["relative_risk"]) == (0.5, 0.5, 1.0)
    assert found.exceptions.select("country_gwcode", "year", "onsets").rows() == [(500, 2001, 1)]
    assert row["share_low_by_country"] == 0.0
    assert row["share_high_by_country"] == 1.0


@pytest.mark.parametrize(
    ("quantifier", "part", "ratio", "said"),
    [
        ("most", Estimate(0.7, 0.6, 0.8), Estimate(1, 1, 1), "yes"),
        ("most", Estimate(0.55, 0.45, 0.65), Estimate(9, 8, 10), "open"),
        ("most", Estimate(0.2, 0.1, 0.3), Estimate(9, 8, 10), "no"),
        ("all", Estimate(0.99, 0.97, 1.0), Estimate(9, 8, 10), "no"),
        ("all", Estimate(1.0, 0.97, 1.0), Estimate(None, 8, None), "yes"),
        ("more_often", Estimate(0.2, 0.1, 0.3), Estimate(None, 1.2, None), "yes"),
        ("more_often", Estimate(0.2, 0.1, 0.3), Estimate(1.5, 0.9, 2.5), "open"),
        ("more_often", Estimate(0.2, 0.1, 0.3), Estimate(0.5, 0.3, 0.8), "no"),
        ("more_often", Estimate(None, None, None), Estimate(None, None, None), "open"),
    ],
)
def test_whether_a_claim_holds_follows_from_the_interval(
    quantifier: str, part: Estimate, ratio: Estimate, said: str
) -> None:
    assert holds(quantifier, part, ratio) == said


@pytest.mark.parametrize(
    ("main", "others", "verdict"),
    [("yes", ["yes"] * 9, "holds"), ("yes", ["no"] * 3, "depends"), ("open", ["yes"] * 9, "open"),
     ("no", ["yes", "no"], "narrow"), ("no", ["open", "no"], "fails")],
)  # fmt: skip
def test_the_verdict_is_the_quoted_definitions_and_says_how_many_agree(
    main: str, others: list[str], verdict: str
) -> None:
    tested = pl.DataFrame({"holds": [main, *others], "is_main": [True, *[False] * len(others)]})
    assert verdict_of(tested) == verdict


# Each claim on the small tables ---------------------------------------------------------------------------


def test_an_onset_is_in_conflict_in_the_years_that_a_definition_counts(
    frames: dict[str, pl.DataFrame],
) -> None:
    """Ethiopia's onset of 2003 is in a war within the state that was minor in 2002; Uganda's of 2004 is in none."""
    inside = {
        key: cell(frames, "within-armed-conflict", key)["onsets_inside"]
        for key in ("all/same/war", "all/before/war", "all/before/intrastate", "all/same_or_before/any",
                    "non_state/same/any")
    }  # fmt: skip
    assert inside == {"all/same/war": 1, "all/before/war": 0, "all/before/intrastate": 1,
                      "all/same_or_before/any": 1, "non_state/same/any": 0}  # fmt: skip
    main = cell(frames, "within-armed-conflict", "all/same_or_before/any")
    assert (main["onsets"], main["share"], main["holds"]) == (2, 0.5, "open")


def test_killing_in_what_was_not_yet_a_state_counts_for_the_state_that_held_it() -> None:
    events = event_rows((771, 1971, "state", 770), (530, 2003, "non-state", 625))
    assert onsets_of(events)["country_gwcode"].to_list() == [770, 530]


def test_structure_counts_as_of_the_year_before_and_a_state_of_one_year_by_itself() -> None:
    tables = small_tables()
    data = Structured.of(tables)
    killing = data.has("state_killing", "year_before")
    assert data.rows.filter(killing)["country_gwcode"].unique().sort().to_list() == [530, 625]
    first = data.rows.with_row_index().filter(year=2001)["index"].to_list()
    assert [data.before[i] for i in first] == first
    later = data.rows.with_row_index().filter(pl.col("year") > 2001)["index"].to_list()
    assert [data.before[i] for i in later] == [i - 1 for i in later]


def test_the_onset_without_any_sign_is_the_exception(frames: dict[str, pl.DataFrame]) -> None:
    of = frames["exceptions"].filter(
        claim="within-structural-violence", definition="any_of_three/own/itself/year_before"
    )
    assert of.select("country_gwcode", "year").rows() == [(500, 2004)]


def test_quadrants_hold_every_country_year_once(frames: dict[str, pl.DataFrame]) -> None:
    of = frames["quadrants"].filter(against="all_years", window="before")
    assert of["country_years"].sum() == 16
    assert of["onsets"].sum() == 2
    conflict = of.filter("is_structure_high", "is_in_conflict").row(0, named=True)
    assert (conflict["onsets"], conflict["country_years"]) == (1, 3)


def test_places_have_a_side_and_how_many_weightings_agree(frames: dict[str, pl.DataFrame]) -> None:
    places = frames["places"].select(
        "country_gwcode", "is_structure_high", "weightings_agree", "is_in_conflict"
    )
    assert places.rows() == [(475, False, 1.0, False), (500, False, 1.0, False), (530, True, 1.0, False),
                             (625, True, 1.0, False)]  # fmt: skip


def test_who_stood_on_no_list_was_not_warned_of(frames: dict[str, pl.DataFrame]) -> None:
    """Ethiopia ranked 12th the year before; Uganda was on no list at all, which is unknown and not a miss."""
    thirty = cell(frames, "warned-in-time", "top_30/either_year/all")
    assert (thirty["onsets"], thirty["onsets_inside"], thirty["onsets_unknown"]) == (1, 1, 1)
    assert cell(frames, "warned-in-time", "top_10/either_year/all")["onsets_inside"] == 0


def test_an_answer_says_how_many_definitions_hold(frames: dict[str, pl.DataFrame]) -> None:
    issued = Issued(None, frames)  # type: ignore[arg-type]
    answer = answer_of(issued, find_claim("within-structural-violence"))
    assert answer is not None
    assert answer.tested == answer.cells.drop_nulls("share").height
    assert answer.holding == answer.cells.filter(holds="yes").height
    assert answer.main["definition"] == "composite/p50/all_years/year_before"


def test_a_definition_of_an_earlier_edition_is_not_read(frames: dict[str, pl.DataFrame]) -> None:
    claim = find_claim("warned-in-time")
    old = frames["cells"].with_columns(definition=pl.col("definition").str.replace("top_10", "top_7"))
    answer = answer_of(Issued(None, {**frames, "cells": old}), claim)  # type: ignore[arg-type]
    assert answer is not None
    assert answer.cells.height == 18
    gone = frames["cells"].with_columns(definition=pl.lit("top_7/either_year/all"))
    assert answer_of(Issued(None, {**frames, "cells": gone}), claim) is None  # type: ignore[arg-type]


# The composite --------------------------------------------------------------------------------------------


def test_the_composite_leaves_out_what_is_unknown_and_is_worst_where_every_item_is() -> None:
    rows = add_welfare(small_tables()["ewp_panel"].frame, None)
    places = percentiles(rows, "that_year")
    income = list(composite_items()).index("income_gap")
    assert np.isnan(places[:, income]).all()
    scores = composite(places, np.ones(places.shape[1]))
    assert not np.isnan(scores).any()
    assert set(rows.filter(pl.Series(scores > 0.5))["country_gwcode"]) == {530, 625}


def test_galtungs_gap_is_zero_for_the_best_and_the_rest_lies_above() -> None:
    rows = add_welfare(small_tables()["ewp_panel"].frame, None)
    gaps = rows.filter(year=2001)["avoidable_infant_mortality_per_1000"]
    assert sorted(gaps.to_list()) == [0.0, 0.0, 112.0, 112.0]


def test_the_gap_to_like_income_is_the_distance_from_the_lowest_line() -> None:
    """Sixty states on one line of income and mortality, and one that has twice the mortality of its income."""
    incomes = np.exp(np.linspace(6.0, 10.0, 61))
    rates = np.exp(12.0 - np.log(incomes))
    rates[30] *= 2
    rows = pl.DataFrame(
        {"country_gwcode": np.arange(61), "year": [2000] * 61, "un_imr_sqrt": np.sqrt(rates)},
        schema_overrides={"country_gwcode": pl.Int32, "year": pl.Int32},
    )
    income = rows.select("country_gwcode", "year", gdp_per_capita=pl.Series(incomes))
    gap = add_welfare(rows, income)["income_gap"].to_numpy()
    assert gap[30] == pytest.approx(np.log(2), abs=1e-6)
    assert np.delete(gap, 30) == pytest.approx(np.zeros(60), abs=1e-6)


def test_incomes_come_from_the_first_dataset_that_holds_them() -> None:
    rows = pl.DataFrame(
        {"country_gwcode": [530, 625], "year": [2001, 2001], "gdp_per_capita_usd_2011": [900.0, None]}
    )
    found = income_of({"maddison": table("maddison", rows)})
    assert found is not None
    assert found.rows() == [(530, 2001, 900.0)]
    growth = rows.rename({"gdp_per_capita_usd_2011": "gdp_per_capita_growth_percent"})
    assert income_of({"wdi": table("wdi", growth)}) is None
    assert income_of(small_tables()) is None


def test_a_joint_score_rises_with_both_and_leaves_the_unknown_unknown() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 2))
    onset = rng.random(400) < 1 / (1 + np.exp(2 - x.sum(axis=1)))
    x[0] = np.nan
    scores = joint_score(x, onset)
    assert np.isnan(scores[0])
    assert np.corrcoef(scores[1:], x[1:].sum(axis=1))[0, 1] > 0.98


# Content --------------------------------------------------------------------------------------------------


def test_every_shipped_claim_says_what_would_refute_it_and_where_it_is_from() -> None:
    assert len(claims()) == 5
    for claim in claims():
        assert claim.question.endswith("?")
        assert claim.would_refute
        assert claim.caveats
        assert claim.sources
        assert claim.main in claim.grid
        assert all(option.strip() for definition in claim.grid for option in claim.labels(definition))


def test_every_further_figure_has_a_label_and_every_label_a_figure(frames: dict[str, pl.DataFrame]) -> None:
    for claim in claims():
        computed = set(frames["figures"].filter(claim=claim.name)["figure"])
        assert {named.key for named in claim.figures} == computed


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("quantifier: most", "quantifier: many", "must be one of most, all, more_often"),
        ("window: [same,", "window: [someday,", "has no option 'someday'"),
        ("main: [all, same_or_before, any]", "main: [all, any]", "one option of each of the 3 dimensions"),
        ("main: [all, same_or_before, any]", "main: [all, same_or_before, none]", "is not in the grid"),
        ("exploratory:", "explorative:", "is missing"),
        ("conflict: [any, intrastate, war]", "conflict: [any, any]", "holds a definition twice"),
    ],
)
def test_a_claim_that_cannot_be_tested_as_written_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    assert old in SHIPPED
    path = tmp_path / "bad.yaml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(MalformedFileError, match=rf"line \d+.*{complaint}"):
        read_claim(path)


def test_a_misspelt_name_gets_the_names_there_are() -> None:
    with pytest.raises(InputError, match="within-armed-conflict, within-structural-violence"):
        find_claim("all-is-well")
