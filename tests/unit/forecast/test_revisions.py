"""What early counts became: pairs of releases, and their summary."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from tests.death_tables import events_table

from avert.forecast.revisions import months_on_candidates, revision_pairs, summarise_revisions
from avert.panel import add_fatalities, create_country_months
from avert.periods import month_id

JAN, FEB, MARCH = (month_id(2021, month) for month in (1, 2, 3))
SUDAN, ETHIOPIA = 625, 530
CANDIDATES = events_table(
    "ucdp_candidate",
    "2021-04-30",
    [(ETHIOPIA, JAN, "sb", 10), (ETHIOPIA, JAN, "sb", 5), (SUDAN, FEB, "os", 4)],
    months=(JAN, MARCH),
)
FIRST_ANNUAL = events_table("ucdp_ged", "2022-06-30", [(ETHIOPIA, JAN, "sb", 40)], months=(JAN, MARCH))
SECOND_ANNUAL = events_table(
    "ucdp_ged", "2023-06-30", [(ETHIOPIA, JAN, "sb", 900), (SUDAN, JAN, "sb", 7)], months=(JAN, FEB)
)


def pair(pairs: pl.DataFrame, country: int, month: int, kind: str) -> tuple[int, int] | None:
    rows = pairs.filter(country_gwcode=country, month_id=month, violence_type=kind).select("early", "later")
    return rows.row(0) if rows.height else None


def test_the_newest_release_after_it_says_what_an_early_count_became() -> None:
    pairs = revision_pairs([CANDIDATES, SECOND_ANNUAL, FIRST_ANNUAL])
    assert pair(pairs, ETHIOPIA, JAN, "sb") == (15, 900)
    assert pair(pairs, SUDAN, JAN, "sb") == (0, 7)
    assert pair(pairs, SUDAN, FEB, "os") == (4, 0)
    assert pair(pairs, ETHIOPIA, MARCH, "sb") == (0, 0)  # only the first annual release covers it
    assert pair(pairs, ETHIOPIA, JAN, "total") == (15, 900)


def test_nothing_is_learnt_from_a_release_that_was_not_known_yet() -> None:
    tables = [CANDIDATES, FIRST_ANNUAL, SECOND_ANNUAL]
    assert pair(revision_pairs(tables, dt.date(2022, 12, 31)), ETHIOPIA, JAN, "sb") == (15, 40)
    assert revision_pairs(tables, dt.date(2022, 1, 1)).is_empty()


def test_a_month_that_no_later_release_covers_is_no_pair() -> None:
    one_country = events_table("ucdp_ged", "2022-06-30", [], months=(JAN, FEB), countries=frozenset([SUDAN]))
    pairs = revision_pairs([CANDIDATES, one_country])
    assert set(pairs["country_gwcode"]) == {SUDAN}
    assert set(pairs["month_id"]) == {JAN, FEB}


def test_later_candidate_events_are_no_revision() -> None:
    again = events_table("ucdp_candidate", "2021-06-30", [(ETHIOPIA, JAN, "sb", 60)], months=(JAN, MARCH))
    assert revision_pairs([CANDIDATES, again]).is_empty()
    pairs = revision_pairs([CANDIDATES, again, FIRST_ANNUAL])
    assert pair(pairs, ETHIOPIA, JAN, "sb") == (15, 40)  # what was said first, once
    assert pairs.filter(country_gwcode=ETHIOPIA, month_id=JAN, violence_type="sb").height == 1


def test_old_months_of_a_release_and_extracts_of_countries_are_not_early() -> None:
    old = events_table("ucdp_ged", "2024-06-30", [], months=(JAN, MARCH))
    extract = events_table(
        "ucdp_ged", "2022-06-30", [], months=(JAN, MARCH), countries=frozenset([ETHIOPIA, SUDAN])
    )
    newest = events_table("ucdp_ged", "2025-06-30", [], months=(JAN, MARCH))
    assert revision_pairs([old, extract, newest]).is_empty()
    assert set(revision_pairs([FIRST_ANNUAL, newest])["early_source"]) == {"ucdp_ged"}


def pairs_of(counts: list[tuple[int, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(
        [("ucdp_candidate", country, "sb", JAN, early, later) for country, early, later in counts],
        schema=["early_source", "country_gwcode", "violence_type", "month_id", "early", "later"],
        orient="row",
    )


def test_revisions_are_summarised_by_the_size_of_the_early_count() -> None:
    counts = [(1, 0, 0), (2, 0, 3), (1, 4, 4), (2, 5, 10), (3, 2, 1), (4, 101, 303), (5, 26, 26), (6, 6, 6)]
    summary = summarise_revisions(pairs_of(counts), draws=100)
    assert summary["size"].to_list() == ["0", "1–5", "6–25", "26–100", ">100"]
    none, few = summary.row(0, named=True), summary.row(1, named=True)
    assert (none["pairs_count"], none["share_up"], none["ratio_q50"]) == (2, 0.5, None)
    assert (none["early_sum"], none["later_sum"]) == (0, 3)
    assert (few["countries_count"], few["ratio_q50"]) == (3, 1.0)
    assert few["share_same"] == few["share_up"] == few["share_down"] == pytest.approx(1 / 3)
    assert few["share_up_low"] is None  # three countries tell nothing of the others


def test_an_interval_is_as_wide_as_countries_differ() -> None:
    alike = summarise_revisions(pairs_of([(c, 10, 20) for c in range(12)]), draws=200).row(0, named=True)
    assert (alike["ratio_median_low"], alike["ratio_median_high"]) == (2.0, 2.0)
    apart = summarise_revisions(
        pairs_of([(c, 10, 10 + 10 * (c % 2)) for c in range(12) for _ in range(9)]), draws=400
    ).row(0, named=True)
    assert (apart["ratio_median_low"], apart["ratio_median_high"]) == (1.0, 2.0)
    assert apart["share_up_low"] < 0.35
    assert apart["share_up_high"] > 0.65
    assert summarise_revisions(pairs_of([(1, 1, 1)]).head(0)).is_empty()


def test_it_is_said_how_many_of_the_newest_months_rest_on_candidate_events() -> None:
    annual = events_table("ucdp_ged", "2022-06-30", [], months=(JAN, JAN), countries=frozenset([ETHIOPIA]))
    panel = add_fatalities(create_country_months(JAN - 2, MARCH + 1), [CANDIDATES, annual])
    found = {row["country_gwcode"]: row for row in months_on_candidates(panel, MARCH).to_dicts()}
    assert found[ETHIOPIA]["candidate_months_count"] == 2
    assert found[SUDAN]["candidate_months_count"] == 3
    assert found[SUDAN]["newest_source"] == "ucdp_candidate 2021-04-30"
    at_start = months_on_candidates(panel, JAN).filter(country_gwcode=ETHIOPIA).row(0, named=True)
    assert (at_start["newest_source"], at_start["candidate_months_count"]) == ("ucdp_ged 2022-06-30", 0)
    before = months_on_candidates(panel, JAN - 1).filter(country_gwcode=SUDAN).row(0, named=True)
    assert (before["newest_source"], before["candidate_months_count"]) == (None, 0)
