"""Invented profiles of places that exist, for briefs: what is known is given, all else is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from avert.brief.changes import changes_of
from avert.brief.lenses import AtrocityLens, ConflictLens, Risk, Silence, ViolenceRecord
from avert.brief.outlook import Outlook, Tested
from avert.brief.profile import Profile
from avert.brief.words import risk_word
from avert.places import find_place
from avert.provenance import Provenance, Source
from avert.sources.results import Result

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
VINTAGES = {
    "ucdp_ged 25.1": dt.date(2025, 6, 30),
    "ucdp_ged 24.1": dt.date(2024, 6, 30),
    "ewp_panel 2025": dt.date(2025, 9, 3),
    "ewp_events 2025": dt.date(2025, 12, 31),
    "ucdp_prio_acd 25.1": dt.date(2025, 6, 30),
    "vdem v15": dt.date(2025, 3, 31),
}
CASE: Mapping[str, Any] = {
    "place": "ETH",
    "deaths": {2023: [1500, 21, 400], 2024: [1200, 21, 950]},
    "releases": {2023: "ucdp_ged 24.1", 2024: "ucdp_ged 25.1"},
    "known_to": 540,
    "pairs": [["sb", "Government of Ethiopia", "Fano", 2022, 2024, 2900]],
    "risk": [0.0483, 0.0242, 0.0881, 13, 4, 24],
    "risk_before": [0.0609, 0.03, 0.1, 9, 3, 20],
    "drivers": [["popsize.log2", "Population", 0.48], ["coup.try.5yr", "Coup attempts in the past five years", -0.09]],
    "episodes": [["government vs. suspected supporters of rebellion in Tigray.", 2020, None]],
    "conflicts": [2024, 2, True],
    "forecast": {"total": [800, 90, 4100, 1210], "sb": [500, 40, 3000, 900], "ns": [0, 0, 30, 10],
                 "os": [210, 5, 900, 300]},
    "structure": [["v2x_libdem", 0.098, 0.077, 0.114, 0.81, -0.062, True]],
}  # fmt: skip


def source_called(label: str) -> Source:
    dataset, release = label.split(" ")
    return Source(dataset, release, VINTAGES[label], False, f"Title of {dataset}", "Publisher", "CC BY 4.0",
                  f"Citation of {dataset}", "https://example.org/", f"digest of {label}")  # fmt: skip


def profile_like(**said: Any) -> Profile:
    """Return the profile of CASE, with what is said put in its place; None makes it unknown."""
    case = {**CASE, **said}
    violence, atrocity, conflict = _violence(case), _atrocity(case), _conflict(case)
    parts = [part.provenance for part in (violence, atrocity, conflict) if part is not None]
    provenance = parts[0]
    for part in parts[1:]:
        provenance |= part
    before = _risk(case["risk_before"], 2023) if case["risk_before"] else None
    result = Result("deaths", provenance.sources, {}, 0, "2024-12", NOW)
    return Profile(
        place=find_place(case["place"]),
        violence=violence,
        atrocity=atrocity,
        conflict=conflict,
        changes=changes_of(violence.years if violence else None, atrocity.risk, before),
        provenance=provenance,
        results=(result,),
        outlook=_outlook(case),
    )


ODDS = {"p_25": 0.97, "p_100": 0.91, "p_1000": 0.42, "p_onset": None, "p_escalation": 0.11}


def _outlook(case: Mapping[str, Any]) -> Outlook | None:
    """Return the forecast that is given: per type the middle, the ends and what was recorded; ``odds`` in all types."""
    said = case["forecast"]
    if said is None:
        return None
    names = ("q50", "q05", "q95", "deaths_before")
    odds = ODDS | case.get("odds", {})
    return Outlook(
        origin="2024-12",
        model="pool",
        sums={kind: dict(zip(names, said[kind], strict=True)) | odds for kind in ("total", "sb", "ns", "os")},
        is_blackout=bool(case.get("silence")),
        monthly_p=case.get("monthly"),
        tested=Tested(*case["tested"]) if case.get("tested") else None,
        provenance=Provenance.of([source_called("ucdp_ged 25.1")]),
        results=(),
    )


def _violence(case: Mapping[str, Any]) -> ViolenceRecord | None:
    if case["deaths"] is None:
        return None
    rows = [_year(year, values, case["releases"][year]) for year, values in case["deaths"].items()]
    schema = ["violence_type", "side_a", "side_b", "first_year", "last_year", "fatalities_best"]
    return ViolenceRecord(
        years=pl.DataFrame(rows),
        months=pl.DataFrame(),
        actors=pl.DataFrame(case["pairs"], schema=schema, orient="row") if case["pairs"] else pl.DataFrame(),
        latest_year=max(case["deaths"]),
        known_to=case["known_to"],
        silence=Silence(*case["silence"]) if case.get("silence") else None,
        provenance=Provenance.of(source_called(label) for label in set(case["releases"].values())),
    )


def _year(year: int, deaths: list[int], release: str) -> dict[str, Any]:
    row: dict[str, Any] = {"year": year}
    for kind, best in zip(("sb", "ns", "os"), deaths, strict=True):
        row[f"fatalities_{kind}_best"] = best
        row[f"fatalities_{kind}_low"] = max(best - 1, 0)
        row[f"fatalities_{kind}_high"] = best + 9
        row[f"fatalities_{kind}_source"] = release
    return row


def _risk(said: list[float], year: int) -> Risk:
    risk, low, high, rank, rank_low, rank_high = said
    return Risk(
        year, "ewp2025", risk, low, high, int(rank), int(rank_low), int(rank_high), 168, risk_word(risk)
    )


def _atrocity(case: Mapping[str, Any]) -> AtrocityLens:
    drivers = [
        {"year": 2024, "predictor": name, "label": label, "contribution": contribution}
        for name, label, contribution in case["drivers"] or ()
    ]
    episodes = None
    if case["episodes"] is not None:
        schema = {"name": pl.String, "start_year": pl.Int64, "end_year": pl.Int64}
        episodes = pl.DataFrame(case["episodes"], schema=schema, orient="row").with_columns(
            pl.col("end_year").is_null().alias("is_ongoing")
        )
    labels = ["ewp_panel 2025", *(["ewp_events 2025"] if episodes is not None else [])]
    return AtrocityLens(
        risk=_risk(case["risk"], 2024) if case["risk"] else None,
        drivers=pl.DataFrame(drivers),
        episodes=episodes,
        provenance=Provenance.of(source_called(label) for label in labels),
    )


def _conflict(case: Mapping[str, Any]) -> ConflictLens:
    conflicts = structure = None
    if case["conflicts"]:
        year, number, is_war = case["conflicts"]
        conflicts = pl.DataFrame({"year": [year], "conflicts_count": [number], "is_war": [is_war]})
    if case["structure"]:
        values = ("value", "value_low", "value_high", "share_of_world_better", "change_5y")
        columns = ["indicator", *values, "is_change_clear"]
        structure = pl.DataFrame(case["structure"], schema=columns, orient="row").with_columns(
            year=2024,
            worse_is=pl.lit("low"),
            source_label=pl.lit("vdem v15"),
            own_past_rank=pl.lit(None, pl.Float64),
        )
    labels = ("ucdp_prio_acd 25.1", "vdem v15")
    return ConflictLens(conflicts, structure, None, Provenance.of(source_called(label) for label in labels))
