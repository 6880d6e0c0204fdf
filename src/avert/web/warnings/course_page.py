"""What the pages of a warning's course show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.warning.clock import ClockState, Decision, Event, Stage, standing, state_of
from avert.web.exercises.selectors import exercise_shown, now_in
from avert.web.records.audiences import sharing_of
from avert.web.records.naming import Names
from avert.web.site.components import Crumb, Fact
from avert.web.site.tables import Cell, Column, Table
from avert.web.site.templatetags.site_parts import marking, own_name
from avert.web.warnings import course, course_selectors
from avert.web.warnings.course_rows import asked_of, row_id_of
from avert.web.warnings.course_tables import url_of
from avert.web.warnings.course_words import (
    decision_called,
    due_by,
    local_time,
    stage_called,
    stands_at,
    waited_for,
)
from avert.web.warnings.warning_page import pages_of

# What is offered to whoever answers, in the order in which it happens.
OFFERED = (Stage.CONSIDERED, Stage.DECIDED, Stage.DONE, Stage.EFFECT)
BY_TELLING = (Stage.SENT, Stage.RECEIVED, Stage.ACKNOWLEDGED)


@dataclass(frozen=True)
class Moment:
    """One step of the course as the page shows it."""

    called: str
    when: SafeString
    words: str
    who: str
    correct_url: str


@dataclass(frozen=True)
class Offer:
    """Something that the viewer may record now."""

    label: str
    url: str


def crumbs_of(addressee: Any, viewer: Any) -> list[Crumb]:
    """Return the steps above a course: the list of whoever is asked, or of whoever asked."""
    is_ours = addressee.organisation_id in Names(viewer).own
    if is_ours:
        return [Crumb(_("Asked of us"), reverse("warnings:asked-of-us"))]
    return [Crumb(_("Asked by us"), reverse("warnings:asked-by-us"))]


def context_of(addressee: Any, *, viewer: Any, real_now: dt.datetime) -> dict[str, Any]:
    """Return everything that the page of a course shows to this viewer."""
    warning, names = addressee.warning, Names(viewer)
    now = now_in(warning.exercise, real_now)
    rows = course_selectors.rows_of_course(viewer, addressee)
    events = course.course_of(viewer, addressee)
    state = state_of(events, now, asked_of(addressee))
    moments = _moments(rows, standing(events, now), addressee, names, viewer)
    may_decide = course.may_record(viewer, addressee, Stage.DECIDED)
    return {
        "crumbs": crumbs_of(addressee, viewer),
        "addressee": addressee,
        "warning": warning,
        "exercise": exercise_shown(viewer, warning.exercise_id),
        "facts": _facts(addressee, names),
        "state": state,
        "stands_at": stands_at(state),
        "waited_for": waited_for(state),
        "since": local_time(state.waiting_since, addressee.zone) if state.waiting_since else "",
        "due": due_by(state.due),
        "moments": moments,
        "table": _table(rows, addressee, names) if rows else None,
        "may_acknowledge": is_to_acknowledge(viewer, addressee, state),
        "is_told": addressee.organisation_id is None,
        "offers": offers(viewer, addressee, state),
        "may_share": may_decide and _is_kept(rows, state, addressee),
        "may_be_kept_back": addressee.organisation_id not in {None, *names.own},
        "next_steps": _next_steps(viewer, addressee, events, now),
        "turned_to": [(one.role, url_of(one)) for one in course_selectors.turned_to(viewer, addressee)],
        "because_of": course_selectors.turned_to_because_of(viewer, addressee),
    }


def is_to_acknowledge(viewer: Any, addressee: Any, state: ClockState) -> bool:
    """Say whether one tap of the viewer acknowledges the warning."""
    return state.is_silent and course.may_record(viewer, addressee, Stage.ACKNOWLEDGED)


def offers(viewer: Any, addressee: Any, state: ClockState) -> list[Offer]:
    """Return what else the viewer may record."""
    labels = {
        Stage.SENT: _("We handed it over"),
        Stage.RECEIVED: _("It reached them"),
        Stage.ACKNOWLEDGED: _("They said it has arrived"),
        Stage.CONSIDERED: _("It was considered"),
        Stage.DECIDED: _("Decide"),
        Stage.DONE: _("It is done"),
        Stage.EFFECT: _("What followed"),
    }
    told: tuple[Stage, ...] = BY_TELLING if addressee.organisation_id is None else ()
    if state.reached is None:
        told = (Stage.SENT,)
    # What a decision not to act leaves undone cannot be done before there is another decision.
    is_to_act = state.decision in {None, Decision.ACT}
    open_stages = OFFERED if is_to_act else (Stage.CONSIDERED, Stage.DECIDED)
    stages = [*told, *(open_stages if state.reached is not None else ())]
    return [
        Offer(labels[stage], url_of(addressee, f"course-{stage.name.lower()}"))
        for stage in stages
        if course.may_record(viewer, addressee, stage)
    ]


def _facts(addressee: Any, names: Names) -> list[Fact]:
    warning, zone = addressee.warning, addressee.zone
    times = (
        (_("Acknowledge by"), addressee.acknowledge_by),
        (_("Decide by"), addressee.decide_by),
        (_("Act by"), addressee.act_by),
    )
    return [
        Fact(_("Asked"), own_name(addressee.asked)),
        Fact(_("Warning"), _link(warning.title, pages_of(warning).url), own_name(warning.to_whom)),
        *([Fact(_("What you can do"), own_name(addressee.can_do))] if addressee.can_do else []),
        *(Fact(term, local_time(at, zone)) for term, at in times if at is not None),
        Fact(_("Issued by"), own_name(names.organisation(warning.owner_id))),
        Fact(_("Marking"), marking(warning.marking)),
    ]


def _link(text: str, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, own_name(text))


def _moments(
    rows: Sequence[Any], events: Sequence[Event], addressee: Any, names: Names, viewer: Any
) -> list[Moment]:
    of = {row.pk: row for row in rows}
    by_owner = {row.owner_id: row for row in rows}
    own = {owner for owner, row in by_owner.items() if course.may_correct(viewer, row)}
    found = (of[row_id_of(event)] for event in events)
    return [_moment(row, addressee, names, may_correct=row.owner_id in own) for row in found]


def _moment(row: Any, addressee: Any, names: Names, *, may_correct: bool) -> Moment:
    return Moment(
        _called(row, addressee.zone),
        local_time(row.at, addressee.zone),
        row.reason,
        _who(row, names),
        url_of(addressee, "course-correct", event_id=row.pk) if may_correct else "",
    )


def _called(row: Any, zone: str) -> str:
    if not row.decision:
        return stage_called(Stage[row.stage])
    said = _("Decided: {decision}").format(decision=decision_called(Decision[row.decision]))
    if row.deferred_until is None:
        return said
    return format_html(_("{} until {}"), said, local_time(row.deferred_until, zone))


def _who(row: Any, names: Names) -> str:
    return names.person(row.created_by_id, row.owner_id) if row.created_by_id else _("the site itself")


def _table(rows: Sequence[Any], addressee: Any, names: Names) -> Table:
    columns = (
        Column("what", _("Step")),
        Column("at", _("When")),
        Column("words", _("In words"), is_text=True),
        Column("recorded", _("Written down")),
        Column("who", _("By"), is_name=True),
    )
    corrected = {row.corrects_id for row in rows}
    body = [
        {
            "what": Cell(_called(row, addressee.zone), note=_remark(row, corrected)),
            "at": local_time(row.at, addressee.zone),
            "words": row.reason or "–",
            "recorded": local_time(row.recorded_at, addressee.zone),
            "who": _who(row, names),
        }
        for row in rows
    ]
    return Table(_("Everything recorded, also what was corrected"), columns, body)


def _remark(row: Any, corrected: set[Any]) -> str:
    if row.pk in corrected:
        return _("corrected later")
    if row.is_withdrawn:
        return _("withdrawn")
    return _("a correction") if row.corrects_id else ""


def _is_kept(rows: Sequence[Any], state: ClockState, addressee: Any) -> bool:
    """Say whether a decision stands that the issuer does not see."""
    if state.decision is None or addressee.organisation_id in {None, addressee.warning.owner_id}:
        return False
    decided = [row for row in rows if row.decision and not row.is_withdrawn]
    last = max(decided, key=lambda row: (row.at, row.recorded_at))
    sharing = sharing_of(last.audience_id)
    return addressee.warning.owner_id not in sharing.organisations and not sharing.persons


def _next_steps(
    viewer: Any, addressee: Any, events: Any, now: dt.datetime
) -> list[tuple[str, SafeString, bool]]:
    steps = course_selectors.next_steps(viewer, addressee, events, now)
    return [
        (step.role or _("another contact"), local_time(step.at, addressee.zone), step.is_due)
        for step in steps
    ]
