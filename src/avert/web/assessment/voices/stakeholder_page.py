"""What the page of one stakeholder shows, and who reads it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from avert.web.assessment.overview import Standing
from avert.web.assessment.voices.pages import pages_of_stakeholder
from avert.web.assessment.voices.voices_page import answered_text
from avert.web.exercises.selectors import exercise_shown, now_in
from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.records.words import field_label
from avert.web.site.components import Fact
from avert.web.site.record_pages import frame_of
from avert.web.site.templatetags.site_parts import own_name, value

STATED = ("sector", "level", "gender", "age", "disability", "displacement")
WRITTEN = ("group", "language", "side")


def context_of(stakeholder: Any, *, viewer: Any, real_now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of a stakeholder shows to this viewer."""
    assessment = stakeholder.assessment
    standing = Standing(viewer, assessment, now_in(assessment.exercise, real_now).date())
    return {
        **frame_of(stakeholder, pages_of_stakeholder(stakeholder), viewer=viewer),
        "exercise": exercise_shown(viewer, assessment.exercise_id),
        "asked": _asked(standing, stakeholder),
        "facts": _facts(stakeholder, Names(viewer)),
    }


def readers_of(record: Any, viewer: Any) -> list[str]:
    """Return who reads a record, as far as the viewer may know their names."""
    names = Names(viewer)
    return [names.organisation(record.owner_id), *names.list_of(sharing_of(record.audience_id))]


def _asked(standing: Standing, one: Any) -> list[Fact]:
    why = [Fact(_("Why not asked"), own_name(one.why_not_asked))] if one.why_not_asked else []
    return [
        Fact(_("Asked on"), value(one.asked_on) if one.asked_on else _("not asked")),
        *why,
        Fact(
            _("Answer wanted by"),
            value(one.answer_by) if one.answer_by else _("no day set"),
            _("overdue") if standing.is_late(one) else "",
        ),
        Fact(_("Answered"), answered_text(standing, one)),
    ]


def _facts(one: Any, names: Names) -> list[Fact]:
    kind, not_stated = type(one), _("not stated")
    own = _("Its own members speak.") if one.is_of_group else _("Others speak for them.")
    here = own_name(names.organisation(one.organisation_id)) if one.organisation_id else _("none")
    said = [
        Fact(field_label(kind, name), getattr(one, f"get_{name}_display")() or not_stated) for name in STATED
    ]
    written = [
        Fact(
            field_label(kind, name),
            own_name(getattr(one, name)) if getattr(one, name) else not_stated,
            own if name == "group" and one.group else "",
        )
        for name in WRITTEN
    ]
    return [Fact(_("Organisation on this site"), here), *written, *said]
