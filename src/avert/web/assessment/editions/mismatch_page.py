"""What the page on the mirror shows: the same questions asked of the conflict and of ourselves, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avert.assessment.frameworks import load_indicators
from avert.assessment.mirror import Item, Lens, Meets, Mirror, Own
from avert.web.assessment.editions.pages import around
from avert.web.assessment.editions.twins import Side, bias_of, mirror_of, questions_in, side_of, twins_of
from avert.web.assessment.pages import pages_of
from avert.web.exercises.selectors import now_in
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name

LENSES = {
    Lens.WHERE: gettext_lazy("Where"),
    Lens.WHO: gettext_lazy("Who"),
    Lens.WHY: gettext_lazy("Why"),
    Lens.WHAT: gettext_lazy("What"),
    Lens.HOW: gettext_lazy("How"),
    Lens.WHEN: gettext_lazy("When"),
}
MEETS = {
    Meets.YES: gettext_lazy("yes"),
    Meets.PARTLY: gettext_lazy("partly"),
    Meets.NO: gettext_lazy("no"),
    Meets.UNKNOWN: gettext_lazy("nobody said"),
}


def context_of(assessment: Any, *, viewer: Any, real_now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page shows; ``read`` are the assessments that were read for it."""
    twins, as_of = twins_of(viewer, assessment), now_in(assessment.exercise, real_now)
    both = [one for one in (twins.conflict, twins.own) if one is not None]
    shown = around(assessment, viewer) | {"read": both, "twins": [_link(one) for one in both]}
    if twins.conflict is None or twins.own is None:
        return shown | {"is_alone": True}
    conflict, own = (side_of(viewer, one, as_of) for one in (twins.conflict, twins.own))
    found, bias = mirror_of(conflict, own), bias_of()
    return shown | {
        "questions": _questions(list(questions_in(both)), conflict, own),
        "table": _beside(found, own),
        "beside": [_own(one, own) for one in found.beside],
        "facts": _facts(found, bias.why_not),
    }


def _link(one: Any) -> Crumb:
    return Crumb(own_name(one.title), pages_of(one).url)


def _questions(questions: Iterable[tuple[Any, Any]], conflict: Side, own: Side) -> Table | None:
    columns = (
        Column("lens", _("Lens")),
        Column("conflict", _("Of the conflict"), is_text=True),
        Column("own", _("Of ourselves"), is_text=True),
    )
    questions = list(questions)
    has_several = len({framework.id for framework, _question in questions}) > 1
    rows = [
        {
            "lens": Cell(_lens(question.lens), note=framework.title if has_several else ""),
            "conflict": _asked(question.conflict, conflict.texts.get(question.id, {}), conflict.roles),
            "own": _asked(question.self, own.texts.get(question.id, {}), own.roles),
        }
        for framework, question in questions
    ]
    return Table(_("The same questions twice"), columns, rows, is_caption_hidden=True) if rows else None


def _lens(lens: str) -> str:
    return str(LENSES[Lens(lens)]) if lens in set(Lens) else lens


def _asked(question: str, answers: Mapping[str, str], roles: Mapping[str, str]) -> SafeString:
    said = ((roles.get(who) or _("a stakeholder"), text) for who, text in answers.items())
    shown = format_html_join("", '<br><bdi>{}</bdi>: <span dir="auto" translate="no">{}</span>', said)
    asked = format_html('<strong dir="auto" lang="en">{}</strong>', question)
    return format_html("{}{}", asked, shown or format_html("<br>{}", _("nobody has answered")))


def _beside(found: Mirror, own: Side) -> Table | None:
    columns = (
        Column("item", _("What matters in the conflict"), is_text=True),
        Column("lens", _("Lens")),
        Column("meets", _("Do we reach, hold or do it?")),
        Column("who", _("Who says so"), is_name=True),
    )
    pairs: list[tuple[Item, Own | None]] = [
        *found.unmet,
        *((item, None) for item in found.unknown),
        *found.met,
    ]
    rows = [
        {
            "item": Cell(_indicator(item.id), note=_evidence(item.id, item.evidence)),
            "lens": str(LENSES[item.lens]),
            "meets": Cell(str(MEETS[one.meets if one else Meets.UNKNOWN]), note=_resting(one) if one else ""),
            "who": own.roles.get(one.id.partition(":")[0], "–") if one else "–",
        }
        for item, one in pairs
    ]
    return Table(_("Side by side"), columns, rows, is_caption_hidden=True) if rows else None


def _indicator(code: str) -> SafeString:
    known = load_indicators().get(code)
    return format_html('<span dir="auto" lang="en">{}</span>', known.text if known else code)


def _own(one: Own, own: Side) -> str:
    who, _colon, code = one.id.partition(":")
    return format_html("{} – {} ({})", _indicator(code), own_name(own.roles.get(who, "–")), MEETS[one.meets])


def _evidence(code: str, evidence: Iterable[str]) -> str:
    return code if any(evidence) else _("{code}, without evidence").format(code=code)


def _resting(one: Own) -> str:
    return "" if one.evidence else _("without evidence")


def _facts(found: Mirror, why_not: str) -> list[Fact]:
    share = found.share_without_evidence
    said = (
        _("{without} of {all} assertions").format(without=found.without_evidence, all=found.assertions)
        if share is not None
        else _("nothing was asserted yet")
    )
    bias = _("cannot be computed, because no options are ranked in an assessment")
    return [
        Fact(_("Without evidence"), said, _("On both sides together.")),
        Fact(_("Of which nobody said whether it matters"), len(found.unjudged)),
        Fact(_("Bias index: do options follow our capacities, or the drivers?"), bias, _(why_not)),
    ]
