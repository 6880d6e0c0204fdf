"""The words in which pages speak of grades, of order and of what a signal is to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from avert.assessment.grading import Credibility, Grade, Reliability
from avert.web.signals.vocabulary import Relation
from avert.web.site.components import Text

LONGEST_TITLE = 90

RELIABILITY: Mapping[Reliability, Text] = {
    Reliability.A: gettext_lazy("completely reliable"),
    Reliability.B: gettext_lazy("usually reliable"),
    Reliability.C: gettext_lazy("fairly reliable"),
    Reliability.D: gettext_lazy("not usually reliable"),
    Reliability.E: gettext_lazy("unreliable"),
    Reliability.F: gettext_lazy("reliability cannot be judged"),
}
CREDIBILITY: Mapping[Credibility, Text] = {
    Credibility.CONFIRMED: gettext_lazy("confirmed by others"),
    Credibility.PROBABLY_TRUE: gettext_lazy("probably true"),
    Credibility.POSSIBLY_TRUE: gettext_lazy("possibly true"),
    Credibility.DOUBTFUL: gettext_lazy("doubtful"),
    Credibility.IMPROBABLE: gettext_lazy("improbable"),
    Credibility.CANNOT_BE_JUDGED: gettext_lazy("cannot be judged"),
}
# What the rules of ``avert.warning.signals`` say, for those who translate; a test holds the two together.
REASONS = (
    gettext_noop("a threat to life is reported"),
    gettext_noop("it is within 72 hours of now"),
    gettext_noop("reports from there have stopped"),
    gettext_noop("independent sources support it"),
    gettext_noop("reports contradict each other"),
    gettext_noop("no second person has verified it"),
    gettext_noop("it is not stale"),
    gettext_noop("it has waited longer"),
)
# What a signal is to another, said from either of the two.
SAID_FROM: Mapping[tuple[Relation, bool], Text] = {
    (Relation.SUPPORTS, True): gettext_lazy("Supports"),
    (Relation.SUPPORTS, False): gettext_lazy("Supported by"),
    (Relation.CONTRADICTS, True): gettext_lazy("Contradicts"),
    (Relation.CONTRADICTS, False): gettext_lazy("Contradicted by"),
    (Relation.SAME, True): gettext_lazy("Tells of the same as"),
    (Relation.SAME, False): gettext_lazy("Tells of the same as"),
}


def title_of(signal: Any) -> str:
    """Return the first words of a signal, by which lists call it."""
    return Truncator(" ".join(signal.text.split())).chars(LONGEST_TITLE)


def grade_in_words(grade: Grade | str) -> str:
    """Return a grade with what its two signs mean."""
    known = Grade.parse(grade) if isinstance(grade, str) else grade
    return _("{grade}: source {source}, information {information}").format(
        grade=known,
        source=RELIABILITY[known.reliability],
        information=CREDIBILITY[known.credibility],
    )
