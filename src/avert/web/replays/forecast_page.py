"""What the forecast of deaths from the last month before a day says of the places of a case, as facts.

Its sources are not named: most are younger than the day, and may tell what came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.brief.words import likelihood_word
from avert.periods import first_day
from avert.places import find_place
from avert.replays import Replay
from avert.replays.forecasting import ForecastThen, forecast_before
from avert.web.replays.words import place_name
from avert.web.site.components import Fact
from avert.web.site.holdings import library
from avert.web.world import numbers
from avert.web.world.words import likelihood

ODDS: Mapping[str, Promise] = {
    "p_25": gettext_lazy("Probability of 25 deaths or more in these months"),
    "p_1000": gettext_lazy("Probability of 1,000 deaths or more in these months"),
}


def forecast_context(seen: Replay, day: dt.date) -> dict[str, Any]:
    """Return what was forecast from the last month that was over by a day; it knows nothing later."""
    then = forecast_before(library(), day)
    found = [(key, then.of(find_place(key)) if then else None) for key in seen.places]
    return {
        "forecast": then and _result(then),
        "forecast_sides": [_side(key, row) for key, row in found if row],
        "forecast_unknown": [place_name(key) for key, row in found if not row],
    }


def _result(then: ForecastThen) -> dict[str, Any]:
    result = then.issued.result
    return {
        "origin": first_day(result.origin),
        "is_of_then": then.is_of_then,
        "model": result.specification["model"],
        "result_id": result.result_id,
    }


def _side(key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    bounds = numbers.count_range(row["q05"], row["q95"])
    deaths = Fact(
        _("Deaths in organised violence in the 12 months after, in the middle of what is forecast"),
        numbers.count(row["q50"]),
        _("90 % interval {bounds}").format(bounds=bounds),
    )
    recorded = row["deaths_before"]
    before = Fact(
        _("Recorded in the 12 months before"), None if recorded is None else numbers.count(recorded)
    )
    return {
        "place": place_name(key),
        "facts": [deaths, *(_odds(term, row[name]) for name, term in ODDS.items()), before],
        "is_silent": row["is_reporting_blackout"],
    }


def _odds(term: Promise, p: float) -> Fact:
    word = likelihood_word(p)
    # None of 1,000 draws is not never.
    shown = numbers.percent(p) if p else _("under {least}").format(least=numbers.percent(0.001))
    return Fact(term, format_html("{} {}", shown, likelihood(word) if word else ""))
