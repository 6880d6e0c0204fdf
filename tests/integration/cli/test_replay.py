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
    assert f"as known at the end of 2007-12-26: {len(items)} items" in run.err


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
