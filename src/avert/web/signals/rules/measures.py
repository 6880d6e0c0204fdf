"""What rules can compare: the newest results against their own past. A new measure is one function and one line here.

What is not known is never taken for zero: a place whose past or newest figure is missing raises nothing and is counted
as one of which nothing can be said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avert.sources.holdings import Library
from avert.web.signals.rules import deaths, forecasts, risks, silence
from avert.web.signals.rules.events import Event
from avert.web.signals.rules.findings import Raised
from avert.web.signals.vocabulary import About, Pace, Way


@dataclass(frozen=True)
class Measure:
    """One thing that a rule can compare.

    ``least``, ``most`` and ``usual`` are of its threshold. Only what asks about an event, of which ``usually`` is the
    usual one, uses that of the rule.
    """

    label: str | Promise
    threshold: str | Promise
    unit: str | Promise
    least: float
    most: float
    usual: float
    raised: Callable[..., Raised]
    way: Way
    about: About
    pace: Pace
    usually: Event | None = None
    is_of_25: bool = False

    def found(self, library: Library, at_least: float, event: Event) -> Raised:
        """Return what is found in the newest results from a threshold on."""
        return self.raised(library, at_least, event) if self.usually else self.raised(library, at_least)


MEASURES: Mapping[str, Measure] = {
    "risk_rank": Measure(
        _("Risk of new mass killing: a country enters the highest ranks"),
        _("ranks, such as 30"), _("ranks"),
        1, 100, 30, risks.entered, Way.MODEL, About.FIGURE, Pace.STRUCTURAL,
    ),
    "risk_rise": Measure(
        _("Risk of new mass killing: it rises against the year before"),
        _("per cent more, such as 50"), _("per cent more"),
        5, 1000, 50, risks.rose, Way.MODEL, About.FIGURE, Pace.STRUCTURAL,
    ),
    "deaths": Measure(
        _("Recorded deaths in organised violence: the newest month is above each of the 12 before"),
        _("deaths in that month, such as 100"), _("deaths"),
        1, 100_000, 100, deaths.above_all, Way.DATA, About.FIGURE, Pace.DYNAMIC,
    ),
    "deaths_rise": Measure(
        _(
            "Recorded deaths in organised violence: the newest month, of 25 or more, against the mean of 12 before"
        ),
        _("times the mean, such as 3"), _("times the mean"),
        1.1, 1000, 3, deaths.rose, Way.DATA, About.FIGURE, Pace.DYNAMIC,
    ),
    "deaths_sb": Measure(
        _("Recorded deaths in state-based conflict: the newest month is above each of the 12 before"),
        _("deaths in that month, such as 100"), _("deaths"),
        1, 100_000, 100, partial(deaths.above_all, types=deaths.STATE_BASED), Way.DATA, About.FIGURE, Pace.DYNAMIC,
    ),
    "deaths_sb_rise": Measure(
        _("Recorded deaths in state-based conflict: the newest month, of 25 or more, against the mean of 12 before"),
        _("times the mean, such as 3"), _("times the mean"),
        1.1, 1000, 3, partial(deaths.rose, types=deaths.STATE_BASED), Way.DATA, About.FIGURE, Pace.DYNAMIC,
    ),
    "silence": Measure(
        _("Reporting blackout: a record falls silent against its own past"),
        _("silent months, such as 3"), _("months"),
        1, 24, 3, silence.fell_silent, Way.DATA, About.BLACKOUT, Pace.DYNAMIC,
    ),
    "forecast": Measure(
        _("Forecast of deaths: so many become likely where fewer were recorded in as many months before"),
        _("per cent of probability, such as 50"), _("per cent"),
        1, 99, 50, forecasts.becomes_likely, Way.MODEL, About.FIGURE, Pace.DYNAMIC, Event(deaths=1000),
    ),
    "forecast_onset": Measure(
        _("Forecast of deaths: 25 or more become likely where none was recorded in the 12 months before"),
        _("per cent of probability, such as 10"), _("per cent"),
        1, 99, 10, forecasts.breaks_out, Way.MODEL, About.FIGURE, Pace.DYNAMIC, Event(), is_of_25=True,
    ),
    "forecast_escalation": Measure(
        _("Forecast of deaths: twice as many as in the months before, and 25 more, become likely"),
        _("per cent of probability, such as 50"), _("per cent"),
        1, 99, 50, forecasts.escalates, Way.MODEL, About.FIGURE, Pace.DYNAMIC, Event(), is_of_25=True,
    ),
    "forecast_rise": Measure(
        _("Forecast of deaths: so many are at least twice as likely as in the forecast before, and not very unlikely"),
        _("points of probability more, such as 10"), _("points more"),
        1, 99, 10, forecasts.rises, Way.MODEL, About.FIGURE, Pace.DYNAMIC, Event(deaths=100, months=3),
    ),
}  # fmt: skip
