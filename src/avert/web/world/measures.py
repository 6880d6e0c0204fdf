"""What the world can be ranked by, in words: the question each measure answers, what it is and what it is not."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from avert.brief.words import RISK_BREAKS
from avert.figures import Measure
from avert.web.world.words import RISK

DEATH_BREAKS = (25, 100, 1_000, 10_000)
"""UCDP counts a conflict as active from 25 deaths a year and as war from 1,000."""
DEATH_WORDS = (
    _("fewer than 25"),
    _("dozens"),
    _("hundreds"),
    _("thousands"),
    _("ten thousand or more"),
)


@dataclass(frozen=True)
class Shown:
    """A measure as pages show it. ``question`` has the place of the year."""

    key: str
    label: Promise
    question: Promise
    name: Promise
    meaning: Promise
    limits: Promise
    would_change: Promise

    @property
    def is_risk(self) -> bool:
        """Say whether it is a probability and not a count."""
        return self.key == "risk"

    def title(self, year: int) -> str:
        """Return the question, asked of a year."""
        return str(self.question).format(year=year)

    def period(self, year: int) -> str:
        """Return the time that a number of this year speaks of: a risk looks two years ahead."""
        return f"{year + 1}–{year + 2}" if self.is_risk else str(year)

    def drawn(self) -> Measure:
        """Return the measure as figures need it."""
        if self.is_risk:
            words = tuple(str(word) for word in RISK.values())
            return Measure(str(self.name), style="percent", breaks=RISK_BREAKS, words=words)
        return Measure(
            str(self.name),
            say("deaths"),
            breaks=DEATH_BREAKS,
            words=tuple(map(str, DEATH_WORDS)),
            zero_word=say("none recorded"),
        )


_RISK_MEANING = _(
    "The probability that a new mass killing begins within two years: at least 1,000 civilians of a group killed "
    "on purpose within a year, as the Early Warning Project defines it. A country where one goes on can see "
    "another begin."
)
_RISK_LIMITS = _(
    "It is not the risk of war, nor of expulsion or sexual violence without mass death: those are not in it. It "
    "rests on yearly figures, knows nothing of this month, and most countries of high risk see no new mass killing."
)
_RISK_CHANGE = _(
    "A coup, a new armed conflict or a change of who is shut out of power, once next year's figures are in. News "
    "does not move it; assessments by people who know the place do what it cannot."
)
_DEATHS_LIMITS = _(
    "Only deaths that a source reported and that could be dated and placed are in it, so that every count is a "
    "least count. Deaths from hunger and disease that violence brought about are not in it."
)
_DEATHS_CHANGE = _(
    "A later release: counts of the same year are revised for years, mostly upwards, and most where reporting is "
    "dangerous."
)


def _deaths(key: str, label: Promise, question: Promise, name: Promise, meaning: Promise) -> Shown:
    return Shown(key, label, question, name, meaning, _DEATHS_LIMITS, _DEATHS_CHANGE)


SHOWN: dict[str, Shown] = {
    shown.key: shown
    for shown in (
        Shown(
            "risk",
            _("Risk of new mass killing"),
            _("Where is a new mass killing most likely to begin?"),
            _("Risk of new mass killing within two years"),
            _RISK_MEANING,
            _RISK_LIMITS,
            _RISK_CHANGE,
        ),
        _deaths(
            "deaths",
            _("All deaths"),
            _("Where were people killed in {year}?"),
            _("Deaths in organised violence"),
            _(
                "Deaths in organised violence: in fighting that a state takes part in, in fighting between groups, "
                "and where civilians were killed on purpose. UCDP's best estimate for the year."
            ),
        ),
        _deaths(
            "deaths_sb",
            _("State-based conflict"),
            _("Where were people killed in conflict with a state in {year}?"),
            _("Deaths in state-based conflict"),
            _(
                "Deaths in fighting between organised parties of which one at least is a government, civilians among "
                "them. UCDP's best estimate for the year."
            ),
        ),
        _deaths(
            "deaths_ns",
            _("Non-state conflict"),
            _("Where were people killed in conflict between groups in {year}?"),
            _("Deaths in non-state conflict"),
            _(
                "Deaths in fighting between organised groups of which none is a government. UCDP's best estimate for "
                "the year."
            ),
        ),
        _deaths(
            "deaths_os",
            _("One-sided violence"),
            _("Where were civilians killed on purpose in {year}?"),
            _("Deaths in one-sided violence"),
            _(
                "Civilians killed on purpose by a government or an organised group. UCDP's best estimate for the year."
            ),
        ),
    )
}
