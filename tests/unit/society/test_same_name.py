"""Duplicates suggested across scripts and spellings, and what is left apart."""

from __future__ import annotations

import random
import time

import pytest

from avert.society.same_name import (
    ACRONYM,
    CONTAINED,
    NEARLY_SAME,
    ONE_WORD,
    OTHER_AREAS,
    OTHER_SCRIPT,
    SAME_WORDS,
    Named,
    suggest_duplicates,
)


def why(first: str, second: str) -> str | None:
    found = suggest_duplicates([Named("a", (first,)), Named("b", (second,))])
    return found[0].why if found else None


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("Organisation for Peace and Development", "PEACE & DEVELOPMENT ORGANIZATION", SAME_WORDS),
        ("Médecins sans Frontières", "Medecins Sans Frontieres", SAME_WORDS),
        ("Danish Refugee Council", "DRC", ACRONYM),
        ("Horn of Africa Voluntary Youth Committee (HAVOYOCO)", "HAVOYOCO", ACRONYM),
        ("Somali Rehabilitation Committee", "Somali Rehabilitaton Committee", NEARLY_SAME),
        ("Wajir Women Peace Development Committee", "Wajir Women Peace Development Council", ONE_WORD),
        ("Riverine Relief Program", "Riverine Relief Program Somalia Kenya", CONTAINED),
    ],
)
def test_two_spellings_are_suggested_with_the_reason_in_words(first: str, second: str, reason: str) -> None:
    found = suggest_duplicates([Named("a", (first,)), Named("b", (second,))], least_score=0.4)
    assert [one.why for one in found] == [reason]


CROSS_SCRIPT = [
    ("الشباب المسلم", "Al-Shabab al-Muslim"),
    ("الهلال الأحمر", "al-Hilal al-Ahmar"),
    ("حركة النهضة", "Harakat al-Nahda"),
    ("مجلس السلام", "Majlis as-Salaam"),
    ("Красный Крест", "Krasny Krest"),
    ("Мемориал", "Memorial"),
    ("Женский совет мира", "Zhenskii sovet mira"),
    ("Союз матерей", "Soyuz Materey"),
    ("Серебряная палата", "Serebryanaya Palata"),
]


@pytest.mark.parametrize(("first", "second"), CROSS_SCRIPT)
def test_the_same_letters_in_another_script_are_recognised(first: str, second: str) -> None:
    assert why(first, second) == OTHER_SCRIPT


def test_names_in_other_scripts_are_not_mixed_up_with_each_other() -> None:
    names = [
        Named(f"{n}{side}", (text,)) for n, pair in enumerate(CROSS_SCRIPT) for side, text in enumerate(pair)
    ]
    found = {(one.a, one.b) for one in suggest_duplicates(names)}
    assert found == {(f"{n}0", f"{n}1") for n in range(len(CROSS_SCRIPT))}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ministry of Health", "Ministry of Education"),
        ("Peace Committee 12", "Peace Committee 13"),
        ("District Peace Committee Wajir", "District Peace Committee Mandera"),
        ("Red Cross", "Danish Refugee Council"),
        ("", "the of"),
    ],
)
def test_different_bodies_stay_apart(first: str, second: str) -> None:
    assert why(first, second) is None


def test_the_same_name_in_other_areas_counts_less_and_says_so() -> None:
    wajir, garissa = (
        Named(area, ("Peace Committee",), frozenset({area})) for area in ("pcode:KE08", "pcode:KE07")
    )
    (found,) = suggest_duplicates([wajir, garissa])
    assert (found.score, found.why) == (0.85, f"{SAME_WORDS}, {OTHER_AREAS}")


def test_any_of_several_names_is_enough_and_a_pair_is_suggested_once() -> None:
    found = suggest_duplicates([Named("a", ("Elders", "Guurti")), Named("b", ("guurti", "ELDERS"))])
    assert [(one.a, one.b) for one in found] == [("a", "b")]


def test_five_thousand_names_in_two_scripts_take_seconds() -> None:
    rng = random.Random(1)  # noqa: S311
    words = [
        *["relief", "peace", "women", "youth", "council", "district", "horn", "africa", "action", "network"],
        *(f"w{n}" for n in range(999)),
    ]
    arabic = "بتثجحخدذرزسشصضطظعغفقكلمن"
    names = [
        Named(str(n), (" ".join(rng.choices(words[: rng.choice((10, 1000))], k=4)),)) for n in range(4_000)
    ]
    names += [Named(f"a{n}", ("".join(rng.choices(arabic, k=9)),)) for n in range(1_000)]
    began = time.process_time()
    suggest_duplicates(names)
    assert time.process_time() - began < 5
