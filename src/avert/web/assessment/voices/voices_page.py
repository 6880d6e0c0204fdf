"""What the page on the voices in an assessment shows: who is missing, how far each was brought in, who is listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from avert.assessment.coverage import Dimension, DimensionCoverage, Heard, Voice
from avert.web.assessment.models import Stakeholder
from avert.web.assessment.overview import Standing
from avert.web.assessment.pages import pages_of, tabs_of
from avert.web.assessment.voices.heard import DIMENSIONS, heard_in, name_of
from avert.web.exercises.selectors import exercise_shown, now_in
from avert.web.records.naming import Names
from avert.web.records.taking_part import writes_for_in
from avert.web.site.components import Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import own_name, value

SAID = {
    Heard.HEARD: gettext_lazy("Heard"),
    Heard.NO_ANSWER: gettext_lazy("Asked, without an answer"),
    Heard.NOT_ASKED: gettext_lazy("Listed, not asked"),
    Heard.ONLY_THROUGH_OTHERS: gettext_lazy("Only others spoke for them"),
    Heard.NOT_KNOWN: gettext_lazy("Not known, as nobody stated it of some who answered"),
    Heard.MISSING: gettext_lazy("Nobody of them is listed"),
}


def context_of(assessment: Any, *, viewer: Any, real_now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page shows to this viewer."""
    standing = Standing(viewer, assessment, now_in(assessment.exercise, real_now).date())
    found = heard_in(standing)
    named = {str(one.pk): one.name for one in standing.stakeholders}
    return {
        "pages": pages_of(assessment),
        "crumbs": pages_of(assessment).crumbs,
        "record": assessment,
        "tabs": tabs_of(assessment, "voices"),
        "exercise": exercise_shown(viewer, assessment.exercise_id),
        "missing": [_missing(of_one, named) for of_one in found.values()],
        "table": _voices(found, named),
        "stakeholders": _stakeholders(standing, Names(viewer)) if standing.stakeholders else None,
        "may_add": writes_for_in(viewer, assessment, Stakeholder) is not None,
    }


def answered_text(standing: Standing, one: Any) -> str:
    """Say in which round someone last answered."""
    last = standing.last_rounds.get(one.pk)
    if last is None:
        return _("no answer that you may read")
    return _("in this round") if standing.has_answered(one) else _("in round {number}").format(number=last)


def _missing(of_one: DimensionCoverage, named: Mapping[str, str]) -> Fact:
    said = _by_word(of_one, named)
    unstated = of_one.not_stated
    note = (
        ngettext(
            "Not stated of one who is listed.", "Not stated of {number} who are listed.", unstated
        ).format(number=unstated)
        if unstated
        else ""
    )
    if said:
        return Fact(DIMENSIONS[of_one.dimension], said, note)
    if not of_one.is_expected_known:
        return Fact(DIMENSIONS[of_one.dimension], _not_written(of_one.dimension), note)
    return Fact(DIMENSIONS[of_one.dimension], _("All that are expected were heard in this round."), note)


def _not_written(dimension: Dimension) -> str:
    if dimension is Dimension.SIDE:
        return _("Which sides there are is written down nowhere, so nobody can say which is missing.")
    return _("The assessment does not say which there are, so nobody can say who is missing.")


def _by_word(of_one: DimensionCoverage, named: Mapping[str, str]) -> SafeString:
    """Return those who are missing, by what can be said of them, each on a line."""
    of: dict[Heard, list[str]] = {}
    for voice in of_one.missing:
        of.setdefault(voice.heard, []).append(_name(of_one.dimension, voice, named))
    lines = ((SAID[heard], own_name(", ".join(names))) for heard, names in of.items())
    return format_html_join(mark_safe("<br>"), "{}: {}", lines)


def _name(dimension: Dimension, voice: Voice, named: Mapping[str, str]) -> str:
    name = name_of(dimension, voice.name)
    others = ", ".join(named[key] for key in voice.through)
    return f"{name} ({others})" if voice.heard is Heard.ONLY_THROUGH_OTHERS else name


def _voices(found: Mapping[Dimension, DimensionCoverage], named: Mapping[str, str]) -> Table:
    columns = (
        Column("who", _("Voice")),
        Column("listed", _("Listed"), is_number=True),
        Column("asked", _("Asked"), is_number=True),
        Column("answered", _("Answered"), is_number=True),
        Column("heard", _("What can be said")),
        Column("through", _("Others who spoke for them"), is_name=True),
    )
    rows = [
        {
            "who": Cell(own_name(name_of(dimension, voice.name)), note=str(DIMENSIONS[dimension])),
            "listed": voice.invited,
            "asked": voice.asked,
            "answered": voice.answered,
            "heard": Cell(
                str(SAID[voice.heard]),
                note="" if voice.is_expected else _("not among those expected"),
            ),
            "through": ", ".join(named[key] for key in voice.through) or "–",
        }
        for dimension, of_one in found.items()
        for voice in of_one.voices
    ]
    return Table(_("Who is expected, asked and heard"), columns, rows, is_caption_hidden=True)


def _stakeholders(standing: Standing, names: Names) -> Table:
    columns = (
        Column("who", _("Group or role"), is_name=True),
        Column("speaks", _("Speaks for"), is_name=True),
        Column("asked", _("Asked on")),
        Column("by", _("Answer wanted by")),
        Column("answered", _("Answered")),
    )
    rows = [_stakeholder(standing, one, names) for one in standing.stakeholders]
    return Table(_("Whose reading is wanted"), columns, rows, is_caption_hidden=True)


def _stakeholder(standing: Standing, one: Any, names: Names) -> dict[str, Any]:
    organisation = names.organisation(one.organisation_id) if one.organisation_id else ""
    said = [organisation, one.get_sector_display(), one.get_level_display()]
    speaks = _("its own members") if one.is_of_group else _("others for them")
    return {
        "who": Cell(
            one.name,
            reverse("assessment:stakeholder", args=[one.pk]),
            note=" · ".join(str(part) for part in said if part),
        ),
        "speaks": Cell(one.group, note=speaks) if one.group else "–",
        "asked": value(one.asked_on) if one.asked_on else Cell(_("not asked"), note=one.why_not_asked),
        "by": Cell(
            value(one.answer_by) if one.answer_by else "–", note=_("overdue") if standing.is_late(one) else ""
        ),
        "answered": answered_text(standing, one),
    }
