"""Whose voice is missing from an assessment: its stakeholders as ``avert.assessment.coverage`` counts them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from avert.assessment.coverage import Dimension, DimensionCoverage, Reached, Stakeholder, coverage
from avert.web.accounts.vocabulary import Level, Sector
from avert.web.assessment.overview import Standing
from avert.web.assessment.vocabulary import Age, Disability, Displacement, Gender

Names = frozenset[str]

DIMENSIONS = {
    Dimension.GROUP: _("Groups"),
    Dimension.LEVEL: _("Levels"),
    Dimension.SECTOR: _("Sectors"),
    Dimension.GENDER: _("Gender"),
    Dimension.AGE: _("Age"),
    Dimension.DISABILITY: _("Disability"),
    Dimension.DISPLACEMENT: _("Displacement"),
    Dimension.LANGUAGE: _("Language"),
    Dimension.SIDE: _("Sides of the conflict"),
}
# Every conflict touches these; other genders are shown where somebody names them, for asking after them can harm.
GENDERS = (Gender.WOMEN, Gender.MEN)
AGES = (Age.YOUTH, Age.ADULTS, Age.ELDERS)
DISPLACED = (Displacement.DISPLACED, Displacement.REFUGEES, Displacement.RETURNED, Displacement.HOSTS)
WORDS: Mapping[Dimension, Mapping[str, Any]] = {
    dimension: dict(vocabulary.choices)
    for dimension, vocabulary in (
        (Dimension.LEVEL, Level),
        (Dimension.SECTOR, Sector),
        (Dimension.GENDER, Gender),
        (Dimension.AGE, Age),
        (Dimension.DISPLACEMENT, Displacement),
    )
} | {
    Dimension.DISABILITY: {
        Disability.WITH: _("People with disabilities"),
        Disability.WITHOUT: _("People without a known disability"),
    }
}


def heard_in(standing: Standing) -> dict[Dimension, DimensionCoverage]:
    """Return by dimension whose voice is expected, asked, heard and missing in the round that is open."""
    people = [person_of(one, _reached(standing, one)) for one in standing.stakeholders]
    return coverage(expected_in(standing.assessment), people)


def expected_in(assessment: Any) -> dict[Dimension, Collection[str]]:
    """Return who is expected to be heard; what nobody wrote down is left out, and then nobody is said to be missing."""
    levels = Level.values
    written = {Dimension.GROUP: assessment.groups, Dimension.LANGUAGE: assessment.languages}
    return {
        **{dimension: names for dimension, names in written.items() if names},
        Dimension.LEVEL: levels[levels.index(assessment.level) :],
        Dimension.SECTOR: Sector.values,
        Dimension.GENDER: [str(one) for one in GENDERS],
        Dimension.AGE: [str(one) for one in AGES],
        Dimension.DISABILITY: [str(Disability.WITH)],
        Dimension.DISPLACEMENT: [str(one) for one in DISPLACED],
    }


def person_of(row: Any, reached: Reached) -> Stakeholder:
    """Return a stakeholder as far as anybody stated what it is."""
    stated: dict[Dimension, Names] = {}
    for dimension, name in PLAIN.items():
        if text := getattr(row, name):
            stated[dimension] = frozenset({text})
    if row.gender == Gender.MIXED:
        stated[Dimension.GENDER] = frozenset(str(one) for one in GENDERS)
    if row.age == Age.MIXED:
        # Several ages, but not which: nobody is known to be among them.
        del stated[Dimension.AGE]
    if not row.group:
        return Stakeholder(str(row.pk), reached, stated)
    group = frozenset({row.group})
    if row.is_of_group:
        return Stakeholder(str(row.pk), reached, stated | {Dimension.GROUP: group})
    return Stakeholder(
        str(row.pk), reached, stated | {Dimension.GROUP: frozenset()}, {Dimension.GROUP: group}
    )


PLAIN: Mapping[Dimension, str] = {
    dimension: dimension.value for dimension in Dimension if dimension is not Dimension.GROUP
}


def name_of(dimension: Dimension, name: str) -> str:
    """Return what one voice is called."""
    return str(WORDS.get(dimension, {}).get(name, name))


def _reached(standing: Standing, row: Any) -> Reached:
    if standing.has_answered(row):
        return Reached.ANSWERED
    return Reached.ASKED if row.asked_on else Reached.INVITED
