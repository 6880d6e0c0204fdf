"""Competing hypotheses and Bayes' rule."""

from __future__ import annotations

import pytest

from avert.assessment.evidence import Consistency
from avert.assessment.hypotheses import Matrix, Row, diagnosticity, flips, inconsistencies, posterior, rank
from avert.errors import InputError


def row(id_: str, ratings: str, weight: float = 1.0, origin: str | None = None) -> Row:
    return Row(id_, dict(zip("ab", (Consistency(r) for r in ratings.split()), strict=False)), weight, origin)


def test_what_fits_never_counts_in_favour() -> None:
    matrix = Matrix(("a", "b"), tuple(row(str(n), "CC N") for n in range(9)))
    assert rank(matrix) == (("a", "b"),)


def test_what_nobody_rated_is_counted_and_not_taken_as_fitting() -> None:
    found = inconsistencies(Matrix(("a", "b"), (row("1", "I"), row("2", "I NA"))))
    assert (found["a"].not_rated, found["b"].not_rated) == (0, 1)
    assert diagnosticity(row("1", "I"), "ab") is None
    assert diagnosticity(row("1", "I NA"), "ab") is None


def test_weight_can_outweigh_number() -> None:
    rows = (row("1", "I N", 0.5), row("2", "I N", 0.5), row("3", "N I", 2.0))
    assert rank(Matrix(("a", "b"), rows)) == (("a",), ("b",))


def test_a_flip_of_a_lower_place_does_not_turn_the_first() -> None:
    hypotheses = ("a", "b", "c")
    rows = (
        Row("1", {"b": Consistency.VERY_INCONSISTENT, "c": Consistency.INCONSISTENT}),
        Row("2", {"c": Consistency.VERY_INCONSISTENT, "b": Consistency.INCONSISTENT}),
    )
    assert {flip.turns_first for flip in flips(Matrix(hypotheses, rows))} == {False}


@pytest.mark.parametrize(
    "make",
    [
        lambda: Matrix(("a", "a"), ()),
        lambda: Matrix(("a",), (row("1", "I"), row("1", "I"))),
        lambda: Matrix(("a",), (row("1", "I I"),)),
        lambda: Matrix(("a",), (row("1", "I", -1.0),)),
        lambda: Matrix(("a",), (row("1", "I", float("nan")),)),
    ],
)
def test_a_matrix_that_would_count_wrongly_is_refused(make: type[Matrix]) -> None:
    with pytest.raises(InputError):
        make()


def test_bayes_is_bayes() -> None:
    found = posterior({"a": 0.01, "b": 0.99}, [("nurse", {"a": 0.9, "b": 0.1})])
    assert found["a"] == pytest.approx(0.009 / (0.009 + 0.099))


def test_of_each_origin_only_the_most_telling_piece_counts() -> None:
    prior, strong, weak = {"a": 0.5, "b": 0.5}, {"a": 0.9, "b": 0.1}, {"a": 0.4, "b": 0.6}
    once = posterior(prior, [("radio", strong)])
    assert posterior(prior, [("radio", weak), ("radio", strong), ("radio", strong)]) == once
    assert posterior(prior, [("radio", strong), ("nurse", strong)])["a"] > once["a"]


@pytest.mark.parametrize(
    ("prior", "piece"),
    [
        ({"a": 0.5, "b": 0.6}, {"a": 1.0, "b": 1.0}),
        ({}, {}),
        ({"a": 0.5, "b": 0.5}, {"a": 0.5}),
        ({"a": 0.5, "b": 0.5}, {"a": 1.2, "b": 0.5}),
        ({"a": 0.5, "b": 0.5}, {"a": 0.0, "b": 0.0}),
        ({"a": 0.5, "b": 0.5}, {"a": float("nan"), "b": 0.5}),
    ],
)
def test_probabilities_that_are_none_are_refused(prior: dict[str, float], piece: dict[str, float]) -> None:
    with pytest.raises(InputError):
        posterior(prior, [(None, piece)])
