"""What a case states of structures, as the records of a register."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from avert.society.cases import Case, CaseActivity, CaseActor, CaseTie, Stated
from avert.web.exercises.models import Exercise
from avert.web.society.models import Activity, Structure, Tie
from avert.web.society.vocabulary import Consent

BASIS = {"read": "read there", "recalled": "recalled, and still to be checked there"}
KNOWN_TO_ALL = "Known to all on the day; what was read of it came out later."
Whole = Mapping[uuid.UUID, Structure]


@dataclass(frozen=True)
class CaseOn:
    """A case in an exercise, on the last day whose news may be used."""

    exercise: Exercise
    case: Case
    day: dt.date


def structure_of(stated: CaseActor, key: uuid.UUID, on: CaseOn) -> Structure:
    """Return an actor of a case as a structure of an exercise."""
    actor = stated.actor
    out = {source.id: source.title for source in on.case.sources if source.published.last <= on.day}
    return Structure(
        **_of(on.exercise, key),
        exercise=on.exercise,
        name=actor.name,
        kind=stated.kind,
        sector=actor.sector or "",
        level=actor.level or "",
        is_decision_maker=actor.is_decision_maker,
        groups=sorted(actor.groups),
        areas=_keys(on.case, actor.areas),
        where=", ".join(on.case.areas[area] for area in sorted(actor.areas))[:200],
        mandate=f"{stated.role} {stated.mandate}".strip(),
        mandate_document=out.get(stated.document, ""),
        capacities=sorted(actor.capacities),
        voices=voices_of(on.case, on.day).get(actor.id, {}),
        begins=actor.begins,
        ends=_come(actor.ends, on.day),
        # Whatever a case names is in public sources; that nobody asked them again is what an exercise is.
        consent=Consent.PUBLIC,
        source=source_of(stated, on.case, on.day),
    )


def tie_of(stated: CaseTie, key: uuid.UUID, on: CaseOn, whole: Whole) -> Tie | None:
    """Return a tie of a case as one of an exercise, where both its ends are in the register."""
    tie = stated.tie
    source, target = (whole.get(key_of(on.exercise, "structure", one)) for one in (tie.source, tie.target))
    if source is None or target is None:
        return None
    return Tie(
        **_of(on.exercise, key),
        source=source,
        target=target,
        layer=tie.layer,
        is_directed=tie.is_directed,
        begins=tie.begins,
        ends=_come(tie.ends, on.day),
        evidence=f"{tie.evidence} [{source_of(stated, on.case, on.day)}]"[:1000],
    )


def activity_of(stated: CaseActivity, key: uuid.UUID, on: CaseOn, whole: Whole) -> Activity | None:
    """Return an activity of a case as one of an exercise, where whoever does it is in the register."""
    activity = stated.activity
    structure = whole.get(key_of(on.exercise, "structure", activity.actor))
    if structure is None:
        return None
    return Activity(
        **_of(on.exercise, key),
        structure=structure,
        title=stated.text[:300],
        what=activity.what,
        areas=_keys(on.case, activity.areas),
        target_group=activity.target_group,
        drivers=sorted(activity.drivers),
        status=activity.status,
        begins=activity.begins,
        ends=_come(activity.ends, on.day),
        source=source_of(stated, on.case, on.day),
    )


def voices_of(case: Case, day: dt.date) -> dict[str, dict[str, Any]]:
    """Return for each actor who had seats and voices in it on a day, as a structure keeps it."""
    found: dict[str, dict[str, Any]] = {}
    for one in case.participation_on(day):
        seats = {} if one.seats is None else {"seats": one.seats}
        said = {**seats, **{str(voice): has for voice, has in one.voices.items()}}
        if said:
            found.setdefault(one.actor, {})[str(one.attribute)] = said
    return found


def source_of(stated: Stated, case: Case, day: dt.date) -> str:
    """Return what of its sources was out on a day, and whether it was read there."""
    sources = {source.id: source for source in case.sources}
    cited = [sources[one.source] for one in stated.sources]
    said = [
        f"{one.author}, {one.title}, {one.published.last.year}" for one in cited if one.published.last <= day
    ]
    return f"{'; '.join(said)}: {BASIS[stated.basis]}"[:500] if said else KNOWN_TO_ALL


def key_of(exercise: Exercise, what: str, name: str) -> uuid.UUID:
    """Return the id under which something of a case stands in the register of an exercise."""
    return uuid.uuid5(exercise.pk, f"{what}:{name}")


def _of(exercise: Exercise, key: uuid.UUID) -> dict[str, Any]:
    return {"pk": key, "owner_id": exercise.owner_id, "place": exercise.place, "marking": exercise.marking}


def _keys(case: Case, areas: Iterable[str]) -> list[str]:
    return sorted(case.area_keys[area] for area in areas if area in case.area_keys)


def _come(ends: dt.date | None, day: dt.date) -> dt.date | None:
    return ends if ends and ends <= day else None
