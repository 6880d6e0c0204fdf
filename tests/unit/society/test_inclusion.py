"""Who takes part, measured against who there is."""

from __future__ import annotations

import pytest

from avert.errors import InputError
from avert.society.actors import Actor
from avert.society.inclusion import groups, participation, seats, voices
from avert.society.vocabulary import Attribute, Voice


def test_women_on_the_councils_inaugurated_in_ghana_in_2023() -> None:
    """Women had 8 of 51 seats; they are 0.507 of the population by the census of 2021."""
    women = seats({Attribute.WOMEN: (8, 51)}, {Attribute.WOMEN: 0.507})[Attribute.WOMEN]
    assert women.share == pytest.approx(0.1569, abs=1e-4)
    assert (women.low, women.high) == (pytest.approx(0.0817, abs=1e-4), pytest.approx(0.2801, abs=1e-4))
    assert women.ratio == pytest.approx(0.309, abs=1e-3)
    assert women.ratio_high is not None
    assert women.ratio_high < 1


def test_voice_is_counted_among_those_asked_and_the_others_are_counted_apart() -> None:
    leads = (Attribute.WOMEN, Voice.LEADS)
    there = [Actor("a", "", voices={leads: True}), Actor("b", "", voices={leads: False}), Actor("c", "")]
    found = voices(there, {Attribute.WOMEN: 0.5})
    assert (found[leads].have, found[leads].asked, found[leads].not_asked) == (1, 2, 1)
    assert found[leads].ratio == pytest.approx(1)
    decides = found[Attribute.WOMEN, Voice.DECIDES]
    assert (decides.share, decides.not_asked) == (None, 3)


def test_actors_of_unknown_group_are_no_evidence_about_groups() -> None:
    there = [Actor("a", "", groups=frozenset({"k"})), Actor("b", "", groups=frozenset({"l"})), Actor("c", "")]
    found = groups(there, {"k": 0.25, "m": 0.1})
    assert (found["k"].share, found["k"].ratio, found["k"].not_asked) == (0.5, 2.0, 1)
    assert found["m"].share == 0


def test_without_a_share_of_the_population_there_is_no_ratio() -> None:
    assert participation(1, 2).ratio is None
    assert participation(1, 2, population_share=0).ratio is None


@pytest.mark.parametrize(("have", "asked", "share"), [(2, 1, None), (-1, 1, None), (1, 2, 50.7)])
def test_counts_and_shares_that_cannot_be_are_refused(have: int, asked: int, share: float | None) -> None:
    with pytest.raises(InputError):
        participation(have, asked, population_share=share)
