from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.people import client_of
from tests.small_library import put
from tests.watching import AUDIENCE, NOW, KilledError, a_rule, killed_after, run, signals, texts

from avert.handling import Marking
from avert.periods import month_id
from avert.sources import holdings
from avert.sources.store import Store
from avert.web.accounts.models import Organisation, Person, Role
from avert.web.audit.models import AuditEntry
from avert.web.jobs import services as jobs
from avert.web.jobs.models import Job, State
from avert.web.records.writing import rows_of
from avert.web.signals.models import Rule
from avert.web.signals.rules import raising
from avert.web.signals.rules.apply_rules import apply_rules_when_due
from avert.web.signals.rules.measures import MEASURES
from avert.web.signals.rules.raising import would_raise
from avert.web.signals.vocabulary import About, Way

KENYA, SUDAN, CHAD, MALI = 501, 625, 483, 432
LAST = month_id(2023, 12)


def risks(store: Store, year: int, seed: int = 0, **values: tuple[float | None, int | None]) -> str:
    codes = {"kenya": KENYA, "sudan": SUDAN, "chad": CHAD, "mali": MALI}
    rows = [
        {"country_gwcode": codes[name], "year": year, "model": "m", "risk": risk,
         "risk_low": risk and risk / 2, "risk_high": risk and risk * 2, "rank": rank,
         "rank_low": rank and max(1, rank - 1), "rank_high": rank and rank + 2}
        for name, (risk, rank) in values.items()
    ]  # fmt: skip
    return put(store, "risk", str(year), seed, risks=pl.DataFrame(rows, infer_schema_length=None))


def deaths(store: Store, silent: int | None = None, **series: list[int | None]) -> str:
    codes = {"kenya": KENYA, "sudan": SUDAN, "chad": CHAD, "mali": MALI}
    rows = []
    for name, values in series.items():
        for back, best in enumerate(reversed(values)):
            row: dict[str, Any] = {"country_gwcode": codes[name], "month_id": LAST - back}
            for kind in ("sb", "ns", "os"):
                share = best if kind == "sb" else (None if best is None else 0)
                row |= {f"fatalities_{kind}_{end}": share for end in ("best", "low", "high")}
                row[f"fatalities_{kind}_source"] = None if best is None else "ged 1.0"
            rows.append(row)
    silence = {"country_gwcode": [SUDAN], "silent_since": [LAST - 3], "silent_months_count": [silent],
               "past_active_share": [0.75], "probability": [0.001]}  # fmt: skip
    frames = {
        "months": pl.DataFrame(rows, infer_schema_length=None),
        "silence": pl.DataFrame(silence).filter(pl.lit(silent is not None)),
    }
    return put(store, "deaths", "2023-12", **frames)


@pytest.fixture
def store(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Store:
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    monkeypatch.setattr(holdings, "SNAPSHOT", tmp_path / "none")
    return Store(settings.CONFIG.store)


@pytest.fixture
def snapshot(tmp_path: Path, settings: Any) -> None:
    """The results that came with Avert, computed from the publishers' data."""
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)


def places(measure: str, at_least: float, place: str = "") -> list[str]:
    return [finding.place for finding in would_raise(measure, at_least, place).findings]


def apply(at: dt.datetime = NOW) -> None:
    assert run(apply_rules_when_due(now=at), at=at).state == State.DONE


def test_a_country_that_enters_the_highest_ranks_is_found_and_one_that_was_there_is_not(store: Store) -> None:
    risks(store, 2022, kenya=(0.01, 40), sudan=(0.08, 1), chad=(0.02, 31), mali=(None, None))
    newest = risks(store, 2023, kenya=(0.03, 12), sudan=(0.09, 1), chad=(0.02, 31), mali=(0.05, 3))
    raised = would_raise("risk_rank", 30, "")
    assert [finding.place for finding in raised.findings] == ["gw:501"]
    assert raised.unknown_count == 1, "what was unknown a year ago has entered nothing"
    (finding,) = raised.findings
    assert finding.result_id == newest
    for said in (
        "Kenya",
        "3.0",
        "1.5",
        "2023",
        "12",
        "40",
        "90 % interval",
        "lies outside",
        newest,
        "1 June 2025",
    ):
        assert said in finding.text.replace("\u202f", " "), said
    assert places("risk_rank", 30, "gw:625") == []


def test_a_rise_is_counted_against_the_year_before_and_its_interval_is_said(store: Store) -> None:
    risks(store, 2022, kenya=(0.02, 5), sudan=(0.08, 1), chad=(0.0, 9))
    risks(store, 2023, kenya=(0.03, 5), sudan=(0.09, 1), chad=(0.0, 9))
    (finding,) = would_raise("risk_rise", 50, "").findings
    assert finding.place == "gw:501"
    assert "lies within the newer interval, so it may be no change" in finding.text
    assert places("risk_rise", 51) == []
    assert places("risk_rise", 10) == ["gw:625", "gw:501"]


def test_a_rise_of_what_is_low_still_wakes_nobody(store: Store) -> None:
    risks(store, 2022, kenya=(0.002, 5), sudan=(0.005, 1))
    risks(store, 2023, kenya=(0.009, 5), sudan=(0.01, 1))
    assert places("risk_rise", 50) == ["gw:625"]


def test_without_the_year_before_nothing_is_found_and_all_is_unknown(store: Store) -> None:
    assert would_raise("risk_rank", 30, "") == would_raise("deaths", 1, "") == would_raise("silence", 1, "")
    risks(store, 2023, kenya=(0.03, 1))
    raised = would_raise("risk_rank", 30, "")
    assert (raised.findings, raised.unknown_count) == ((), 1)


def test_recorded_deaths_are_compared_with_what_is_known_of_the_year_before(store: Store) -> None:
    result = deaths(
        store,
        kenya=[*[10] * 11, 40, 120],
        sudan=[*[10] * 11, 200, 120],
        chad=[*[None] * 5, *[1] * 7, 120],
        mali=[*[None] * 3, *[0] * 9, 30],
    )
    raised = would_raise("deaths", 100, "")
    assert [finding.place for finding in raised.findings] == ["gw:501"]
    assert raised.unknown_count == 1, "seven known months of twelve are too few"
    text = raised.findings[0].text
    for said in (
        "120 deaths",
        "December 2023",
        "120 to 120",
        "12 are known",
        "40 at most",
        "not all that happens",
        result,
    ):
        assert said in text, said
    assert places("deaths_rise", 3) == ["gw:501", "gw:625", "gw:432"]
    assert places("deaths_rise", 9) == ["gw:501", "gw:432"], "a past without deaths is a rise without bound"
    assert places("deaths_sb", 100) == ["gw:501"]


def test_few_deaths_and_an_old_record_wake_nobody(store: Store) -> None:
    deaths(store, kenya=[*[0] * 12, 24], sudan=[*[0] * 12, 500, *[None] * 13], chad=[1] * 13)
    assert places("deaths_rise", 2) == []
    assert places("deaths", 1) == ["gw:501"]


def test_a_silence_is_one_signal_however_long_it_lasts(
    store: Store, committee: Organisation, analyst: Person
) -> None:
    a_rule(committee, analyst, measure="silence", at_least=3)
    deaths(store, silent=4, kenya=[1] * 13)
    apply()
    deaths(store, silent=5, kenya=[1] * 14)
    apply(NOW + dt.timedelta(days=1))
    (signal,) = signals()
    assert (signal.about, signal.place, signal.way) == (About.BLACKOUT, "gw:625", Way.DATA)
    assert "Silence is not calm" in signal.text


def test_a_rule_raises_one_signal_for_each_place_and_period_and_names_the_result(
    store: Store, committee: Organisation, analyst: Person
) -> None:
    assert apply_rules_when_due(now=NOW) is None
    risks(store, 2022, kenya=(0.01, 40), sudan=(0.08, 1))
    newest = risks(store, 2023, kenya=(0.03, 12), sudan=(0.09, 1))
    a_rule(committee, analyst, marking=Marking.GREEN)
    a_rule(committee, analyst, is_on=False)
    for day in range(3):
        apply(NOW + dt.timedelta(days=day))
    (signal,) = signals()
    assert (signal.result_id, signal.place, signal.marking) == (newest, "gw:501", Marking.GREEN)
    assert (signal.way, signal.about, signal.created_by_id) == (Way.MODEL, About.FIGURE, analyst.pk)
    assert signal.happened_at == dt.datetime(2023, 12, 31, tzinfo=dt.UTC)
    risks(store, 2023, seed=1, kenya=(0.03, 12), sudan=(0.01, 45))
    apply(NOW + dt.timedelta(days=3))
    assert len(signals()) == 1, "the same year computed anew is no news"


def test_rules_are_applied_daily_and_again_after_results_were_computed(
    store: Store, committee: Organisation, analyst: Person
) -> None:
    a_rule(committee, analyst)
    first = apply_rules_when_due(now=NOW)
    assert apply_rules_when_due(now=NOW + dt.timedelta(hours=3)) == first
    computed = jobs.enqueue(
        kind="recompute_results", arguments={"as_of": None}, idempotency_key="x", created_by=None, now=NOW
    )
    Job.objects.filter(pk=computed.pk).update(state=State.DONE, ended_at=NOW)
    assert apply_rules_when_due(now=NOW + dt.timedelta(hours=4)) != first
    assert apply_rules_when_due(now=NOW + dt.timedelta(days=1)) not in (first, None)


def test_a_rule_of_somebody_who_may_no_longer_write_raises_nothing_and_says_so(
    store: Store, committee: Organisation, analyst: Person, lead: Person
) -> None:
    risks(store, 2022, kenya=(0.01, 40))
    risks(store, 2023, kenya=(0.03, 12))
    rule = a_rule(committee, analyst)
    Role.objects.filter(membership__person=analyst).delete()
    apply()
    assert signals() == []
    client = client_of(lead)
    assert "nobody to act for" in client.get("/signals/rules/").content.decode()
    assert "may no longer write here" in client.get(f"/signals/rules/{rule.pk}/").content.decode()


@pytest.fixture
def two_findings(store: Store, committee: Organisation, analyst: Person) -> None:
    risks(store, 2022, kenya=(0.01, 40), chad=(0.01, 41))
    risks(store, 2023, kenya=(0.03, 12), chad=(0.03, 13))
    a_rule(committee, analyst)


@pytest.mark.parametrize(("count", "is_before"), [(0, True), (1, False), (1, True), (2, False)])
def test_fault_a_kill_raises_each_finding_once(
    two_findings: None, monkeypatch: pytest.MonkeyPatch, count: int, is_before: bool
) -> None:
    with killed_after(count, monkeypatch, is_before=is_before), pytest.raises(KilledError):
        raising.apply_all(now=lambda: NOW, advance=lambda *_: None)
    apply()
    assert len(texts()) == len(set(texts())) == 2


@pytest.mark.parametrize("measure", MEASURES)
def test_on_the_packaged_data_usual_rules_raise_few_signals_and_each_names_its_result(
    snapshot: None, committee: Organisation, analyst: Person, measure: str
) -> None:
    event = MEASURES[measure].usually
    a_rule(
        committee,
        analyst,
        measure=measure,
        at_least=MEASURES[measure].usual,
        **(asdict(event) if event else {}),
    )
    apply()
    issued = map(
        Store(holdings.SNAPSHOT, is_read_only=True).newest_result, ("risk", "deaths", "country-forecast")
    )
    known = {one.result.result_id for one in issued if one}
    found = signals()
    assert len(found) <= 10
    for signal in found:
        assert signal.result_id in known
        assert signal.result_id in signal.text
        assert "as known on" in signal.text
        assert "unknown" not in signal.text


def test_the_packaged_data_would_have_woken_for_ukraine_in_february_2022(snapshot: None) -> None:
    found = {finding.place: finding.text for finding in would_raise("deaths", 100, "").findings}
    assert "February 2022" in found["gw:369"]


def test_a_rule_is_tried_before_it_is_kept(store: Store, committee: Organisation, analyst: Person) -> None:
    risks(store, 2022, kenya=(0.01, 40), sudan=(0.08, 1))
    risks(store, 2023, kenya=(0.03, 12), sudan=(0.09, 1))
    client = client_of(analyst)
    form = {"title": "Ranks", "measure": "risk_rank", "at_least": "30", "place": "", "is_on": "on",
            "owner": str(committee.pk), **AUDIENCE}  # fmt: skip
    shown = client.post("/signals/rules/new/", form | {"show": "1"}).content.decode()
    assert "It raises one signal." in shown
    assert "Kenya" in shown
    assert not rows_of(Rule).exists()
    none = client.post("/signals/rules/new/", form | {"show": "1", "place": "Sudan"}).content.decode()
    assert "It raises 0 signals." in none
    for wrong in ({"at_least": "0"}, {"at_least": "1000"}, {"measure": "x"}, {"at_least": "nan"}):
        assert client.post("/signals/rules/new/", form | wrong).status_code == 200, wrong
    assert client.post("/signals/rules/new/", form).status_code == 302
    rule = rows_of(Rule).get()
    assert "It raises one signal." in client.get(f"/signals/rules/{rule.pk}/").content.decode()
    change = form | {"at_least": "10", "row_version": "1"}
    assert client.post(f"/signals/rules/{rule.pk}/edit/", change).status_code == 302
    assert "It raises 0 signals." in client.get(f"/signals/rules/{rule.pk}/").content.decode()
    assert client.post(f"/signals/rules/{rule.pk}/remove/", {"row_version": "2"}).status_code == 302


def test_nobody_else_learns_of_a_rule(
    store: Store, committee: Organisation, analyst: Person, outside_stakeholder: Person, colleague: Person
) -> None:
    rule = a_rule(committee, analyst, title="Zanzibarite")
    outside = client_of(outside_stakeholder)
    assert b"Zanzibarite" not in outside.get("/signals/rules/").content
    for page in ("", "edit/", "share/", "history/", "remove/"):
        assert outside.get(f"/signals/rules/{rule.pk}/{page}").status_code == 404
    reader = client_of(colleague)
    assert b"Zanzibarite" in reader.get("/signals/rules/").content
    assert reader.post(f"/signals/rules/{rule.pk}/edit/").status_code == 403
    assert "Zanzibarite" not in str(list(AuditEntry.objects.values_list()))
