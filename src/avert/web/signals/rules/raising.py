"""Apply rules to the newest results: what each finds becomes a signal, once for each place and period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import QuerySet

from avert.handling import Marking
from avert.web.accounts.models import Person
from avert.web.audit.occasions import Occasion
from avert.web.records.audiences import sharing_of
from avert.web.records.policy import is_in_place
from avert.web.records.writing import rows_of
from avert.web.signals import services
from avert.web.signals.acting import acting_for_all
from avert.web.signals.models import Rule
from avert.web.signals.rules.events import Event
from avert.web.signals.rules.findings import Finding, Raised
from avert.web.signals.rules.measures import MEASURES
from avert.web.site.holdings import library

USUAL = Event()


def would_raise(measure: str, at_least: float, place: str, event: Event = USUAL) -> Raised:
    """Return what a rule finds in the newest results, of one place or of all."""
    found = MEASURES[measure].found(library(), at_least, event)
    within = tuple(each for each in found.findings if is_in_place(each.place, place))
    return Raised(within, found.unknown_count)


def raised_by(rule: Rule) -> Raised:
    """Return what a rule that was kept finds in the newest results."""
    return would_raise(rule.measure, rule.at_least, rule.place, Event.of(vars(rule)))


def rules_that_are_on() -> QuerySet[Rule]:
    """Return the rules that are applied."""
    return rows_of(Rule).filter(is_on=True, measure__in=MEASURES).order_by("pk")


def apply_all(*, now: Callable[[], dt.datetime], advance: Callable[[int, int], None]) -> None:
    """Apply every rule; each signal is one transaction, so that none is lost or doubled."""
    rules = list(rules_that_are_on())
    whole = max(len(rules), 1)
    advance(0, whole)
    people = acting_for_all(rules)
    for number, rule in enumerate(rules, start=1):
        if (person := people[rule.pk]) is not None:
            for finding in raised_by(rule).findings:
                _raise(rule, finding, person, now())
                advance(number - 1, whole)
        advance(number, whole)
    advance(whole, whole)


def _raise(rule: Rule, finding: Finding, person: Person, now: dt.datetime) -> None:
    measure = MEASURES[rule.measure]
    services.take_in(
        owner_id=rule.owner_id,
        text=finding.text,
        about=measure.about,
        way=measure.way,
        viewer=person,
        occasion=Occasion.of_the_site(now),
        place=finding.place,
        marking=Marking(rule.marking),
        sharing=sharing_of(rule.audience_id),
        message_key=f"rule:{rule.pk}:{finding.place}:{finding.period}",
        happened_at=dt.datetime.combine(finding.at, dt.time(), dt.UTC),
        pace=measure.pace,
        result_id=finding.result_id,
        origin=finding.origin[:200],
    )
