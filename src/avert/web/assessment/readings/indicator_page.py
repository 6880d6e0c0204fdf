"""What the page of one indicator shows: parallel readings over the rounds, evidence, and what is measured of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment import frameworks
from avert.assessment.ageing import half_lives, is_stale
from avert.assessment.frameworks import Framework, Indicator
from avert.assessment.frameworks.proxies import Measured, measured
from avert.assessment.frameworks.two_lenses import links
from avert.assessment.values import Trend, Value
from avert.web.assessment.readings import selectors, words
from avert.web.assessment.readings.profiles import indicator_url, used_frameworks
from avert.web.assessment.readings.selectors import Said
from avert.web.assessment.selectors import stakeholders_of
from avert.web.assessment.words import POLARITIES, RELATIONS, TRENDS, VALUES, lenses_text
from avert.web.records.selectors import own_organisations
from avert.web.site.components import Fact
from avert.web.site.holdings import library
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

COUNTRY = "gw:"
MOST_LETTERS = 300


def framework_with(assessment: Any, code: str) -> Framework | None:
    """Return the framework of the assessment that has an indicator, if one has it."""
    return next((one for one in used_frameworks(assessment) if code in one.indicators), None)


def context_of(
    assessment: Any, framework: Framework, code: str, *, viewer: Any, now: dt.datetime
) -> dict[str, Any]:
    """Return what the page shows."""
    indicator = framework.indicators[code]
    people = {one.pk: one for one in stakeholders_of(viewer, assessment.pk)}
    said = selectors.said_of(viewer, assessment, framework.id, code, as_of=now)
    evidence = {str(one.pk): one for one in selectors.evidence_in(viewer, assessment)}
    by_person: dict[uuid.UUID, list[Said]] = {}
    for one in said:
        by_person.setdefault(one.stakeholder, []).append(one)
    own = own_organisations(viewer)
    voices = [
        _voice(people.get(who), told, indicator, evidence, now=now, own=own)
        for who, told in by_person.items()
    ]
    voices.sort(key=lambda voice: str(voice["name"]))
    return {
        "indicator": indicator,
        "framework": framework,
        "facts": _facts(indicator),
        "voices": voices,
        "silent": sorted(one.name for key, one in people.items() if key not in by_person),
        "table": _table(by_person, people) if said else None,
        "measured": _measured(assessment, code),
        "is_country": assessment.place.startswith(COUNTRY),
        "linked": _linked(assessment, code),
    }


def _voice(
    person: Any,
    told: list[Said],
    indicator: Indicator,
    evidence: Mapping[str, Any],
    *,
    now: dt.datetime,
    own: Collection[uuid.UUID],
) -> dict[str, Any]:
    return {
        "name": person.name if person else _("a stakeholder that is not shared with you"),
        "perspective": selectors.perspective_of(person),
        "said": [
            {
                "shown": words.value_shown(Value(one.value)),
                "trend": "" if one.trend in {None, Trend.UNKNOWN} else TRENDS[Trend(one.trend)],
                "round": one.round,
                "at": one.at,
                "is_stale": number == 0
                and one.value != Value.UNKNOWN
                and is_stale(indicator.time_scale.ages_as, one.at, now),
                "reason": one.reason or "",
                "dissent": one.dissent,
                "own_id": one.id if one.owner in own else None,
                "evidence": [_evidence(evidence.get(key)) for key in one.cited or ()],
            }
            for number, one in enumerate(told)
        ],
    }


def _evidence(found: Any) -> dict[str, Any]:
    if found is None:
        return {"text": "", "grade": "", "is_discarded": False}
    text = found.what if len(found.what) <= MOST_LETTERS else f"{found.what[:MOST_LETTERS]} …"
    return {
        "text": text,
        "grade": f"{found.reliability}{found.credibility}",
        "is_discarded": found.is_discarded,
    }


def _table(by_person: Mapping[uuid.UUID, list[Said]], people: Mapping[uuid.UUID, Any]) -> Table:
    rounds = sorted({one.round for told in by_person.values() for one in told})
    columns = [
        Column("name", gettext_lazy("Stakeholder"), is_name=True),
        *(Column(f"r{number}", _("Round {number}").format(number=number)) for number in rounds),
    ]
    rows = []
    for who, told in by_person.items():
        person = people.get(who)
        row: dict[str, Any] = {
            "name": person.name if person else _("a stakeholder that is not shared with you")
        }
        # The newest comes first, and of one round the last word counts.
        row |= {f"r{one.round}": words.value_shown(Value(one.value)) for one in reversed(told)}
        row |= {f"r{number}": Cell(VALUES[Value.NOT_ASKED]) for number in rounds if f"r{number}" not in row}
        rows.append(row)
    return Table(_("Readings side by side"), columns, sorted(rows, key=lambda row: str(row["name"])))


def _facts(indicator: Indicator) -> list[Fact]:
    kind = indicator.time_scale.ages_as
    return [
        Fact(_("Polarity"), POLARITIES[indicator.polarity]),
        Fact(
            _("Changes as"),
            words.KINDS[kind],
            _("an answer is too old to rest on after {days} days").format(
                days=half_lives()[kind].stale_after.days
            ),
        ),
        Fact(_("Seen through"), lenses_text(indicator.lenses)),
    ]


def _measured(assessment: Any, code: str) -> list[dict[str, Any]]:
    if not assessment.place.startswith(COUNTRY):
        return []
    number = int(assessment.place.removeprefix(COUNTRY))
    return [_one_measured(one) for one in measured(library(), [code], number)[code]]


def _one_measured(one: Measured) -> dict[str, Any]:
    return {
        "variable": f"{one.proxy.dataset}: {one.proxy.variable}",
        "value": one.value,
        "year": one.year,
        "rank": one.rank,
        "states": one.states_known,
        "source": one.source_label,
        "vintage": one.vintage,
        "validity": one.proxy.validity,
    }


def _linked(assessment: Any, code: str) -> list[dict[str, Any]]:
    known, own = frameworks.load_indicators(), set(assessment.frameworks)
    prefixes = {one.prefix: one for one in frameworks.list_frameworks()}
    found = []
    for other, (relation, stated) in links(frameworks.load_crosswalks()).get(code, {}).items():
        summary = prefixes[other.split("-")[0]]
        found.append(
            {
                "code": other,
                "text": known[other].text,
                "relation": RELATIONS[relation],
                "framework": summary.title,
                "url": indicator_url(assessment.pk, other) if summary.id in own else "",
                "why": stated.why if stated else _("follows from what is said to be the same"),
                "author": stated.author if stated else "",
            }
        )
    return found


def heading_of(indicator: Indicator) -> Any:
    """Return how the page of an indicator is called."""
    return own_name(f"{indicator.code}: {indicator.text}")
