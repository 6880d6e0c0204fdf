"""What the statistical model gives the places of a case from the figures of the year before, as facts.

Neither its sources nor their releases are named: they are younger than the day, and may tell what came.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from avert.brief.words import risk_word
from avert.places import find_place
from avert.replays import Replay
from avert.web.replays.words import place_name
from avert.web.site.components import Fact
from avert.web.world import numbers
from avert.web.world.risk.selectors import Then, risk_in
from avert.web.world.words import risk_level


def model_context(seen: Replay, day: dt.date) -> dict[str, Any]:
    """Return what the model gives for the year of a day: it knows the figures of the year before, and nothing later."""
    origin = day.year - 1
    found = [(key, risk_in(find_place(key), origin)) for key in seen.places]
    return {
        "model_year": origin,
        "model_since": dt.date(day.year, 1, 1),
        "model_sides": [_side(key, then) for key, then in found if then],
        "model_unknown": [place_name(key) for key, then in found if not then],
    }


def _side(key: str, then: Then) -> dict[str, Any]:
    return {
        "place": place_name(key),
        "model": then.model,
        "facts": [_risk(then), _rank(then)],
    }


def _risk(then: Then) -> Fact:
    row, word = then.row, risk_word(then.row["risk"])
    bounds = numbers.percent_range(row["risk_low"], row["risk_high"])
    shown = format_html("{} {}", numbers.percent(row["risk"]), risk_level(word) if word else "")
    note = (
        _("90 % interval {bounds}").format(bounds=bounds) if bounds else _("No interval was computed for it.")
    )
    return Fact(_("Risk that a new mass killing begins in this year or the next"), shown, note)


def _rank(then: Then) -> Fact:
    row = then.row
    bounds = numbers.count_range(row["rank_low"], row["rank_high"])
    note = (
        _("90 % interval {bounds}").format(bounds=bounds) if bounds else _("No interval was computed for it.")
    )
    return Fact(_("Rank among {count} countries").format(count=row["ranked_count"]), row["rank"], note)
