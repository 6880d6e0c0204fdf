"""Which signals may be the same, and which come first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from avert.assessment.ageing import Kind
from avert.assessment.grading import Report, Stance, weigh
from avert.warning.signals import Signal, duplicates, triage

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
WEEKS_AGO = NOW - dt.timedelta(days=14)


def signal(name: str, **more: Any) -> Signal:
    given = {
        "received_at": WEEKS_AGO,
        "place": "adm1:KEN-023",
        "at": WEEKS_AGO,
        "text": "Leaflets at Soko market",
    }
    return Signal(name, **(given | more))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Leaflets at Soko market!", "leaflets at   SOKO market"),
        ("At Soko market: leaflets", "Leaflets at Soko market"),
        ("Des tracts au marché de Bouaké", "des tracts au marche de bouake"),
        ("مُنشورات في السوق", "منشورات في السوق"),
        ("በገበያ ላይ በራሪ ወረቀቶች", "በገበያ ላይ በራሪ ወረቀቶች።"),
        ("चुनाव से पहले पर्चे १२", "चुनाव से पहले पर्चे 12"),
    ],
)
def test_the_same_words_are_suggested_in_any_script(one: str, other: str) -> None:
    (pair,) = duplicates([signal("1", text=one), signal("2", text=other)])
    assert (pair.first_id, pair.second_id) == ("1", "2")
    assert "Same place, 0 h apart" in pair.because


@pytest.mark.parametrize(
    "different",
    [
        {"place": "adm1:KEN-024"},
        {"place": None},
        {"at": WEEKS_AGO + dt.timedelta(hours=49)},
        {"at": None},
        {"text": "Cattle sold at half price in Moi's Bridge"},
        {"text": "..."},
    ],
)
def test_another_place_time_or_wording_is_not_suggested(different: dict[str, Any]) -> None:
    assert duplicates([signal("1"), signal("2", **different)]) == ()


def weighed(*stances: Stance) -> Any:
    return weigh(Report(str(n), stance, origin=str(n)) for n, stance in enumerate(stances))


ORDER = [
    signal("life", threatens_life=True, has_second=True),
    signal("soon", at=NOW + dt.timedelta(hours=40)),
    signal("blackout", is_blackout=True),
    signal("corroborated", weighed=weighed(Stance.SUPPORTS, Stance.SUPPORTS)),
    signal("contradicted", weighed=weighed(Stance.SUPPORTS, Stance.CONTRADICTS)),
    signal("longest", received_at=WEEKS_AGO - dt.timedelta(days=1)),
    signal("plain"),
    signal("stale", at=NOW - dt.timedelta(days=90)),
    signal("verified", has_second=True),
]


def test_triage_keeps_its_rules_and_says_what_decided() -> None:
    queue = triage(ORDER[::-1], NOW)
    assert [item.signal.id for item in queue] == [one.id for one in ORDER]
    assert [item.before_next for item in queue] == [
        "a threat to life is reported",
        "it is within 72 hours of now",
        "reports from there have stopped",
        "independent sources support it",
        "reports contradict each other",
        "it has waited longer",
        "it is not stale",
        "no second person has verified it",
        "",
    ]
    assert queue[0].reasons == ("a threat to life is reported", "it is not stale")


def test_a_structural_signal_is_not_stale_after_three_months() -> None:
    old = {"at": NOW - dt.timedelta(days=90)}
    queue = triage([signal("t", **old), signal("z", kind=Kind.STRUCTURAL, **old)], NOW)
    assert [item.signal.id for item in queue] == ["z", "t"]


def test_a_signal_received_later_is_not_in_the_queue() -> None:
    assert triage([signal("1", received_at=NOW + dt.timedelta(seconds=1))], NOW) == ()
