"""How signals stand: who else reports the same, and who reports otherwise, as far as the viewer may read it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q

from avert.warning.grading import Grade, Report, Stance, Weighed, weigh
from avert.web.records.models import Link, RecordQuerySet
from avert.web.records.policy import Viewer
from avert.web.records.selectors import readable_by
from avert.web.signals.models import Signal
from avert.web.signals.vocabulary import Relation, Standing

Key = uuid.UUID
Slim = tuple[Key, str, str]
SLIM = ("pk", "grade", "origin")
STANCES = {
    Relation.SUPPORTS: Stance.SUPPORTS,
    Relation.SAME: Stance.SUPPORTS,
    Relation.CONTRADICTS: Stance.CONTRADICTS,
}
AT_ONCE = 10_000  # as many values as every database takes in one question


def relations_among(found: RecordQuerySet) -> dict[Key, dict[Key, Relation]]:
    """Return what these signals and others are to each other, either way round, hidden ones included."""
    keys = found.order_by().values("pk")
    links = Link.objects.filter(Q(from_id__in=keys) | Q(to_id__in=keys), kind__in=Relation.values)
    related: dict[Key, dict[Key, Relation]] = defaultdict(dict)
    for one, other, kind in links.values_list("from_id", "to_id", "kind"):
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
    related = relations_among(found)
    origins = {key: origin for key, _grade, origin in _rows(viewer, list(related)).values()}
    corroborated, contradicted = set(), set()
    for key in related.keys() & origins.keys():
        others = ((STANCES[kind], origins[o]) for o, kind in related[key].items() if o in origins)
        stands = _decided(frozenset([(Stance.SUPPORTS, origins[key]), *others]))
        corroborated |= {key} if stands.is_corroborated else set()
        contradicted |= {key} if stands.is_contradicted else set()
    return corroborated, contradicted


def weighed_of(viewer: Viewer, signals: Iterable[Any]) -> dict[Key, Weighed]:
    """Return how each of these signals stands, by key, never a single score; two queries, however many they are."""
    listed = list(signals)
    keys = [signal.pk for signal in listed]
    related = relations_among(readable_by(viewer, Signal).filter(pk__in=keys))
    rows = _rows(viewer, list(related)) | {s.pk: (s.pk, s.grade, s.origin) for s in listed}
    return {key: _weighed(rows, key, related.get(key, {})) for key in keys}


@lru_cache(maxsize=10_000)
def _decided(said: frozenset[tuple[Stance, str]]) -> Weighed:
    # Neither grades nor how often an origin says the same decide; so few cases stand for many signals.
    reports = (Report(str(number), stance, origin=_known(o)) for number, (stance, o) in enumerate(said))
    return weigh(reports)


def _rows(viewer: Viewer, keys: list[Key]) -> dict[Key, Slim]:
    counting = readable_by(viewer, Signal).exclude(standing=Standing.SET_ASIDE)
    parts = (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
    return {row[0]: row for part in parts for row in counting.filter(pk__in=part).values_list(*SLIM)}


def _weighed(rows: Mapping[Key, Slim], key: Key, others: Mapping[Key, Relation]) -> Weighed:
    known = (_report(rows[other], STANCES[kind]) for other, kind in others.items() if other in rows)
    return weigh([_report(rows[key], Stance.SUPPORTS), *known])


def _report(row: Slim, stance: Stance) -> Report:
    key, grade, origin = row
    return Report(str(key), stance, Grade.parse(grade), _known(origin))


def _known(origin: str) -> str | None:
    return origin.casefold() or None
