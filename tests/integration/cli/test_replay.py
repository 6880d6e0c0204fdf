from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def test_list_names_the_replays_with_their_spans(avert: Callable[..., Any]) -> None:
    run = avert("replay", "list", "--format", "json")
    assert run.code == 0
    kenya = next(line for line in json.loads(run.out) if line["replay"] == "kenya_2007_2010")
    assert (kenya["first_day"], kenya["places"], kenya["is_control"]) == ("2007-10-26", "gw:501", False)


def test_show_on_a_day_prints_only_what_was_known_by_then(avert: Callable[..., Any]) -> None:
    run = avert("replay", "show", "kenya_2007_2010", "--on", "2007-12-26", "--format", "json")
    assert run.code == 0
    items = json.loads(run.out)
    assert {"known", "happened", "family", "confidence", "basis", "sources", "text"} <= items[0].keys()
    assert max(item["known"] for item in items) <= "2007-12-26"
    assert "voting-day" not in run.out
    readings = [item for item in items if item["family"] == "assessment"]
    assert f"as known at the end of 2007-12-26: {len(items) - len(readings)} items" in run.err
    assert f"{len(readings)} readings" in run.err
    assert {"capital-on-the-eve", "north-rift-on-the-eve"} <= {reading["id"] for reading in readings}
    assert [item["known"] for item in items] == sorted(item["known"] for item in items)


def test_assessments_has_a_line_per_indicator_with_what_it_rests_on(avert: Callable[..., Any]) -> None:
    run = avert("replay", "assessments", "myanmar_2012_2017", "--on", "2017-08-12", "--format", "json")
    assert run.code == 0
    lines = json.loads(run.out)
    assert max(line["known"] for line in lines) == "2017-08-12"
    (line,) = (
        li for li in lines if li["who"].endswith("Rapporteur on Myanmar") and li["indicator"] == "UNFA-8.1"
    )
    assert (line["value"], line["trend"], line["basis"]) == ("acute", "rising", "published")
    assert line["facts"] == "battalions-flown-in restraint-asked"
    assert "nobody's own words" in run.err


def test_a_replay_without_readings_by_then_gives_an_empty_table(avert: Callable[..., Any]) -> None:
    run = avert("replay", "assessments", "south_sudan_2013", "--on", "2013-01", "--format", "csv")
    assert (run.code, len(run.out.splitlines())) == (0, 1)


def test_show_without_a_day_prints_everything(avert: Callable[..., Any]) -> None:
    run = avert("replay", "show", "ghana_2016", "--format", "csv")
    assert run.code == 0
    assert "loser-concedes" in run.out
    assert "everything known" in run.err


def test_a_day_before_anything_was_known_gives_an_empty_table(avert: Callable[..., Any]) -> None:
    run = avert("replay", "show", "ghana_2016", "--on", "2015")
    assert run.code == 0
    assert len(run.out.splitlines()) == 1


def test_an_unknown_replay_or_day_is_refused_in_one_line(avert: Callable[..., Any]) -> None:
    for arguments, said in (
        (("atlantis",), "There is no replay 'atlantis'"),
        (("ghana_2016", "--on", "tomorrow"), "not a period"),
    ):
        run = avert("replay", "show", *arguments)
        assert run.code == 2
        assert said in run.err
        assert len(run.err.splitlines()) == 1


def test_structures_says_who_was_heard_and_who_was_answered_on_a_day(avert: Callable[..., Any]) -> None:
    run = avert("replay", "structures", "kenya_2007_2010", "--on", "2007-12-10", "--format", "json")
    assert run.code == 0
    lines = {line["structure"]: line for line in json.loads(run.out)}
    assert lines["Wajir Peace and Development Committee"]["link"] == "both"
    molo = lines["Red Cross volunteers in Molo"]
    assert (molo["steps_up"], molo["steps_back"], molo["link"]) == (2, None, "no_answer")
    assert "Nairobi: no local structure was known." in run.err
    assert "Uwiano" not in run.out


def test_structures_of_a_replay_without_a_case_is_refused_in_one_line(avert: Callable[..., Any]) -> None:
    run = avert("replay", "structures", "south_sudan_2013", "--on", "2013-12")
    assert run.code == 2
    assert "has no case of peace structures" in run.err
