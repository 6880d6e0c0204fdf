"""The conflict and oneself, asked the same."""

from __future__ import annotations

import pytest

from avert.assessment.mirror import Item, Lens, Meets, Own, bias_index, mirror, spearman
from avert.errors import InputError

ITEMS = [
    Item("youth leaders", Lens.WHO, True, ("e1",)),
    Item("arms traders", Lens.WHO, True),
    Item("border district", Lens.WHERE, True, ("e2",)),
    Item("capital", Lens.WHERE, False),
    Item("harvest", Lens.WHEN, None),
]
OWN = [
    Own("o1", Lens.WHO, Meets.NO, "youth leaders"),
    Own("o2", Lens.WHERE, Meets.YES, "border district", ("e3",)),
    Own("o3", Lens.WHERE, Meets.YES, "capital"),
    Own("o4", Lens.WHAT, Meets.YES),
    Own("o5", Lens.WHO, Meets.UNKNOWN, "arms traders"),
]


def test_the_report_says_what_matters_and_is_not_met_and_what_is_done_beside_it() -> None:
    found = mirror(ITEMS, OWN)
    assert [item.id for item, _own in found.unmet] == ["youth leaders"]
    assert [item.id for item in found.unknown] == ["arms traders"]
    assert [item.id for item, _own in found.met] == ["border district"]
    assert [one.id for one in found.beside] == ["o3", "o4"]
    assert [item.id for item in found.unjudged] == ["harvest"]


def test_assertions_without_evidence_are_counted_on_both_sides_and_unknown_asserts_nothing() -> None:
    found = mirror(ITEMS, OWN)
    assert (found.assertions, found.without_evidence) == (9, 6)
    assert found.share_without_evidence == 6 / 9
    assert mirror([], []).share_without_evidence is None


def test_an_answer_to_an_item_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="not there"):
        mirror([], [Own("o", Lens.WHO, Meets.YES, "nobody")])


def ranks(*order: float) -> dict[str, float]:
    return dict(zip("abcd", order, strict=False))


def test_options_that_follow_own_capacity_against_the_drivers_stand_at_two() -> None:
    assert bias_index(ranks(1, 2, 3, 4), ranks(1, 2, 3, 4), ranks(4, 3, 2, 1)).value == pytest.approx(2)
    assert bias_index(ranks(1, 2, 3, 4), ranks(4, 3, 2, 1), ranks(1, 2, 3, 4)).value == pytest.approx(-2)


def test_ties_share_the_mean_of_their_ranks() -> None:
    # By hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4 correlate 4.5 / √(4.5 · 5).
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


def test_it_says_when_it_cannot_be_computed() -> None:
    few = bias_index(ranks(1, 2, 3), ranks(1, 2, 3, 4), ranks(1, 2, 3, 4))
    assert (few.value, few.why_not) == (None, "3 items are ranked in all three lists; it needs 4.")
    assert "alike" in bias_index(ranks(1, 1, 1, 1), ranks(1, 2, 3, 4), ranks(1, 2, 3, 4)).why_not
