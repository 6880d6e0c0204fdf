"""The words of types, periods, scores and rows of forecasts, for translation."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.web.site.components import Download
from avert.web.world import numbers
from avert.web.world.addresses import address_or_empty, file_format
from avert.web.world.words import VIOLENCE, region

TOTAL = "total"
TYPES: dict[str, str | Promise] = {TOTAL: gettext_lazy("All types"), **VIOLENCE}
BANDS = ((1, 3), (4, 6), (7, 12), (13, 24), (25, 36))
"""Months ahead that are told together, as the evaluation does."""
ROWS: dict[str, tuple[str | Promise, str | Promise]] = {
    "all": (gettext_lazy("All country-months"), gettext_lazy("most of which see no death")),
    "deaths": (gettext_lazy("With deaths"), gettext_lazy("those in which somebody was killed")),
    "onset": (
        gettext_lazy("After a quiet year"),
        gettext_lazy("12 months without a recorded death: the hard problem"),
    ),
    "12-month sums": (gettext_lazy("Sums over 12 months"), gettext_lazy("what a year brought in all")),
}
PROTOCOLS: dict[str, str | Promise] = {
    "cm-bench": gettext_lazy("Calendar years forecast from the October before, 3 to 14 months ahead."),
    "cm-bench-36": gettext_lazy("Forecast from December, 1 to 36 months ahead."),
}
SCORES: dict[str, tuple[str | Promise, str | Promise]] = {
    "crps": (gettext_lazy("CRPS"), gettext_lazy("deaths")),
    "crps_log1p": (gettext_lazy("CRPS, log"), gettext_lazy("ratios")),
    "ignorance": (gettext_lazy("Ignorance"), gettext_lazy("bits")),
    "interval_score_90": (gettext_lazy("Interval score"), gettext_lazy("deaths")),
    "coverage_90": (gettext_lazy("Within 90\u202f%"), gettext_lazy("90\u202f% is right")),
}
DECIMALS = {"crps": 2, "crps_log1p": 3, "ignorance": 3, "interval_score_90": 1, "coverage_90": 3}


def span(origin: int, first: int, last: int) -> str:
    """Write the months from one step to another, with their names."""
    return _("{first} to {last}").format(
        first=numbers.month(origin + first), last=numbers.month(origin + last)
    )


def months_ahead(number: int) -> str:
    """Write how many months ahead a sum reaches."""
    return ngettext("Next {n} month", "Next {n} months", number).format(n=number)


def odds(p: float) -> str:
    """Write a probability counted from a thousand draws, which tell neither never nor always."""
    least = 0.0005
    if least <= p < 1 - least:
        return numbers.percent(p)
    end, sign = (99.9, ">") if p > least else (0.1, "<")
    return f"{sign}{numbers.THIN}{numbers.decimal(end, 1)}{numbers.THIN}%"


def interval(low: float, high: float) -> str:
    """Write the 90 % interval of a number of deaths; unlike a range of counts, also where both ends are one."""
    return f"{numbers.count(low)}–{numbers.count(high)}"


def region_word(name: str) -> str | Promise:
    """Return the name of a region, of the whole, or of what lies in none."""
    return _("World") if name == "World" else region(None if name == "Elsewhere" else name)


def forecast_file(part: str, **query: str | int) -> Sequence[Download]:
    """Return the download of a part of these pages."""
    url = address_or_empty("forecast-file", part)
    return [Download(file_format("csv"), f"{url}?{urlencode(query)}" if query else url)] if url else []
