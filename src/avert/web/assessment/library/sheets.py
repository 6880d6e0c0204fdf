"""A framework, and what is measured of it, as comma-separated text."""

from __future__ import annotations

from collections.abc import Mapping

from avert.assessment.frameworks.proxies import Measured
from avert.places import Place
from avert.web.assessment.library.selectors import Whole
from avert.web.site.sheets import Column, sheet

INDICATORS = (
    Column("framework", "#meta+framework"),
    Column("code", "#indicator+code"),
    Column("dimension", "#indicator+dimension+code"),
    Column("dimension_title", "#indicator+dimension+name"),
    Column("dimension_kind", "#indicator+dimension+type"),
    Column("text", "#indicator+name"),
    Column("polarity", "#indicator+polarity"),
    Column("time_scale", "#indicator+time"),
    Column("ages_as", "#indicator+ageing"),
    Column("evidence", "#indicator+evidence"),
    Column("scope", "#indicator+scope"),
    Column("lenses", "#indicator+lens"),
    Column("basis", "#meta+basis"),
    Column("related", "#meta+crosswalk"),
    Column("measured_by", "#meta+dataset"),
)
MEASURED = (
    Column("place_key", "#country+code+avert"),
    Column("name", "#country+name"),
    Column("framework", "#meta+framework"),
    Column("code", "#indicator+code"),
    Column("dataset", "#meta+dataset"),
    Column("variable", "#meta+variable"),
    Column("value", "#indicator+value+num"),
    Column("year", "#date+year"),
    Column("rank", "#indicator+rank+num"),
    Column("states_known", "#meta+states+num"),
    Column("share_of_world_less_risky", "#indicator+share+num"),
    Column("direction", "#indicator+direction"),
    Column("source", "#meta+source"),
    Column("vintage", "#date+known"),
    Column("validity", "#description"),
)


def indicator_sheet(whole: Whole) -> str:
    """Write the indicators of a framework, one a row."""
    framework = whole.framework
    dimensions = {one.id: one for one in framework.dimensions}
    rows = [
        {
            "framework": framework.id,
            "code": code,
            "dimension": one.dimension,
            "dimension_title": dimensions[one.dimension].title,
            "dimension_kind": dimensions[one.dimension].kind.value,
            "text": one.text,
            "polarity": one.polarity.value,
            "time_scale": one.time_scale.value,
            "ages_as": one.time_scale.ages_as.value,
            "evidence": one.evidence.value,
            "scope": one.scope.value,
            "lenses": " ".join(one.lenses),
            "basis": one.basis.value,
            "related": "; ".join(f"{r.relation.value} {r.indicator.code}" for r in whole.related[code]),
            "measured_by": "; ".join(f"{p.dataset} {p.variable}" for p in whole.proxies[code]),
        }
        for code, one in framework.indicators.items()
    ]
    return sheet(INDICATORS, rows)


def measured_sheet(whole: Whole, place: Place, found: Mapping[str, tuple[Measured, ...]]) -> str:
    """Write what datasets say of a place, one variable a row; empty is unknown."""
    rows = [
        {
            "place_key": place.key,
            "name": place.name(),
            "framework": whole.framework.id,
            "code": code,
            "dataset": one.proxy.dataset,
            "variable": one.proxy.variable,
            "value": one.value,
            "year": one.year,
            "rank": one.rank,
            "states_known": one.states_known or None,
            "share_of_world_less_risky": one.share_of_world_less_risky,
            "direction": one.proxy.direction.value,
            "source": one.source_label,
            "vintage": one.vintage,
            "validity": one.proxy.validity,
        }
        for code, of_code in found.items()
        for one in of_code
    ]
    return sheet(MEASURED, rows)
