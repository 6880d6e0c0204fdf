"""Small invented worlds for the pages: Ethiopia fell silent, Sudan fights on, Myanmar has the highest risk."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from django.utils.html import strip_tags
from tests.people import client_of
from tests.samples import conflict, event, write_csv, write_totals

from avert.brief import issue_all
from avert.periods import month_id
from avert.places import states
from avert.provenance import Source
from avert.sources import holdings
from avert.sources.adding import add_files
from avert.sources.results import Result
from avert.sources.store import Store
from avert.web.accounts.models import Person

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
HOSTILE = "<script>alert(1)</script>"
PANEL = Source(
    "ewp_panel",
    "2025",
    dt.date(2025, 9, 3),
    True,
    "Panel",
    "EWP",
    "cite",
    "Cite it.",
    "https://example.org/",
    "d",
)
ETHIOPIA_IN_VIEWS = 57


def small_world(folder: Path) -> Store:
    """Write a store with two years of deaths, one conflict, and risks of three countries."""
    folder.mkdir()
    store = Store(folder.parent / "store")
    write_csv(folder / "GEDEvent_v22_1.csv", _events())
    write_totals(folder / "cm.parquet", [(month_id(2022, m), ETHIOPIA_IN_VIEWS, 0, 0, 0) for m in (1, 2, 3)])
    write_csv(folder / "UcdpPrioConflict_v22_1.csv", [conflict(year=2020), conflict(year=2021)])
    add_files(store, sorted(folder.iterdir()), release=None, now=NOW)
    issue_all(store, now=NOW)
    for year, risk in ((2023, 0.08), (2024, 0.1)):
        _put_risks(store, year, risk)
    return store


def _events() -> list[dict[str, object]]:
    codes = states().filter(pl.col("end").is_null())["country_gwcode"].to_list()
    events = [event(id=code, country_id=code, day="2020-01-05", best=0, low=0, high=0) for code in codes[:40]]
    for month in range(1, 25):
        day = f"{2020 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-09"
        events.append(event(id=10_000 + month, country_id=625, country="Sudan", day=day, side_b=HOSTILE))
        events.append(
            event(id=20_000 + month, country_id=530, day=day, best=10, low=8, high=20, side_b="XXX530")
        )
    return events


def _put_risks(store: Store, year: int, highest: float) -> None:
    risks = pl.DataFrame(
        {
            "country_gwcode": [775, 530, 616],
            "year": [year] * 3,
            "model": ["ewp2025"] * 3,
            "risk": [highest, 0.03, None],
            "risk_low": [highest / 2, 0.01, None],
            "risk_high": [highest * 2, 0.06, None],
            "rank": [1, 2, None],
            "rank_low": [1, 1, None],
            "rank_high": [2, 2, None],
        },
        schema_overrides={"country_gwcode": pl.Int32, "rank": pl.Int32},
    )
    parts = pl.DataFrame(
        {"country_gwcode": [775, 775], "label": [HOSTILE, "Population"], "contribution": [0.5, -0.2]},
        schema_overrides={"country_gwcode": pl.Int32},
    )
    result = Result("risk", (PANEL,), {"model": "ewp2025", "year": year}, 0, str(year), NOW)
    store.put(result, {"risks": risks, "contributions": parts})


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    small_world(home / "files")
    return home


@pytest.fixture
def without_snapshot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(holdings, "SNAPSHOT", tmp_path / "none")


@pytest.fixture
def reader(analyst: Person, home: Path, settings: object, without_snapshot: None) -> Client:
    """An analyst who reads the small invented world."""
    settings.CONFIG = replace(settings.CONFIG, home=home)
    return client_of(analyst)


@pytest.fixture
def reader_of_nothing(analyst: Person, tmp_path: Path, settings: object, without_snapshot: None) -> Client:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path / "empty")
    return client_of(analyst)


def html_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)))
