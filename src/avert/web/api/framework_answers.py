"""What programs are told of frameworks for assessment: content in our own words, the same for everybody."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from avert.assessment.frameworks import Indicator
from avert.errors import MissingDataError
from avert.web.api.envelope import envelope
from avert.web.assessment.library.selectors import Related, Whole, framework_or_none, frameworks_here

Answer = dict[str, Any]
RECALLED = "Indicators whose basis is recalled are still to be checked against the source."
NAMED = ("id", "title", "edition", "prefix", "publisher", "source", "terms", "note")


def frameworks() -> Answer:
    """Return a line for every framework."""
    return {**envelope([], RECALLED), "frameworks": [_line(one) for one in frameworks_here()]}


def framework(id_: str) -> Answer:
    """Return one framework with all that relates to it. Raises MissingDataError."""
    whole = framework_or_none(id_)
    if whole is None:
        raise MissingDataError("No framework has this id here. /api/v1/frameworks lists them.")
    about = whole.framework
    return {
        **envelope([], RECALLED if whole.recalled else ""),
        "framework": _line(whole),
        "dimensions": [asdict(one) for one in about.dimensions],
        "indicators": [_indicator(whole, one) for one in about.indicators.values()],
        "statements": [asdict(one) | {"gaps": one.gaps} for one in about.statements],
        "questions": [asdict(one) for one in about.questions],
    }


def _line(whole: Whole) -> Answer:
    about = whole.framework
    return {
        **{name: getattr(about, name) for name in NAMED},
        "lenses": about.lenses,
        "dimensions": len(about.dimensions),
        "indicators": len(about.indicators),
        "recalled": whole.recalled,
        "measured": sum(map(bool, whole.proxies.values())),
        "is_own": whole.is_own,
    }


def _indicator(whole: Whole, indicator: Indicator) -> Answer:
    proxies = [asdict(one) for one in whole.proxies[indicator.code]]
    return {
        **asdict(indicator),
        "ages_as": indicator.time_scale.ages_as.value,
        "crosswalks": [_crosswalk(one) for one in whole.related[indicator.code]],
        "proxies": [{name: of for name, of in one.items() if name != "indicator"} for one in proxies],
    }


def _crosswalk(one: Related) -> Answer:
    return {
        "to": one.indicator.code,
        "framework": one.framework,
        "relation": one.relation,
        "author": one.stated.author if one.stated else None,
        "why": one.stated.why if one.stated else None,
    }
