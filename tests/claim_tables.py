"""Small invented tables on which claims can be tested by hand: four states, three years, two onsets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from avert.periods import month_id
from avert.provenance import Source
from avert.sources.tables import Coverage, Table

STATES = (475, 500, 530, 625)
"""Nigeria, Uganda, Ethiopia, Sudan: states throughout."""
YEARS = range(2001, 2005)
WORST = {"un_imr_sqrt": 11.0, "discrimpop": 0.4, "even_civilrights": 0.0, "pol_killing_approved": 1.0,
         "freediscussion": 0.1, "partyban.new.0": 1.0, "ses_power_dist": -2.0, "minorityrule": 1.0,
         "religiousfreedom": 0.0, "social_inequality": 1.0}  # fmt: skip
BEST = {"un_imr_sqrt": 3.0, "discrimpop": 0.0, "even_civilrights": 1.0, "pol_killing_approved": 0.0,
        "freediscussion": 0.9, "partyban.new.0": 0.0, "ses_power_dist": 2.0, "minorityrule": 0.0,
        "religiousfreedom": 4.0, "social_inequality": 0.0}  # fmt: skip


def panel_rows(onsets: Mapping[tuple[int, int], int]) -> pl.DataFrame:
    """Return EWP's panel: Ethiopia and Sudan the worst throughout, the others the best."""
    rows = [
        {
            "country_gwcode": code,
            "country_cowcode": code,
            "country_name": str(code),
            "year": year,
            "mk_onset": onsets.get((code, year), 0),
            **(WORST if code in (530, 625) else BEST),
        }
        for code in STATES
        for year in YEARS
    ]
    return pl.DataFrame(rows, schema_overrides={"country_gwcode": pl.Int32})


def conflict_rows(*conflicts: tuple[int, int, int, str]) -> pl.DataFrame:
    """Return UCDP/PRIO's list from (code of the state, year, intensity, type)."""
    return pl.DataFrame(
        [
            {"conflict_id_ucdp": i, "year": year, "intensity_level": level, "conflict_type": kind,
             "side_a_gwcodes": [code], "side_b_gwcodes": []}
            for i, (code, year, level, kind) in enumerate(conflicts)
        ],
        schema={"conflict_id_ucdp": pl.Int64, "year": pl.Int64, "intensity_level": pl.Int64, "conflict_type": pl.String,
                "side_a_gwcodes": pl.List(pl.Int32), "side_b_gwcodes": pl.List(pl.Int32)},
    )  # fmt: skip


def event_rows(*events: tuple[int, int, str, int]) -> pl.DataFrame:
    """Return EWP's list from (code of the place, year, perpetrator, code of the state held responsible)."""
    names = ["country_gwcode", "start_year", "perpetrator", "responsible_gwcode"]
    return pl.DataFrame(events, schema=names, orient="row").cast(
        {"country_gwcode": pl.Int32, "responsible_gwcode": pl.Int32}
    )


def forecast_rows(*forecasts: tuple[int, int, int, int | None, int | None]) -> pl.DataFrame:
    """Return EWP's forecasts from (code, year, onset, rank from the year before, rank from two years before)."""
    names = ["country_gwcode", "year", "mk_onset", "rank_from_year_before", "rank_from_two_years_before"]
    return pl.DataFrame(forecasts, schema=names, orient="row")


def table(dataset: str, frame: pl.DataFrame, years: range = YEARS) -> Table:
    source = Source(
        dataset, "1", dt.date(2025, 1, 1), False, f"Title of {dataset}", "P", "L", "C", "https://x", dataset
    )
    return Table(frame, source, Coverage(month_id(years[0], 1), month_id(years[-1], 12)))


def small_tables() -> dict[str, Table]:
    """Return all four: Ethiopia's onset of 2003 in conflict, Uganda's of 2004 without."""
    years = range(1946, 2005)
    onsets = {(530, 2003): 1, (500, 2004): 1}
    return {
        "ewp_panel": table("ewp_panel", panel_rows(onsets)),
        "ucdp_prio_acd": table(
            "ucdp_prio_acd",
            conflict_rows(
                (530, 2002, 1, "intrastate"), (530, 2003, 2, "intrastate"), (625, 2003, 1, "interstate")
            ),
            years,
        ),
        "ewp_events": table(
            "ewp_events", event_rows((530, 2003, "state", 530), (500, 2004, "state", 500)), years
        ),
        "ewp_forecasts": table(
            "ewp_forecasts",
            forecast_rows((530, 2003, 1, 12, 35), (500, 2004, 1, None, None), (625, 2003, 0, 3, 4)),
        ),
    }
