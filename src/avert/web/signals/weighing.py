"""How signals stand: who else reports the same, and who reports otherwise, as far as the viewer may read it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from avert.assessment.grading import Grade, Report, Stance, Weighed, weigh
from avert.web.records.models import Link, RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.signals.models import Signal
from avert.web.signals.vocabulary import Relation, Standing

Key = uuid.UUID
Slim = tuple[Key, str, str]
SLIM = ("pk", "grade", "origin")
LINK = ("from_id", "to_id", "kind")
STANCES = {
    Relation.SUPPORTS: Stance.SUPPORTS,
    Relation.SAME: Stance.SUPPORTS,
    Relation.CONTRADICTS: Stance.CONTRADICTS,
}


def relations_among(found: RecordQuerySet) -> dict[Key, dict[Key, Relation]]:
    """Return what these signals and others are to each other, either way round, hidden ones included."""
    related: dict[Key, dict[Key, Relation]] = defaultdict(dict)
    for one, other, kind in _links_among(found).values_list(*LINK):
        related[one][other] = related[other][one] = Relation(kind)
    return related


def relations_of(viewer: Viewer, signal: Signal) -> list[tuple[Any, Relation, bool]]:
    """Return the other signals that the viewer may read, what there is between them, and if it was said from here."""
    links = Link.objects.filter(Q(from_id=signal.pk) | Q(to_id=signal.pk), kind__in=Relation.values)
    said = {
        (to_id if from_id == signal.pk else from_id): (Relation(kind), from_id == signal.pk)
        for from_id, to_id, kind in links.values_list("from_id", "to_id", "kind")
    }
    others = readable_by(viewer, Signal).filter(pk__in=said).order_by("received_at", "pk")
    return [(other, *said[other.pk]) for other in others]


def decided_among(viewer: Viewer, found: RecordQuerySet) -> tuple[set[Key], set[Key]]:
    """Return which of these signals are corroborated and which contradicted, as ``weigh`` says of each.

    A signal alone is neither. What was set aside counts for nothing, and what the viewer may not read is not there.
    """
    known = _counting(viewer)
    origin = {end: Subquery(known.filter(pk=OuterRef(end)).values("origin")) for end in ("from_id", "to_id")}
    links = _links_among(found).annotate(of_one=origin["from_id"], of_other=origin["to_id"])
    own: dict[Key, str] = {}
    said: dict[Key, dict[Key, tuple[Stance, str]]] = defaultdict(dict)
    for one, other, kind, of_one, of_other in links.values_list(*LINK, "of_one", "of_other"):
        if of_one is not None and of_other is not None:
            own[one], own[other] = of_one, of_other
            said[one][other], said[other][one] = (STANCES[kind], of_other), (STANCES[kind], of_one)
    stands = {
        key: _decided(frozenset([(Stance.SUPPORTS, own[key]), *others.values()]))
        for key, others in said.items()
    }
    corroborated = {key for key, weighed in stands.items() if weighed.is_corroborated}
    return corroborated, {key for key, weighed in stands.items() if weighed.is_contradicted}


def weighed_of(viewer: Viewer, signals: Iterable[Any]) -> dict[Key, Weighed]:
    """Return how each of these signals stands, by key, never a single score; two queries, however many they are."""
    listed = list(signals)
    keys = [signal.pk for signal in listed]
    related = relations_among(readable_by(viewer, Signal).filter(pk__in=keys))
    known = _counting(viewer).filter(pk__in=list(related)).values_list(*SLIM)
    rows = {row[0]: row for row in known} | {s.pk: (s.pk, s.grade, s.origin) for s in listed}
    return {key: _weighed(rows, key, related.get(key, {})) for key in keys}


@lru_cache(maxsize=10_000)
def _decided(said: frozenset[tuple[Stance, str]]) -> Weighed:
    # Neither grades nor how often an origin says the same decide; so few cases stand for many signals.
    reports = (Report(str(number), stance, origin=_known(o)) for number, (stance, o) in enumerate(said))
    return weigh(reports)


def _links_among(found: RecordQuerySet) -> QuerySet[Link]:
    keys = found.order_by().values("pk")
    return Link.objects.filter(Q(from_id__in=keys) | Q(to_id__in=keys), kind__in=Relation.values)


def _counting(viewer: Viewer) -> RecordQuerySet:
    counting: RecordQuerySet = readable_by(viewer, Signal).exclude(standing=Standing.SET_ASIDE)
    return counting


def _weighed(rows: Mapping[Key, Slim], key: Key, others: Mapping[Key, Relation]) -> Weighed:
    known = (_report(rows[other], STANCES[kind]) for other, kind in others.items() if other in rows)
    return weigh([_report(rows[key], Stance.SUPPORTS), *known])


def _report(row: Slim, stance: Stance) -> Report:
    key, grade, origin = row
    return Report(str(key), stance, Grade.parse(grade), _known(origin))


def _known(origin: str) -> str | None:
    return origin.casefold() or None
