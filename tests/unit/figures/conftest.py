"""What the tests of figures share: a way to read an SVG, and figures of every kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from avert.figures import (
    Curve,
    Figure,
    Measure,
    Quadrant,
    Step,
    Threshold,
    answer_times,
    contributions,
    deaths_by_month,
    deaths_by_year,
    definition_fan,
    forecast_fan,
    judged_intervals,
    quadrant_chart,
    ranked_risks,
    reliability,
    risk_trajectory,
    sparkline,
    unit_map,
    world_map,
)

SVG = "{http://www.w3.org/2000/svg}"
DEATHS = Measure("Deaths in state-based conflict", "deaths", breaks=(25, 1000), zero_word="none recorded")
RISK = Measure("Risk of new mass killing", style="percent")


JUDGED = pl.DataFrame(
    {"expert": ["K4", "M7", "T9"], "lo": [0.1, None, 0.3], "best": [0.2, 0.1, 0.6], "hi": [0.4, None, 0.9]}
)
UNITS = [Step("Not at all", "faint", "M3 3 13 13"), Step("Reached", "accent"), Step("Nothing written down")]
BINS = pl.DataFrame(
    [(0.0, 0.01, 1000, 2, 0.002, 0.002, 0.001, 0.006), (0.01, 0.04, 500, 5, 0.03, 0.01, 0.005, 0.02)],
    schema=["low_p", "high_p", "rows", "events", "mean_p", "share", "share_low", "share_high"],
    orient="row",
)
YEARS = pl.DataFrame(
    [(2000, 0.02, None, None, False), (2001, 0.05, None, None, True), (2003, 0.03, 0.01, 0.06, None)],
    schema=["year", "risk", "risk_low", "risk_high", "is_followed"],
    orient="row",
)
ANSWERS = Curve("top", 4, 5.0, [1.0, 2.0], [4, 3], [1, 1], [0.75, 0.5], [0.13, 0.06], [0.96, 0.84])
TESTED = pl.DataFrame(
    {
        "group": ["all", "all", "state"], "definition": ["same year", "year before", "same year"],
        "holds": ["yes", "open", "no"], "is_main": [True, False, False], "value": [0.75, 0.5, None],
        "low": [0.6, 0.4, 0.2], "high": [0.9, 0.6, None],
    }
)  # fmt: skip
RECORDED = pl.DataFrame({"month_id": [502, 504, 505], "deaths": [40, 0, 3]})
AHEAD = pl.DataFrame(
    [(506, 0, 1, 4, 9, 60), (507, 0, 1, 5, 12, 90), (510, 0, 0, 0, 2, 30)],
    schema=["month_id", "q05", "q25", "q50", "q75", "q95"],
    orient="row",
)
BOX = Quadrant(0.03, 0.02, 0.05, "3 of 100", "7 countries")
SILENT = Curve("middle", 3, 9.0, [], [], [], [], [], [])


class Drawing:
    """An SVG to be asked what it shows."""

    def __init__(self, svg: str) -> None:
        self.text = svg
        self.root = ET.fromstring(svg)  # noqa: S314  written by the code under test
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, tag: str, css: str = "") -> list[ET.Element]:
        found = self.root.iter(SVG + tag)
        return [node for node in found if not css or css in (node.get("class") or "").split()]

    def words(self) -> list[str]:
        return [node.text or "" for node in self.all("text")]

    def titles(self) -> list[str]:
        return [node.text or "" for node in self.all("title")][1:]

    def fill_of(self, said: str) -> str:
        """Return the paint of the place whose title begins so."""
        node = next(title for title in self.all("title") if (title.text or "").startswith(said))
        while not (node.get("fill") or "").strip():
            node = self.parents[node]
        return re.sub(r"url\(#fig[0-9a-f]{8}n?-(.*)\)", r"\1", node.get("fill") or "")


@pytest.fixture
def read() -> Callable[[str], Drawing]:
    return Drawing


@pytest.fixture
def years() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "year": [2016, 2017, 2018, 2020, 2021],
            "fatalities_sb_best": [0, 120, 67, 1378, 9073],
            "fatalities_sb_low": [0, 120, 60, 1300, 8000],
            "fatalities_sb_high": [0, 120, 90, 4000, 46000],
            "fatalities_sb_source": ["ged 22.1", "ged 22.1", "ged 22.1", "ged 23.1", "ged 23.1"],
            "fatalities_ns_best": [10, 0, None, 30, 40],
            "fatalities_os_best": [1, 2, 3, 4, 5],
        }
    )


@pytest.fixture
def parts() -> pl.DataFrame:
    return pl.DataFrame(
        {"name": ["Infant mortality", "Civil liberties", "Trade"], "contribution": [0.42, -0.3, 0.0]}
    )


@pytest.fixture
def risks() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "place_key": ["gw:625", "gw:775", "gw:530"],
            "value": [0.081, 0.104, None],
            "low": [0.03, 0.06, None],
            "high": [0.13, 0.19, None],
        }
    )


@pytest.fixture
def deaths() -> pl.DataFrame:
    return pl.DataFrame(
        {"country_gwcode": [530, 625, 369, 500, 51], "value": [9073.0, None, 24.0, 0.0, 300.0]}
    )


@pytest.fixture
def gallery(
    years: pl.DataFrame, parts: pl.DataFrame, risks: pl.DataFrame, deaths: pl.DataFrame
) -> dict[str, Figure]:
    months = pl.DataFrame({"month_id": [480, 481, 484], "fatalities_sb_best": [3, 0, 12]})
    line = Threshold(0.04, "high")
    return {
        "map": world_map(deaths, measure=DEATHS, year=2021, title="Where?", href="/places/{key}/"),
        "still map": world_map(deaths, measure=DEATHS, year=1975, title="Where?", selected="gw:265"),
        "years": deaths_by_year(years, title="When?"),
        "stacked": deaths_by_year(years, title="When?", layout="stacked"),
        "months": deaths_by_month(months, title="When?"),
        "risks": ranked_risks(risks, measure=RISK, title="Which?", thresholds=[line], selected="gw:625"),
        "contributions": contributions(parts, title="Why?"),
        "answers": answer_times([ANSWERS, SILENT], title="How long?"),
        "judgements": judged_intervals(JUDGED, title="How likely?", lines=[Threshold(0.05, "elsewhere")]),
        "units": unit_map("gw:501", UNITS, {"adm1:KEN-890": 0, "adm1:KEN-893": 1}, title="Who is heard?"),
        "reliability": reliability(BINS, title="Did it come as often as said?"),
        "trajectory": risk_trajectory(YEARS, title="Risk by year"),
        "definitions": definition_fan(
            TESTED,
            title="How far?",
            compare=Threshold(0.5, "half"),
            words=("yes", "open", "no"),
            quoted="quoted",
            interval="95 %",
        ),
        "fan": forecast_fan(RECORDED, AHEAD, title="What may come?", origin=505),
        "quadrants": quadrant_chart(
            [[BOX, BOX], [BOX, BOX]], title="How often?", rows=("high", "low"), columns=("peace", "war")
        ),
        "sparkline": sparkline([1, None, 3, 0], measure=DEATHS, title="Ethiopia"),
    }


@pytest.fixture
def svgs(gallery: dict[str, Figure]) -> dict[str, str]:
    """Every drawing of every figure."""
    wide = {name: figure.svg for name, figure in gallery.items()}
    return wide | {f"{name}, narrow": figure.narrow for name, figure in gallery.items() if figure.narrow}
