"""Where a warning stands at an addressee, in words; silence is never called a refusal."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from avert.deadlines import Deadline, zone_of
from avert.warning.clock import ClockState, Decision, Stage
from avert.web.warnings.vocabulary import DecisionWord, StageWord


def local_time(instant: dt.datetime, zone: str) -> SafeString:
    """Return an instant as a clock in a zone shows it, and the zone."""
    local = instant.astimezone(zone_of(zone))
    return format_html(
        '<time datetime="{}">{}</time> <small translate="no">{}</small>',
        local.isoformat(timespec="minutes"),
        date_format(local.replace(tzinfo=None), "DATETIME_FORMAT"),
        zone,
    )


def stage_called(stage: Stage) -> str:
    """Return what a stage is called."""
    return str(StageWord(stage.name).label)


def decision_called(decision: Decision) -> str:
    """Return what a decision is called."""
    return str(DecisionWord(decision.name).label)


def stands_at(state: ClockState) -> str:
    """Say where a warning stands at an addressee."""
    if state.reached is None:
        return _("Not sent yet, as far as is recorded")
    if state.is_silent:
        return _("{stage}; no response recorded").format(stage=stage_called(state.reached))
    if state.reached is Stage.DECIDED and state.decision is not None:
        return _("Decided: {decision}").format(decision=decision_called(state.decision))
    return stage_called(state.reached)


def waited_for(state: ClockState) -> str:
    """Say what is waited for."""
    words = {
        Stage.ACKNOWLEDGED: _("that they say it has arrived"),
        Stage.DECIDED: _("a decision, with its reason"),
        Stage.DONE: _("that it is done"),
        Stage.EFFECT: _("what followed"),
    }
    return words.get(state.waiting_for, "") if state.waiting_for else ""


def due_by(due: Deadline | None) -> SafeString | str:
    """Say by when, in the zone of whoever is asked."""
    return local_time(due.instant, due.zone) if due else ""
