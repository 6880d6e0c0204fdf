"""The words for probabilities, pools and what each of them assumes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.pooling import natural_frequency, relative_to
from avert.assessment.probability_words import words_for
from avert.figures.wording import percent

Words = Mapping[str, str | Promise]
POOLS: Words = {
    "mean": gettext_lazy("Mean"),
    "median": gettext_lazy("Median"),
    "trimmed_mean": gettext_lazy("Trimmed mean"),
    "log_odds": gettext_lazy("Log-odds"),
    "extremised": gettext_lazy("Extremised"),
    "neyman_roughgarden": gettext_lazy("Neyman and Roughgarden"),
    "beta": gettext_lazy("Beta-transformed mean"),
    "interval_width": gettext_lazy("By width of interval"),
    "individual_interval_width": gettext_lazy("By width of interval for that expert"),
}
ASSUMES: Words = {
    "mean": gettext_lazy(
        "Every expert counts alike, and one far answer moves it; it is too cautious where each knows something else."
    ),
    "median": gettext_lazy("The one in the middle is right; how far the others are off does not matter."),
    "trimmed_mean": gettext_lazy("A fifth at either end are mistaken, whoever they are."),
    "log_odds": gettext_lazy(
        "Factors count, not differences: from 1 in 1000 to 1 in 100 is as far as from 1 in 100 to 1 in 10."
    ),
    "extremised": gettext_lazy(
        "Each expert knows something that the others do not. Held back as far as they share origins."
    ),
    "neyman_roughgarden": gettext_lazy(
        "As extremised, with a factor that follows from how many judged. Held back likewise."
    ),
    "beta": gettext_lazy(
        "The mean is too cautious, by as much as in one set of test questions. Held back likewise."
    ),
    "interval_width": gettext_lazy("Whoever gives a narrow interval knows more. Only if all gave one."),
    "individual_interval_width": gettext_lazy(
        "Whoever gives an interval narrower than on other questions here knows more of this one. Only if all gave one."
    ),
}
YARDSTICK: Words = {
    "remote chance": gettext_lazy("remote chance"),
    "highly unlikely": gettext_lazy("highly unlikely"),
    "unlikely": gettext_lazy("unlikely"),
    "realistic possibility": gettext_lazy("realistic possibility"),
    "likely": gettext_lazy("likely"),
    "highly likely": gettext_lazy("highly likely"),
    "almost certain": gettext_lazy("almost certain"),
}
RARE = 0.01


def p_text(p: float) -> str:
    """Return a probability in per cent, a rare one also as people say it."""
    return f"{percent(p)} ({natural_frequency(p)})" if 0 < p < RARE else percent(p)


def p_word(p: float) -> str:
    """Return the word of the yardstick for a probability, or the two that a gap lies between."""
    words = [str(YARDSTICK[word]) for word in words_for(p)]
    if len(words) == 1:
        return words[0]
    return _("between {lower} and {higher}").format(lower=words[0], higher=words[1])


def times_text(p: float | None, base_rate: float | None) -> str:
    """Return how many times as likely as elsewhere; nothing where that cannot be said."""
    if p is None or base_rate is None or not (0 < p < 1 and 0 < base_rate < 1):
        return ""
    return _("{times:.2g} times").format(times=relative_to(p, base_rate).times)


def typed(p: float | None) -> str:
    """Return a probability as someone would type it."""
    if p is None:
        return ""
    return f"1 in {1 / p:.0f}" if 0 < p < RARE and abs(1 / p - round(1 / p)) < 1e-9 else f"{p * 100:.10g}"
