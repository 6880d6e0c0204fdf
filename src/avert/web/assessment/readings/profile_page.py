"""What the page of all readings shows: who says what of each indicator, never a mean, and every dissent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.frameworks import Basis, Framework, Indicator, Polarity
from avert.assessment.nesting import Below
from avert.assessment.profiles import Dissent, IndicatorProfile
from avert.assessment.values import KNOWN, Value
from avert.web.assessment.readings import newest, words
from avert.web.assessment.readings.profiles import (
    Choice,
    Profiles,
    asking_dimensions,
    indicator_url,
    key_of,
    used_frameworks,
)
from avert.web.assessment.words import VALUES
from avert.web.site.components import Tab
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

COUNTED = (*reversed(KNOWN), Value.UNKNOWN, Value.NOT_ASKED)
DIMENSIONS = (
    Column("dimension", gettext_lazy("Dimension"), is_text=True),
    Column("answered", gettext_lazy("Answered"), is_number=True, note=gettext_lazy("of all stakeholders")),
    Column("acute", gettext_lazy("Called acute by somebody"), is_text=True),
)
TWIN = (
    Column("code", gettext_lazy("Indicator"), is_name=True),
    *(Column(str(value), VALUES[value], is_number=True) for value in COUNTED),
    Column("stale", gettext_lazy("too old"), is_number=True),
    Column("no_answer", gettext_lazy("no answer yet"), is_number=True),
    Column("asked", gettext_lazy("asked"), is_number=True),
    Column("all", gettext_lazy("stakeholders"), is_number=True),
)


@dataclass(frozen=True)
class Line:
    """One indicator on the page."""

    indicator: Indicator
    url: str
    profile: IndicatorProfile
    bar: Any
    counts: Any
    facts: list[str]
    dissents: list[str]
    below: list[str]

    @property
    def is_protective(self) -> bool:
        """Say whether it speaks of protection, so that absent is the worse."""
        return self.indicator.polarity is Polarity.PROTECTIVE

    @property
    def is_recalled(self) -> bool:
        """Say whether it is still to be checked against the source."""
        return self.indicator.basis is Basis.RECALLED


def framework_tabs(assessment: Any, current: Framework, url: Callable[[uuid.UUID, str], str]) -> list[Tab]:
    """Return the frameworks of an assessment as views of a page; ``url`` is where each is shown."""
    return [
        Tab(one.title, url(assessment.pk, one.id), one.id == current.id)
        for one in used_frameworks(assessment)
    ]


def context_of(assessment: Any, choice: Choice, *, viewer: Any, now: dt.datetime) -> dict[str, Any]:
    """Return what the page shows."""
    found = Profiles(assessment, choice, viewer=viewer, now=now)
    people = found.stakeholders(assessment.pk)
    own = found.newest[assessment.pk]
    lines = [_line(found, code) for code in found.codes]
    return {
        "framework": found.framework,
        "dimension": found.dimension,
        "chosen": choice,
        "stakeholders": len({*own, *(one.pk for one in people)}),
        "asked": len({*own, *(one.pk for one in people if one.asked_on)}),
        "answered": len(own),
        "declared": found.declared(),
        "acute": found.acute_below(),
        "lines": lines,
        "twin": _twin(lines),
        "dimensions": _dimensions(found, choice),
        "inside": [
            {
                "path": found.path(one.path),
                "url": _url(one.id, found.framework.id),
                "answered": len(found.newest[one.id]),
            }
            for one in found.inside
        ],
        "perspectives": [(key_of(one), one) for one in sorted(set(found.perspectives.values())) if one],
        "frameworks": framework_tabs(assessment, found.framework, _url),
    }


def _line(found: Profiles, code: str) -> Line:
    indicator, one = found.framework.indicators[code], found.rolled.own[code]
    heard = sum(one.counts[value] for value in (*KNOWN, Value.UNKNOWN))
    facts = [
        words.range_of(one),
        _("{answered} of {asked} asked, of {all} in all").format(
            answered=one.answered, asked=one.asked, all=one.stakeholders
        ),
        words.trends_of(one.trends),
    ]
    if stale := sum(one.stale.values()):
        facts.append(_("{number} too old to rest on").format(number=stale))
    if one.is_split:
        facts.append(_("the two halves contradict each other"))
    return Line(
        indicator,
        indicator_url(found.assessment.pk, code),
        one,
        words.bar_svg(one.counts, heard) if heard else "",
        words.counts_shown(one.counts),
        facts,
        _dissents(found, one.dissents),
        _below(found, found.rolled.below.get(code)),
    )


def _dissents(found: Profiles, dissents: Collection[Dissent]) -> list[str]:
    """Return who sees it differently, value by value."""
    by_value: dict[Value, list[str]] = {}
    for one in dissents:
        marks = [_("too old to rest on")] if one.said.is_stale else []
        name = found.name(one.said.stakeholder)
        by_value.setdefault(one.said.value, []).append(f"{name} ({', '.join(marks)})" if marks else name)
    return [f"{VALUES[value]}: {', '.join(by_value[value])}" for value in COUNTED if value in by_value]


def _below(found: Profiles, below: Below | None) -> list[str]:
    if below is None:
        return []
    lines = []
    for label, extreme in ((_("highest"), below.highest), (_("lowest"), below.lowest)):
        if extreme is not None:
            places = "; ".join(found.path(path) for path in extreme.at)
            lines.append(f"{label}: {VALUES[extreme.value]} – {places}")
    by_path: dict[Any, list[Dissent]] = {}
    for one in below.dissents:
        by_path.setdefault(one.path, []).append(one.dissent)
    lines += [f"{found.path(path)}: {'; '.join(_dissents(found, some))}" for path, some in by_path.items()]
    counted = (f"{words.KNOWNS[known]} {number}" for known, number in below.places.items() if number)
    return [*lines, ", ".join(counted)]


def _twin(lines: list[Line]) -> Table:
    rows = [
        {
            "code": Cell(line.indicator.code, url=line.url),
            **{str(value): line.profile.counts[value] for value in COUNTED},
            "stale": sum(line.profile.stale.values()),
            "no_answer": line.profile.no_answer,
            "asked": line.profile.asked,
            "all": line.profile.stakeholders,
        }
        for line in lines
    ]
    return Table(_("How many say what"), TWIN, rows)


def _dimensions(found: Profiles, choice: Choice) -> Table:
    own, people = found.newest[found.assessment.pk], found.stakeholders(found.assessment.pk)
    everybody = len({*own, *(one.pk for one in people)})
    called = newest.acute_in(own, found.framework.indicators)
    rows = []
    for one in asking_dimensions(found.framework):
        codes = {indicator.code for indicator in found.framework.under(one.id)}
        heard = sum(not codes.isdisjoint(answered) for answered in own.values())
        acute = [code for code in found.framework.indicators if code in codes and code in called]
        url = _url(found.assessment.pk, found.framework.id, one.id, choice.perspective)
        rows.append(
            {
                "dimension": Cell(own_name(one.heading), url=url),
                "answered": _("{heard} of {all}").format(heard=heard, all=everybody),
                "acute": own_name(", ".join(acute)) if acute else "–",
            }
        )
    return Table(_("All dimensions"), DIMENSIONS, rows, is_caption_hidden=True)


def _url(key: uuid.UUID, framework: str, dimension: str = "", perspective: str = "") -> str:
    asked = {"framework": framework, "dimension": dimension, "perspective": perspective}
    query = urlencode({name: text for name, text in asked.items() if text})
    return f"{reverse('assessment:readings', args=[key])}?{query}"
