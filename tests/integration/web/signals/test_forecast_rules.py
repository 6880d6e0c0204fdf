"""Forecasts of deaths raise signals for what they newly hold for likely, and never call a silence calm."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.forecast_frames import country, issue
from tests.people import client_of
from tests.small_library import put
from tests.watching import AUDIENCE, NOW, a_rule, run, signals

from avert.forecast import DEFAULT
from avert.sources import holdings
from avert.sources.store import Store
from avert.web.accounts.models import Organisation, Person
from avert.web.jobs.models import State
from avert.web.records.writing import rows_of
from avert.web.signals.models import Rule
from avert.web.signals.rules.apply_rules import apply_rules_when_due
from avert.web.signals.rules.events import Event
from avert.web.signals.rules.raising import would_raise
from avert.web.signals.vocabulary import About, Way

KENYA, SUDAN, CHAD, MALI = 501, 625, 483, 432
THOUSAND = Event("total", 1000, 12)


@pytest.fixture
def store(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Store:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    monkeypatch.setattr(holdings, "SNAPSHOT", tmp_path / "none")
    return Store(settings.CONFIG.store)


def found(measure: str, at_least: float, event: Event = THOUSAND, place: str = "") -> list[str]:
    return [finding.place for finding in would_raise(measure, at_least, place, event).findings]


def likely(p: float, before: int | None = 10, **said: Any) -> dict[str, Any]:
    return {"total_12": {"p_1000": p, "deaths_before": before, "q05": 40, "q50": 1200, "q95": 9000} | said}


def apply(at: dt.datetime = NOW) -> None:
    assert run(apply_rules_when_due(now=at), at=at).state == State.DONE


def test_what_becomes_likely_is_found_and_what_is_so_already_is_not(store: Store) -> None:
    result = issue(
        store,
        "2023-10",
        country(KENYA, **likely(0.6)),
        country(SUDAN, **likely(0.99, before=4000)),
        country(CHAD, **likely(0.4)),
        country(MALI, **likely(0.7, before=None)),
    )
    raised = would_raise("forecast", 50, "", THOUSAND)
    (finding,) = raised.findings
    assert (finding.place, finding.period, finding.at) == ("gw:501", "2023-10", dt.date(2023, 10, 31))
    assert raised.unknown_count == 1, "who does not know how many there were does not know what is new"
    for said in (
        "Kenya", "at least 1,000 deaths", "organised violence", "12 months after October 2023", "60.0 %: likely",
        "10 recorded", "1,200", "40 to 9,000, 90 % interval", "No earlier forecast", "ged 1.0", "1 June 2025",
        f"Model {DEFAULT}", result,
    ):  # fmt: skip
        assert said in finding.text.replace("\u202f", " "), said
    issue(store, "2023-11", country(CHAD, **likely(0.9)), model="another")
    assert found("forecast", 50) == ["gw:501"], (
        "what somebody computed with another model is not what pages show"
    )
    assert found("forecast", 50, replace(THOUSAND, violence_type="os")) == []
    assert found("forecast", 50, THOUSAND, "gw:625") == []


def test_what_the_forecast_before_said_already_is_no_news(store: Store) -> None:
    issue(store, "2023-08", country(KENYA, **likely(0.55)), country(CHAD, **likely(0.3)))
    issue(store, "2023-10", country(KENYA, **likely(0.6)), country(CHAD, **likely(0.6)))
    (finding,) = would_raise("forecast", 50, "", THOUSAND).findings
    assert finding.place == "gw:483"
    assert "The forecast from 2023-08 gave 30.0\u202f%." in finding.text


def test_an_onset_is_asked_of_quiet_countries_only(store: Store) -> None:
    quiet = {"all": {"p_onset": 0.3, "deaths_before": 0}, "quiet": True}
    unknown = {"all": {"p_onset": None, "deaths_before": None}, "quiet": None}
    issue(store, "2023-10", country(KENYA, **quiet), country(SUDAN), country(CHAD, **unknown))
    raised = would_raise("forecast_onset", 20, "", Event())
    assert [finding.place for finding in raised.findings] == ["gw:501"]
    assert raised.unknown_count == 1
    assert "at least 25 deaths, an onset after 12 months without any" in raised.findings[0].text
    assert found("forecast_onset", 31, Event()) == []


def test_an_escalation_is_counted_against_the_months_before(store: Store) -> None:
    issue(store, "2023-10", country(KENYA, os_6={"p_escalation": 0.5}), country(SUDAN))
    assert found("forecast_escalation", 50, Event("os", 25, 6)) == ["gw:501"]
    assert found("forecast_escalation", 50, Event("os", 25, 3)) == []


@pytest.mark.parametrize(
    ("before", "now", "is_found"),
    [(0.1, 0.25, True), (0.2, 0.35, False), (0.1, 0.19, False), (0.001, 0.04, False), (None, 0.9, False)],
)
def test_a_rise_must_be_by_points_doubled_and_not_of_what_stays_very_unlikely(
    store: Store, before: float | None, now: float, *, is_found: bool
) -> None:
    if before is not None:
        issue(store, "2023-09", country(KENYA, **likely(before)))
    issue(store, "2023-10", country(KENYA, **likely(now)))
    points = 1 if now < 0.05 else 10
    assert found("forecast_rise", points) == (["gw:501"] if is_found else [])


def test_a_blackout_makes_a_forecast_unreliable_and_a_low_one_unknown(store: Store) -> None:
    issue(
        store,
        "2023-10",
        country(KENYA, blackout=True, **likely(0.6)),
        country(CHAD, blackout=True, **likely(0.0)),
    )
    raised = would_raise("forecast", 50, "", THOUSAND)
    assert raised.findings[0].text.startswith(
        "Reporting from there has fallen silent: this forecast is unreliable."
    )
    assert "Silence is not calm" in raised.findings[0].text
    assert raised.unknown_count == 1


def test_a_silence_says_that_the_forecast_beside_it_is_unreliable(store: Store) -> None:
    silence = {"country_gwcode": [SUDAN], "silent_since": [520], "silent_months_count": [4],
               "past_active_share": [0.75], "probability": [0.001]}  # fmt: skip
    put(store, "deaths", "2023-10", silence=pl.DataFrame(silence))
    (finding,) = would_raise("silence", 3, "").findings
    assert "forecast" not in finding.text
    result = issue(store, "2023-10", country(SUDAN, blackout=True))
    (finding,) = would_raise("silence", 3, "").findings
    assert f"(result {result}) is unreliable there: a low number in it is no sign of calm" in finding.text


def test_without_a_forecast_nothing_is_raised(store: Store) -> None:
    assert would_raise("forecast", 50, "").findings == ()


def test_the_same_forecast_raises_one_signal_whenever_it_is_looked_at(
    store: Store, committee: Organisation, analyst: Person
) -> None:
    a_rule(committee, analyst, measure="forecast", at_least=50, deaths=1000)
    result = issue(store, "2023-10", country(KENYA, **likely(0.6)))
    for day in range(3):
        apply(NOW + dt.timedelta(days=day))
    issue(store, "2023-10", country(KENYA, **likely(0.7)), seed=1)
    apply(NOW + dt.timedelta(days=3))
    issue(store, "2023-11", country(KENYA, **likely(0.8)))
    apply(NOW + dt.timedelta(days=4))
    (signal,) = signals()
    assert (signal.result_id, signal.place, signal.way) == (result, "gw:501", Way.MODEL)
    assert signal.about == About.FIGURE


def test_a_rule_says_which_deaths_it_asks_about_and_keeps_that(
    store: Store, committee: Organisation, analyst: Person
) -> None:
    issue(store, "2023-10", country(KENYA, os_6={"p_100": 0.5}))
    client = client_of(analyst)
    form = {"title": "Civilians", "measure": "forecast", "at_least": "40", "violence_type": "os", "deaths": "100",
            "months": "6", "place": "", "is_on": "on", "owner": str(committee.pk), **AUDIENCE}  # fmt: skip
    shown = client.post("/signals/rules/new/", form | {"show": "1"}).content.decode()
    assert "It raises one signal." in shown
    other = client.post("/signals/rules/new/", form | {"show": "1", "months": "3"}).content.decode()
    assert "It raises 0 signals." in other
    assert client.post("/signals/rules/new/", form | {"months": "7"}).status_code == 200
    assert client.post("/signals/rules/new/", form).status_code == 302
    rule = rows_of(Rule).get()
    page = client.get(f"/signals/rules/{rule.pk}/").content.decode()
    assert "at least 100 deaths in one-sided violence in the next 6 months" in page
    assert "It raises one signal." in page
    edit = client.get(f"/signals/rules/{rule.pk}/edit/").content.decode()
    assert '<option value="100" selected>' in edit
    change = form | {"measure": "forecast_onset", "row_version": "1"}
    assert client.post(f"/signals/rules/{rule.pk}/edit/", change).status_code == 302
    rule.refresh_from_db()
    assert (rule.deaths, rule.violence_type, rule.months) == (25, "os", 6)
    change |= {"measure": "risk_rank", "row_version": "2"}
    assert client.post(f"/signals/rules/{rule.pk}/edit/", change).status_code == 302
    rule.refresh_from_db()
    assert (rule.deaths, rule.violence_type, rule.months) == (None, "", None)
