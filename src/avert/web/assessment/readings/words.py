"""How values, trends and the like are said and drawn: a word with a shape, never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.ageing import Kind
from avert.assessment.nesting import Known
from avert.assessment.profiles import IndicatorProfile
from avert.assessment.values import KNOWN, Trend, Value
from avert.web.assessment.words import TRENDS, VALUES
from avert.web.site.icons import icon_svg, level_svg

MEANINGS = {
    Value.ABSENT: gettext_lazy("somebody looked, and it is not there"),
    Value.LATENT: gettext_lazy("it is there below the surface"),
    Value.PRESENT: gettext_lazy("it can be seen"),
    Value.ACUTE: gettext_lazy("it is at its height, or about to be"),
    Value.UNKNOWN: gettext_lazy("nobody of us can tell; that is not absent"),
    Value.NOT_ASKED: gettext_lazy("leave it open; what was said before stays"),
}
KNOWNS = {
    Known.KNOWN: gettext_lazy("known"),
    Known.STALE: gettext_lazy("known once, too old now"),
    Known.UNKNOWN: gettext_lazy("unknown"),
    Known.NO_ANSWER: gettext_lazy("asked without an answer"),
    Known.NOT_ASKED: gettext_lazy("not asked"),
}
KINDS = {
    Kind.STRUCTURAL: gettext_lazy("structural"),
    Kind.DYNAMIC: gettext_lazy("dynamic"),
    Kind.TRIGGER: gettext_lazy("trigger"),
}


def value_shown(value: Value) -> SafeString:
    """Return a value as a word with its shape."""
    shape = level_svg(value.degree + 1, len(KNOWN)) if value.is_known else icon_svg("unknown")
    return format_html('<span class="level">{} {}</span>', shape, VALUES[value])


def counts_shown(counts: Mapping[Value, int]) -> SafeString:
    """Return how many say what, the highest first; what nobody says is left out."""
    order = (*reversed(KNOWN), Value.UNKNOWN, Value.NOT_ASKED)
    said = [(value_shown(value), counts[value]) for value in order if counts.get(value)]
    return format_html_join(" · ", "{} <b>{}</b>", said)


def range_of(profile: IndicatorProfile) -> str:
    """Return between which values those who know see it."""
    if profile.lowest is None or profile.highest is None:
        return _("nothing known now")
    if profile.lowest is profile.highest:
        return _("all who know: {value}").format(value=VALUES[profile.lowest])
    ends = {"low": VALUES[profile.lowest], "high": VALUES[profile.highest]}
    return _("from {low} to {high}").format(**ends)


def trends_of(counts: Mapping[Trend, int]) -> str:
    """Return where those who know see it going."""
    said = (Trend.RISING, Trend.STEADY, Trend.FALLING)
    return ", ".join(f"{TRENDS[trend]} {counts[trend]}" for trend in said if counts[trend]) or str(
        TRENDS[Trend.UNKNOWN]
    )


def bar_svg(counts: Mapping[Value, int], total: int) -> SafeString:
    """Return a bar of what is said, part by part; a higher value also stands higher, so that grey is enough."""
    x, parts = 0.0, []
    for value in (*KNOWN, Value.UNKNOWN):
        width = 160 * counts[value] / total if total else 0
        height = 4 + 3 * value.degree if value.is_known else 4
        css = f"seq-{value.degree + 2}" if value.is_known else "seq-none"
        if width:
            parts.append((css, round(x, 1), 13 - height, round(max(width - 1, 1), 1), height))
        x += width
    return format_html(
        '<svg viewBox="0 0 160 14" width="160" height="14" aria-hidden="true" focusable="false">{}</svg>',
        format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', parts),
    )
