"""The words in which pages speak of assessments."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from avert.assessment.frameworks import Lens, Polarity, Relation, list_frameworks
from avert.assessment.values import Trend, Value

LENSES: Mapping[Lens, str | Promise] = {Lens.ATROCITY: _("atrocity lens"), Lens.CONFLICT: _("conflict lens")}
POLARITIES: Mapping[Polarity, str | Promise] = {
    Polarity.RISK: _("speaks of risk"),
    Polarity.PROTECTIVE: _("speaks of protection"),
}
RELATIONS: Mapping[Relation, str | Promise] = {
    Relation.EXACT: _("means the same as"),
    Relation.BROADER: _("is part of"),
    Relation.NARROWER: _("holds"),
    Relation.RELATED: _("has to do with"),
}
VALUES: Mapping[Value, str | Promise] = {
    Value.ABSENT: _("absent"),
    Value.LATENT: _("latent"),
    Value.PRESENT: _("present"),
    Value.ACUTE: _("acute"),
    Value.UNKNOWN: _("unknown"),
    Value.NOT_ASKED: _("not asked"),
}
TRENDS: Mapping[Trend, str | Promise] = {
    Trend.UNKNOWN: _("trend not known"),
    Trend.FALLING: _("falling"),
    Trend.STEADY: _("steady"),
    Trend.RISING: _("rising"),
}


def lenses_text(lenses: Collection[Lens]) -> str:
    """Return through which lenses something looks."""
    return ", ".join(str(LENSES[lens]) for lens in lenses)


def framework_titles(ids: Collection[str]) -> list[str]:
    """Return what frameworks are called, with the lens of each; one that is gone keeps its id."""
    known = {one.id: one for one in list_frameworks()} if ids else {}
    return [f"{known[key].title} ({lenses_text(known[key].lenses)})" if key in known else key for key in ids]
