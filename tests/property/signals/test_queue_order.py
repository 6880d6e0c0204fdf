"""The database orders the queue exactly as the rules in words do, for each viewer from what that viewer may read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from unittest.mock import patch

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.people import OCCASION, make_person

from avert.assessment.ageing import Kind, half_lives
from avert.assessment.grading import Report, Stance, weigh
from avert.handling import Marking
from avert.warning.signals import RULES, triage
from avert.warning.signals import Signal as PureSignal
from avert.warning.signals.triage import WAITED
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.records import audiences
from avert.web.records.models import Link
from avert.web.records.sharing import NOBODY_ELSE
from avert.web.signals import queue
from avert.web.signals.models import Signal, Verification
from avert.web.signals.selectors import wanted_for
from avert.web.signals.vocabulary import About, Finding, Pace, Relation, Standing, Way
from avert.web.signals.words import REASONS

NOW = OCCASION.at
ON_A_PAGE = 4
usernames = count()


@dataclass(frozen=True)
class Drawn:
    threatens_life: bool
    about: About
    pace: Pace
    received_before: dt.timedelta
    happened_before: dt.timedelta | None
    origin: str
    is_verified: bool
    is_hidden: bool
    is_verification_hidden: bool
    standing: Standing


def hours(*some: float) -> st.SearchStrategy[dt.timedelta]:
    edges = [h.stale_after for h in half_lives().values()]
    odd = [dt.timedelta(hours=72, microseconds=1), *(edge + dt.timedelta(microseconds=1) for edge in edges)]
    return st.sampled_from([*(dt.timedelta(hours=hour) for hour in some), *edges, *odd])


drawn = st.builds(
    Drawn,
    threatens_life=st.booleans(),
    about=st.sampled_from([About.BLACKOUT, About.RUMOUR]),
    pace=st.sampled_from(Pace),
    received_before=hours(0, 1, 1, 2, 400, -1),
    happened_before=st.none() | hours(0, 72, -72, 71.5, 73, -73, 2000),
    origin=st.sampled_from(["", "radio", "Radio", "elders", "traders"]),
    is_verified=st.booleans(),
    is_hidden=st.sampled_from([False, False, False, True]),
    is_verification_hidden=st.sampled_from([False, False, True]),
    standing=st.sampled_from(
        [Standing.OPEN, Standing.OPEN, Standing.OPEN, Standing.SET_ASIDE, Standing.WARNED]
    ),
)
links = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).map(sorted).map(tuple),
    st.tuples(st.sampled_from(Relation), st.booleans()),
    max_size=12,
)


class World:
    """Rows for what was drawn, some of another organisation."""

    def __init__(self, signals: list[Drawn], related: dict[tuple[int, int], tuple[Relation, bool]]) -> None:
        self.own, self.other = Organisation.objects.create(), Organisation.objects.create()
        self.viewer: Person = make_person(f"viewer-{next(usernames)}", self.own, RoleKind.READER)
        self.audience = audiences.audience_of(NOBODY_ELSE)
        self.rows = QuerySet(Signal).bulk_create([self._signal(one) for one in signals])
        QuerySet(Verification).bulk_create(
            self._verification(row, one)
            for row, one in zip(self.rows, signals, strict=True)
            if one.is_verified
        )
        self.related = {
            pair: said for pair, said in related.items() if pair[0] != pair[1] and pair[1] < len(signals)
        }
        for (one, other), (kind, is_turned) in self.related.items():
            pair = (
                (self.rows[other].pk, self.rows[one].pk)
                if is_turned
                else (self.rows[one].pk, self.rows[other].pk)
            )
            Link.objects.create(from_id=pair[0], to_id=pair[1], kind=kind)

    def _common(self, is_hidden: bool) -> dict[str, object]:
        owner = self.other if is_hidden else self.own
        return {"owner": owner, "audience": self.audience, "marking": Marking.AMBER, "created_at": NOW}

    def _signal(self, one: Drawn) -> Signal:
        return Signal(
            **self._common(one.is_hidden),
            text="x",
            way=Way.SMS,
            about=one.about,
            pace=one.pace,
            origin=one.origin,
            standing=one.standing,
            threatens_life=one.threatens_life,
            received_at=NOW - one.received_before,
            happened_at=None if one.happened_before is None else NOW - one.happened_before,
        )

    def _verification(self, row: Signal, one: Drawn) -> Verification:
        return Verification(
            **self._common(one.is_verification_hidden), signal=row, finding=Finding.CONFIRMED, how="x"
        )


def expected(world: World, signals: list[Drawn]) -> list[tuple[str, tuple[str, ...], str]]:
    """What the rules say of what this viewer may read, from what was drawn and not from the database."""
    listed = []
    for number, one in enumerate(signals):
        reports = [Report("own", Stance.SUPPORTS, origin=one.origin.lower() or None)]
        for pair, (kind, _turned) in world.related.items():
            if number not in pair:
                continue
            other = signals[pair[1] if pair[0] == number else pair[0]]
            if other.is_hidden or other.standing == Standing.SET_ASIDE:
                continue
            stance = Stance.CONTRADICTS if kind == Relation.CONTRADICTS else Stance.SUPPORTS
            reports.append(Report(str(pair), stance, origin=other.origin.lower() or None))
        if one.is_hidden or one.standing != Standing.OPEN:
            continue
        row = world.rows[number]
        listed.append(
            PureSignal(
                str(row.pk),
                row.received_at,
                at=row.happened_at,
                kind=Kind(one.pace.value),
                weighed=weigh(reports),
                threatens_life=one.threatens_life,
                is_blackout=one.about == About.BLACKOUT,
                has_second=one.is_verified and not one.is_verification_hidden,
            )
        )
    return [(t.signal.id, t.reasons, t.before_next) for t in triage(listed, NOW)]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(signals=st.lists(drawn, min_size=1, max_size=12), related=links)
def test_every_page_of_the_queue_is_in_the_order_of_the_rules_in_words(
    signals: list[Drawn], related: dict[tuple[int, int], tuple[Relation, bool]]
) -> None:
    with transaction.atomic(), patch.object(queue, "ON_A_PAGE", ON_A_PAGE):
        world = World(signals, related)
        found, shown = wanted_for(world.viewer), []
        for number in range(1, 5):
            page, rows = queue.page_of(world.viewer, found, now=NOW, number=number)
            if page.number == number:  # beyond the last page stands the last
                shown += [(str(row.signal.pk), row.reasons, row.before_next) for row in rows]
        should = expected(world, signals)
        assert shown == should
        assert page.paginator.count == len(should), "what is hidden, closed or still to come is not counted"
        transaction.set_rollback(True)


def test_every_reason_that_the_rules_give_is_there_to_be_translated() -> None:
    assert (*(rule.says for rule in RULES), WAITED) == REASONS


def test_somebody_in_no_organisation_gets_an_empty_queue(db: None) -> None:
    nobody = make_person("nobody")
    accounts.create_organisation(name={"en": "A"}, occasion=OCCASION)
    page, rows = queue.page_of(nobody, wanted_for(nobody), now=NOW, number=7)
    assert (page.paginator.count, rows) == (0, [])
