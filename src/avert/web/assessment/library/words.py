"""How lenses, kinds and the like of frameworks are said: a lens as a word with a shape."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.frameworks import (
    Basis,
    DimensionKind,
    Direction,
    Effect,
    EvidenceType,
    Indicator,
    Lens,
    Proxy,
    Scope,
    Sight,
    TimeScale,
)
from avert.risk.structure_indicators import structure_indicators
from avert.sources.declaration import load_declarations
from avert.sources.registry import SOURCES
from avert.web.assessment.words import LENSES, POLARITIES
from avert.web.site.icons import icon_svg
from avert.web.site.templatetags.site_parts import own_name

TIME_SCALES = {
    TimeScale.YEARS: gettext_lazy("changes over years (structural)"),
    TimeScale.MONTHS: gettext_lazy("changes within months (dynamic)"),
    TimeScale.DAYS: gettext_lazy("changes within days (trigger)"),
}
EVIDENCE = {
    EvidenceType.QUANTITATIVE: gettext_lazy("known by figures"),
    EvidenceType.EVENT: gettext_lazy("known by events"),
    EvidenceType.JUDGEMENT: gettext_lazy("known by judgement"),
}
SCOPES = {
    Scope.NATIONAL: gettext_lazy("asked of a country"),
    Scope.SUBNATIONAL: gettext_lazy("asked of a part of a country"),
    Scope.GROUP: gettext_lazy("asked of a group"),
    Scope.ACTOR: gettext_lazy("asked of one actor"),
}
DIMENSIONS = {
    DimensionKind.STRUCTURAL: gettext_lazy("structural"),
    DimensionKind.DYNAMIC: gettext_lazy("dynamic"),
    DimensionKind.TRIGGER: gettext_lazy("triggers"),
    DimensionKind.CAPACITY: gettext_lazy("capacity for violence"),
    DimensionKind.MOTIVE: gettext_lazy("motive"),
    DimensionKind.MITIGATOR: gettext_lazy("what mitigates"),
    DimensionKind.ACTOR: gettext_lazy("actors"),
    DimensionKind.TARGET: gettext_lazy("who is targeted"),
    DimensionKind.RESILIENCE: gettext_lazy("resilience"),
}
SIGHTS = {
    Sight.ONE: gettext_lazy("What the other misses"),
    Sight.RELATED: gettext_lazy("Where the other sees something related"),
    Sight.BOTH: gettext_lazy("What both see"),
}
EFFECTS = {Effect.DRIVER: gettext_lazy("drives violence"), Effect.MITIGATOR: gettext_lazy("mitigates it")}
DIRECTIONS = {
    Direction.HIGHER: gettext_lazy("higher is riskier"),
    Direction.LOWER: gettext_lazy("lower is riskier"),
}
VARIABLES: dict[str, str | Promise] = {
    "conflict_intensity_max": gettext_lazy("Most intense armed conflict of the year, 0 to 2"),
    "fatalities_os_best": gettext_lazy("Deaths in one-sided violence in the year"),
}


def lenses_shown(lenses: Iterable[Lens]) -> SafeString:
    """Return lenses, each as a word with its shape."""
    return format_html_join(
        " ",
        '<span class="flag">{} {}</span>',
        ((icon_svg(lens.value), capfirst(str(LENSES[lens]))) for lens in lenses),
    )


def text_shown(text: str, *, is_own: bool) -> SafeString:
    """Return content of a framework: the shipped ones are in English, one's own in whatever language they are."""
    if is_own:
        return format_html("{}", own_name(text))
    return format_html('<span dir="auto" lang="en">{}</span>', text)


def nature_of(indicator: Indicator) -> str:
    """Return in a line what an indicator speaks of, how fast it ages, how it is known and of whom it is asked."""
    words = (
        POLARITIES[indicator.polarity],
        TIME_SCALES[indicator.time_scale],
        EVIDENCE[indicator.evidence],
        SCOPES[indicator.scope],
        *([_("still to be checked against the source")] if indicator.basis is Basis.RECALLED else []),
    )
    return " · ".join(map(str, words))


def variable_shown(proxy: Proxy) -> SafeString:
    """Return what a variable measures, in words, or its name where nobody has put it into words."""
    if said := VARIABLES.get(proxy.variable):
        return format_html("{}", said)
    labels = {one.indicator: one.label for one in structure_indicators()}
    return text_shown(labels.get(proxy.variable, proxy.variable), is_own=proxy.variable not in labels)


def dataset_shown(dataset: str) -> str:
    """Return the name of a dataset, as its publisher has it where Avert reads it."""
    return load_declarations(dataset)[0].title if dataset in SOURCES else dataset


def release_shown(label: str) -> str:
    """Return the releases that a label names, with the names of their datasets."""
    parts = (part.partition(" ") for part in label.split(" + "))
    return " + ".join(f"{dataset_shown(dataset)} {release}".strip() for dataset, _space, release in parts)
