"""The two-lens view holds whichever way round and in whatever order crosswalks are written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avert.assessment.frameworks import (
    Basis,
    Crosswalk,
    Dimension,
    DimensionKind,
    EvidenceType,
    Framework,
    Indicator,
    Lens,
    Polarity,
    Relation,
    Scope,
    Side,
    Sight,
    TimeScale,
    side_by_side,
    two_lenses,
)
from avert.assessment.frameworks.two_lenses import links


def framework(prefix: str, lenses: list[tuple[Lens, ...]]) -> Framework:
    """Return a framework of two dimensions whose indicators have the lenses given, in turn."""
    indicators = {}
    for number, own in enumerate(lenses):
        dimension = str(number % 2)
        code = f"{prefix}-{dimension}.{number}"
        indicators[code] = Indicator(
            code=code, id=f"{dimension}.{number}", dimension=dimension, text="Something happens.",
            polarity=Polarity.RISK, time_scale=TimeScale.DAYS, evidence=EvidenceType.EVENT,
            scope=Scope.NATIONAL, basis=Basis.READ, lenses=own,
        )  # fmt: skip
    dimensions = tuple(
        Dimension(id=id_, title=id_, kind=DimensionKind.DYNAMIC, within=None, lenses=(Lens.ATROCITY,))
        for id_ in "01"
    )
    return Framework(
        id=prefix, title=prefix, edition="1", prefix=prefix, publisher="x", source="x", terms="x", note="",
        lenses=(Lens.ATROCITY,), dimensions=dimensions, indicators=indicators,
    )  # fmt: skip


LENSES = st.sampled_from([(Lens.ATROCITY,), (Lens.CONFLICT,), (Lens.ATROCITY, Lens.CONFLICT)])


@st.composite
def situations(draw) -> tuple[tuple[Framework, ...], list[Crosswalk]]:
    frameworks = tuple(framework(prefix, draw(st.lists(LENSES, max_size=6))) for prefix in ("AA", "BB", "CC"))
    codes = [code for one in frameworks for code in one.indicators]
    pairs = [(a, b) for i, a in enumerate(codes) for b in codes[i + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8)) if pairs else []
    return frameworks, [
        Crosswalk(from_code=a, to_code=b, relation=draw(st.sampled_from(Relation)), author="x", why="y")
        for a, b in chosen
    ]


def seen(side: Side) -> list[tuple[str, Sight, list[tuple[str, Relation]]]]:
    return [
        (one.indicator.code, one.sight, [(match.indicator.code, match.relation) for match in one.matches])
        for one in side.seen()
    ]


@given(situations(), st.randoms())
def test_what_is_seen_does_not_depend_on_the_direction_or_order_of_crosswalks(situation, random) -> None:
    frameworks, crosswalks = situation
    turned = [one.inverted if random.random() < 0.5 else one for one in crosswalks]
    random.shuffle(turned)
    as_written, otherwise = two_lenses(frameworks, crosswalks), two_lenses(frameworks, turned)
    assert seen(as_written.first) == seen(otherwise.first)
    assert seen(as_written.second) == seen(otherwise.second)


@given(situations())
def test_a_match_seen_from_one_side_is_seen_from_the_other_the_other_way_round(situation) -> None:
    both = two_lenses(*situation)
    there = {(code, other): relation for code, _, found in seen(both.first) for other, relation in found}
    back = {(other, code): relation for code, _, found in seen(both.second) for other, relation in found}
    assert there == {pair: relation.inverse for pair, relation in back.items()}


@given(situations())
def test_every_indicator_of_a_lens_is_seen_once_in_the_order_of_its_dimensions(situation) -> None:
    frameworks, crosswalks = situation
    both = two_lenses(frameworks, crosswalks)
    for lens, side in ((Lens.ATROCITY, both.first), (Lens.CONFLICT, both.second)):
        expected = [
            one.code
            for each in frameworks
            for dimension in each.dimensions
            for one in each.under(dimension.id)
            if lens in one.lenses
        ]
        assert [one.indicator.code for one in side.seen()] == expected


@given(situations())
def test_values_are_put_beside_and_change_nothing_in_what_is_seen(situation) -> None:
    frameworks, crosswalks = situation
    values = {code: "unknown" for one in frameworks for code in one.indicators}
    plain, answered = two_lenses(frameworks, crosswalks), two_lenses(frameworks, crosswalks, values)
    assert seen(plain.first) == seen(answered.first)
    assert all(one.value == "unknown" for one in answered.first.seen())
    assert all(one.value is None for one in plain.second.seen())


@given(situations())
def test_only_exact_carries_on(situation) -> None:
    _, crosswalks = situation
    stated = {frozenset({one.from_code, one.to_code}) for one in crosswalks}
    exact = [one for one in crosswalks if one.relation is Relation.EXACT]
    for code, others in links(crosswalks).items():
        for other, (relation, crosswalk) in others.items():
            assert (crosswalk is not None) == (frozenset({code, other}) in stated)
            if crosswalk is None:
                assert relation is Relation.EXACT
                assert any(code in (one.from_code, one.to_code) for one in exact)


BOTH_WAYS = [
    (Relation.EXACT, Sight.BOTH),
    (Relation.BROADER, Sight.BOTH),
    (Relation.NARROWER, Sight.BOTH),
    (Relation.RELATED, Sight.RELATED),
]


@pytest.mark.parametrize(("relation", "sight"), BOTH_WAYS)
def test_related_alone_does_not_make_an_indicator_seen(relation: Relation, sight: Sight) -> None:
    atrocity, conflict = framework("AA", [(Lens.ATROCITY,)] * 2), framework("BB", [(Lens.CONFLICT,)])
    one = Crosswalk(from_code="AA-0.0", to_code="BB-0.0", relation=relation, author="x", why="y")
    side = two_lenses([atrocity, conflict], [one]).first
    assert [each.sight for each in side.seen()] == [sight, Sight.ONE]
    assert side.seen()[0].matches[0].stated == one
    assert [each.indicator.code for each in side.seen(Sight.ONE)] == ["AA-1.1"]


def test_what_follows_from_exact_crosswalks_is_seen_and_has_no_author() -> None:
    frameworks = [
        framework(prefix, [(lens,)]) for prefix, lens in zip("ABC", [*Lens, Lens.CONFLICT], strict=True)
    ]
    first = Crosswalk(from_code="A-0.0", to_code="B-0.0", relation=Relation.EXACT, author="x", why="y")
    second = replace(first, from_code="B-0.0", to_code="C-0.0")
    assert [
        (match.indicator.code, match.stated)
        for match in two_lenses(frameworks, [first, second]).first.seen()[0].matches
    ] == [
        ("B-0.0", first),
        ("C-0.0", None),
    ]
    loose = replace(second, relation=Relation.BROADER)
    matches = two_lenses(frameworks, [first, loose]).first.seen()[0].matches
    assert [match.indicator.code for match in matches] == ["B-0.0"]


def test_two_frameworks_side_by_side_are_compared_whatever_their_lenses() -> None:
    first, second = framework("AA", [(Lens.ATROCITY,)] * 2), framework("BB", [(Lens.ATROCITY,)])
    one = Crosswalk(from_code="BB-0.0", to_code="AA-0.0", relation=Relation.BROADER, author="x", why="y")
    both = side_by_side(first, second, [one], {"BB-0.0": "acute"})
    assert (both.first.name, both.second.name) == ("AA", "BB")
    match = both.first.seen()[0].matches[0]
    assert (match.indicator.code, match.relation, match.value) == ("BB-0.0", Relation.NARROWER, "acute")
    assert [each.sight for each in both.first.seen()] == [Sight.BOTH, Sight.ONE]
    assert both.second.seen()[0].value == "acute"


@given(st.sampled_from(Relation), st.sampled_from(Relation), st.booleans())
def test_of_two_crosswalks_for_one_pair_the_later_counts_in_both_directions(before, after, is_turned) -> None:
    shipped = Crosswalk(from_code="AA-0.0", to_code="BB-0.0", relation=before, author="x", why="y")
    own = replace(shipped, relation=after)
    found = links([shipped, own.inverted if is_turned else own])
    assert found["AA-0.0"]["BB-0.0"][0] is after
    assert found["BB-0.0"]["AA-0.0"][0] is after.inverse
