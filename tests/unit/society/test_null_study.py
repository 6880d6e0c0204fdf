"""A study of a network: in blocks, kept and taken up again, and refused for another network."""

from __future__ import annotations

import json

import numpy as np
import pytest

from avert.errors import InputError
from avert.society.actors import Actor, Tie
from avert.society.missing_ties import Assumptions
from avert.society.network import Network, create_network
from avert.society.null_study import Spec, Study, advance
from avert.society.vocabulary import Layer, Level, Sector

MISSING = Assumptions({Layer.INFORMATION: (0.1, 0.3)}, wrong=(0.0, 0.1))
SPEC = Spec(
    seed=4, statistics=("up_share", "ei_index", "middle_share"), draws=7, assumptions=MISSING, completions=5
)


def society(seed: int = 1) -> Network:
    rng = np.random.default_rng(seed)
    people = [
        Actor(
            str(one),
            "",
            sector=Sector.RELIGIOUS,
            level=Level.GRASSROOTS if one else Level.TOP,
            is_decision_maker=one == 0,
            groups=frozenset("ab"[one % 2]),
        )
        for one in range(20)
    ]
    pairs = {tuple(sorted(pair)) for pair in rng.integers(20, size=(40, 2)).tolist()}
    ties = [
        Tie(str(a), str(b), Layer.INFORMATION, is_directed=(a + b) % 2 == 0)
        for a, b in sorted(pairs)
        if a != b
    ]
    return create_network(people, ties)


def finished(study: Study, network: Network, blocks: int) -> Study:
    while not study.is_done:
        study = advance(study, network, blocks=blocks)
    return study


def test_a_study_is_the_same_however_its_work_is_cut_and_kept() -> None:
    network = society()
    whole, study = finished(Study(SPEC), network, 100), Study(SPEC)
    while not study.is_done:
        study = Study.from_json(advance(study, network).to_json())
    assert study == whole
    assert study.to_json() == whole.to_json()


def test_progress_counts_networks_of_both_kinds() -> None:
    study = advance(Study(SPEC), society())
    assert study.progress == (3, 12)
    assert finished(study, society(), 1).progress == (12, 12)


def test_a_study_without_assumptions_has_no_intervals() -> None:
    study = finished(Study(Spec(seed=1, statistics=("up_share",), draws=4)), society(), 1)
    assert study.intervals() == {}
    assert study.comparisons()["up_share"].observed is not None


def test_intervals_run_from_low_to_high_and_name_what_was_seen() -> None:
    study = finished(Study(SPEC), society(), 4)
    for name, interval in study.intervals().items():
        assert interval.low is not None
        assert interval.high is not None
        assert interval.low <= interval.high
        assert interval.observed == study.comparisons()[name].observed


def test_a_study_is_not_taken_up_with_another_network() -> None:
    with pytest.raises(InputError, match="Start a new study"):
        advance(advance(Study(SPEC), society(1)), society(2))


def test_a_study_kept_by_another_edition_is_not_taken_up() -> None:
    kept = json.loads(Study(SPEC).to_json()) | {"edition": 0}
    with pytest.raises(InputError, match="Start it anew"):
        Study.from_json(json.dumps(kept))


def test_a_statistic_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="'beauty'"):
        Spec(seed=1, statistics=("beauty",))


def test_a_value_that_is_unknown_stays_unknown() -> None:
    lonely = create_network([Actor("a", ""), Actor("b", "")], [Tie("a", "b", Layer.TRUST)])
    study = finished(Study(Spec(seed=1, statistics=("up_share",), draws=2)), lonely, 1)
    assert study.observed == (None,)
    assert study.comparisons()["up_share"].p_high is None
