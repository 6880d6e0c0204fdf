"""The words for grades, confidence and how evidence bears on a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.claims import Confidence
from avert.assessment.evidence import Consistency
from avert.assessment.grading import Grade

Words = Mapping[Any, str | Promise]
RELIABILITY: Words = {
    "A": gettext_lazy("completely reliable"),
    "B": gettext_lazy("usually reliable"),
    "C": gettext_lazy("fairly reliable"),
    "D": gettext_lazy("not usually reliable"),
    "E": gettext_lazy("unreliable"),
    "F": gettext_lazy("unknown: nobody can judge the source"),
}
CREDIBILITY: Words = {
    1: gettext_lazy("confirmed by others"),
    2: gettext_lazy("probably true"),
    3: gettext_lazy("possibly true"),
    4: gettext_lazy("doubtful"),
    5: gettext_lazy("improbable"),
    6: gettext_lazy("unknown: nobody can judge what it says"),
}
CONFIDENCE: Words = {
    Confidence.LOW: gettext_lazy("low"),
    Confidence.MODERATE: gettext_lazy("moderate"),
    Confidence.HIGH: gettext_lazy("high"),
}
BEARINGS: Words = {
    Consistency.VERY_CONSISTENT: gettext_lazy("fits very well"),
    Consistency.CONSISTENT: gettext_lazy("fits"),
    Consistency.NEUTRAL: gettext_lazy("says nothing"),
    Consistency.INCONSISTENT: gettext_lazy("speaks against"),
    Consistency.VERY_INCONSISTENT: gettext_lazy("speaks strongly against"),
    Consistency.NOT_RATED: gettext_lazy("not weighed"),
}


def grade_text(reliability: str, credibility: int) -> str:
    """Return a grade as its two signs with the words for each."""
    return _("{sign}: source {source}; what it says {content}").format(
        sign=f"{reliability}{credibility}",
        source=RELIABILITY[reliability],
        content=CREDIBILITY[credibility],
    )


def best_grade_text(grade: Grade | None) -> str:
    """Return the best grade on one side of a claim."""
    return _("best grade {grade}").format(grade=grade) if grade else _("none of them graded")
