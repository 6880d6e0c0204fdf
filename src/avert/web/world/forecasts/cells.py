"""Cells that several tables share: the odds in a word, a sum with its interval, what was recorded before."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.brief.words import likelihood_word
from avert.web.site.icons import icon_svg
from avert.web.site.tables import Cell
from avert.web.world import numbers
from avert.web.world.forecasts.words import (
    interval,
)
from avert.web.world.words import likelihood


def word_of(p: float, *, is_silent: bool) -> Cell:
    """Return how likely something is; where the record fell silent, that the number cannot be relied on."""
    word = likelihood_word(p)
    if is_silent:
        return Cell(unreliable(), note=_("the record has fallen silent"), order=word.step if word else None)
    return Cell(likelihood(word), order=word.step) if word else Cell(None)


def unreliable() -> SafeString:
    """Say that a forecast cannot be relied on, because silence is not calm."""
    return format_html('<span class="flag">{} {}</span>', icon_svg("blackout"), _("Unreliable"))


def deaths(row: dict[str, Any]) -> Cell:
    """Return the median of a sum of deaths with its 90 % interval."""
    return Cell(numbers.count(row["q50"]), note=interval(row["q05"], row["q95"]), order=row["mean"])


def before(row: dict[str, Any]) -> Cell:
    """Return the deaths recorded in as many months before; missing where too many of these are unknown."""
    number = row["deaths_before"]
    return Cell(None if number is None else numbers.count(number), order=number)
