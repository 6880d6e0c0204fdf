"""How tests of claims are put into words and figures on pages."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.risk.claims.answers import Answer
from avert.web.site.templatetags.site_parts import level
from avert.web.world import numbers

VERDICTS: dict[str, Promise] = {
    "holds": gettext_lazy("holds"),
    "depends": gettext_lazy("holds, depending on the definition"),
    "open": gettext_lazy("cannot be told"),
    "narrow": gettext_lazy("holds under some definitions only"),
    "fails": gettext_lazy("does not hold"),
}
"""The verdicts, from the best to the worst for a claim."""
HOLDS: dict[str, Promise] = {
    "yes": gettext_lazy("holds"),
    "open": gettext_lazy("cannot be told"),
    "no": gettext_lazy("does not hold"),
}


def outcomes(*, is_ratio: bool) -> tuple[str, str, str]:
    """Return what the marks of a figure mean: of the claim, or of a relative risk."""
    if is_ratio:
        return _("clearly more often"), _("cannot be told"), _("clearly less often")
    return _("the claim holds"), _("cannot be told"), _("does not hold")


def verdict(answer: Answer) -> SafeString:
    """Show a verdict as a word with a shape, which is fuller the better the claim stands."""
    steps = len(VERDICTS) - 1
    shown = level(str(VERDICTS[answer.verdict]), steps - list(VERDICTS).index(answer.verdict), steps)
    return format_html("{} {}", _("in part:"), shown) if answer.claim.only_part else shown


def share(row: Any) -> str:
    """Write the share of onsets inside."""
    return "" if row["share"] is None else numbers.percent(row["share"])


def ratio(value: float | None, low: float | None = None) -> str:
    """Write a relative risk; where nobody outside was hit, only that it is more than its least value."""
    if value is None:
        return "" if low is None else _("more than {low} times").format(low=_plain(low))
    return _("{value} times").format(value=_plain(value))


def ratio_range(low: float | None, high: float | None) -> str:
    """Write the interval of a relative risk; an open end is said."""
    if low is None:
        return ""
    return (
        _("from {low}, open upwards").format(low=_plain(low))
        if high is None
        else f"{_plain(low)}–{_plain(high)}"
    )


def in_interval(bounds: str) -> str:
    """Say which interval bounds are."""
    return _("95 % interval {bounds}").format(bounds=bounds) if bounds else ""


def _plain(value: float) -> str:
    return numbers.count(value) if value >= 100 else numbers.decimal(value, 1)
