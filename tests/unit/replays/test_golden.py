"""The cases of ``tests/golden/replays/what_was_known.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from avert.replays import Actor, Assessment, Item, Replay, Source, load_replay

CASES = yaml.safe_load(
    (Path(__file__).parents[2] / "golden/replays/what_was_known.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['replay']} {case['day']}" for case in CASES])
def test_a_replay_shows_what_was_known_on_the_day_and_nothing_else(case: dict[str, Any]) -> None:
    seen = load_replay(case["replay"]).as_of(case["day"])
    items = {item.id for item in seen.items}
    actors = {actor.id for actor in seen.actors}
    unanswered = {item.id for item in seen.unanswered()}
    assert set(case.get("shows", [])) <= items
    assert not set(case.get("absent", [])) & items
    assert set(case.get("actors", [])) <= actors
    assert not set(case.get("no_actors", [])) & actors
    assert not set(case.get("no_sources", [])) & {source.id for source in seen.sources}
    readings = {reading.id for reading in seen.assessments}
    assert set(case.get("readings", [])) <= readings
    assert not set(case.get("no_readings", [])) & readings
    assert set(case.get("unanswered", [])) <= unanswered
    assert set(case.get("answered", [])) <= items - unanswered


def _everything(replay: Replay) -> tuple[Item | Actor | Assessment | Source, ...]:
    return (*replay.items, *replay.actors, *replay.assessments, *replay.sources)


def test_every_id_that_a_case_names_exists_so_that_absence_means_something() -> None:
    everywhere = {
        held.id
        for name in {case["replay"] for case in CASES} | {"ghana_2016"}
        for held in _everything(load_replay(name))
    }
    named = {
        id_
        for case in CASES
        for key, value in case.items()
        if isinstance(value, list)
        for id_ in value
        if key
    }
    assert named <= everywhere
